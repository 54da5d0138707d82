"""The API does what its documentation says, for a few requests of every kind; `test_openapi` asks many more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from credit_panel.portfolio import ServedModel

few = settings(
    max_examples=6,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def operations(client: TestClient) -> Iterator[Any]:
    for found in schemathesis.openapi.from_asgi("/openapi.json", client.app).get_all_operations():
        yield found.ok()


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")  # of the tool's own making
def test_what_the_documentation_allows_is_answered(client: TestClient, served_model: ServedModel) -> None:
    """Requests that are as documented, half of them for clients who exist, pass every check of schemathesis."""
    ids, asked = st.sampled_from(served_model.portfolio.ids.tolist()), 0
    for operation in operations(client):

        @few
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), known=st.booleans(), number=ids)
        def ask(case: Any, known: bool, number: int) -> None:
            nonlocal asked
            if known and "client_id" in (case.path_parameters or {}):
                case.path_parameters["client_id"] = number
            case.call_and_validate()
            asked += 1

        ask()
    assert asked > 60


@pytest.mark.filterwarnings("ignore")
def test_what_the_documentation_forbids_is_refused(client: TestClient, served_model: ServedModel) -> None:
    taken = [operation for operation in operations(client) if operation.body or any(operation.iter_parameters())]
    for operation in taken:

        @few
        @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        def ask(case: Any) -> None:
            case.call_and_validate()

        ask()
    assert len(taken) >= 11


def test_the_documentation_is_written_once_and_not_sent_to_who_has_it(client: TestClient) -> None:
    first = client.get("/openapi.json")
    assert first.json() == client.app.openapi()
    again = client.get("/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
