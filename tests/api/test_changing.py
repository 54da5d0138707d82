"""What a change has to rest on and to say, and what becomes of it where it does not."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from api.keeping import change, file_of, kind_of
from fastapi.testclient import TestClient

from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import current_journal
from credit_panel.settings import Settings

NEW = {"AMT_INCOME_TOTAL": 412_500, "OCCUPATION_TYPE": "Managers", "AMT_CREDIT": 300_000}


def journal() -> Journal:
    return current_journal(Settings.from_env())


def test_a_change_rests_on_the_file_that_was_read(keeping: TestClient, number: int) -> None:
    first = file_of(keeping, number).headers["etag"]
    assert kind_of(change(keeping, number, NEW, tag=None)) == "precondition-required"
    assert change(keeping, number, NEW, tag="*").status_code == 428
    assert change(keeping, number, NEW, tag=f'"other", W/{first}').status_code == 200
    late = change(keeping, number, {"AMT_CREDIT": 1_000_000}, tag=first)
    assert (late.status_code, kind_of(late)) == (412, "precondition-failed")
    assert file_of(keeping, number).json()["application"]["AMT_CREDIT"] == 300_000
    # nor does the tag of an older version do
    assert (
        change(keeping, number, {"AMT_CREDIT": 1_000_000}, tag=file_of(keeping, number, 1).headers["etag"]).status_code
        == 412
    )


def test_of_two_at_once_one_is_kept(keeping: TestClient, number: int) -> None:
    tag = file_of(keeping, number).headers["etag"]
    answers: list[int] = []
    amounts = [200_000 + 10_000 * place for place in range(6)]

    def send(amount: int) -> None:
        answers.append(change(keeping, number, {"AMT_CREDIT": amount}, tag=tag).status_code)

    threads = [threading.Thread(target=send, args=(amount,)) for amount in amounts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 412, 412, 412, 412, 412]
    assert [entry.content["version"] for entry in journal().of(number)] == [2]


@pytest.mark.parametrize(
    ("body", "kind", "fields"),
    [
        ({"changes": {"AMT_CREDIT": -5, "NO_SUCH": 1}}, "bad-application", {"AMT_CREDIT", "NO_SUCH"}),
        ({"changes": {"AMT_CREDIT": None, "SK_ID_CURR": 7}}, "bad-application", {"AMT_CREDIT", "SK_ID_CURR"}),
        ({"changes": {"AMT_CREDIT": "300000"}}, "bad-application", {"AMT_CREDIT"}),
        ({"reason": " \u200b"}, "bad-change", {"reason"}),
        ({"person": None}, "bad-change", {"person"}),
        ({"changes": {}}, "no-change", set()),
        ({"reason": "x" * 5_000}, "bad-request", {"body.reason"}),
        ({"because": "x"}, "bad-request", {"body.because"}),
    ],
)
def test_what_cannot_be_kept_is_told(
    keeping: TestClient, number: int, body: dict[str, Any], kind: str, fields: set[str]
) -> None:
    answer = change(keeping, number, **{"changes": NEW, **body})
    assert (answer.status_code, kind_of(answer)) == (422, kind), answer.text
    assert {found["field"] for found in answer.json()["fields"]} == fields
    assert not journal().of(number)


def test_the_own_values_are_no_change(keeping: TestClient, number: int) -> None:
    own = file_of(keeping, number).json()["application"]
    assert kind_of(change(keeping, number, {"AMT_CREDIT": own["AMT_CREDIT"]})) == "no-change"


def test_nobody_is_changed_who_is_no_client(keeping: TestClient) -> None:
    answer = change(keeping, 1, NEW, tag='"x"')
    assert (answer.status_code, kind_of(answer)) == (404, "unknown-client")
