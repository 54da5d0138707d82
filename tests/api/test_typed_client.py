"""A client that a public tool generates from the API's description reads every answer, and knows every error."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest
from api.addresses import described
from event_loop import outcome_of
from fastapi import FastAPI
from fastapi.testclient import TestClient

from credit_panel.api import ROUTER
from credit_panel.portfolio import ServedModel

NAME = "credit_panel_client"
GENERATOR = "from openapi_python_client.cli import app; app()"

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package, made by what its users would make it with; a warning of the generator is a fault of ours."""
    folder = tmp_path_factory.mktemp("generated")
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        (folder / "openapi.json").write_text(json.dumps(described(client)), encoding="utf-8")
    config = {
        "post_hooks": [],
        "package_name_override": NAME,
        "content_type_overrides": {"application/pdf": "application/octet-stream"},  # bytes, as any file
    }
    (folder / "config.yml").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-c", GENERATOR, "generate", "--path", "openapi.json", "--fail-on-warning"]
    command += ["--output-path", NAME, "--meta", "none", "--config", "config.yml"]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(NAME)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
        del sys.modules[name]


def models() -> ModuleType:
    return importlib.import_module(f"{NAME}.models")


def operations(package: ModuleType) -> dict[str, ModuleType]:
    """Return the module of each operation, by its name."""
    found = pkgutil.walk_packages(importlib.import_module(f"{NAME}.api").__path__, f"{NAME}.api.")
    return {info.name.rpartition(".")[2]: importlib.import_module(info.name) for info in found if not info.ispkg}


def ask(client: TestClient, package: ModuleType, operation: ModuleType, **given: Any) -> Any:
    """Call an operation of the generated client, over the application itself."""

    async def call() -> Any:
        transport = httpx.ASGITransport(app=client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as http:
            asker = package.Client(base_url="http://testserver", raise_on_unexpected_status=True)
            return await operation.asyncio_detailed(client=asker.set_async_httpx_client(http), **given)

    return outcome_of(call)


def test_every_read_comes_whole(client: TestClient, served_model: ServedModel, generated: ModuleType) -> None:
    number, read = int(served_model.portfolio.ids[9]), 0
    for name, operation in operations(generated).items():
        parameters = inspect.signature(operation.asyncio_detailed).parameters
        if "body" in parameters:
            continue
        answer = ask(client, generated, operation, **({"client_id": number} if "client_id" in parameters else {}))
        assert answer.status_code == 200, name
        if answer.headers["content-type"] == "application/pdf":
            assert answer.parsed.payload.read() == answer.content
        else:
            assert answer.parsed.to_dict() == json.loads(answer.content), name
        read += 1
    assert read == sum("get" in methods for methods in described(client)["paths"].values())


def test_what_is_sent_is_typed_too(client: TestClient, served_model: ServedModel, generated: ModuleType) -> None:
    kinds, calls = models(), operations(generated)
    application = kinds.Application(
        name_contract_type=kinds.ApplicationNAMECONTRACTTYPE("Cash loans"),
        amt_income_total=150_000.0,
        amt_credit=450_000.0,
        days_birth=-14_600,
        ext_source_2=0.55,
    )
    alone = ask(client, generated, calls["score_application"], body=kinds.ScoreRequest(application)).parsed
    own = served_model.explain_application(application.to_dict())
    assert alone.probability == pytest.approx(own.probability, abs=1e-9)

    rows = [kinds.BatchRequestRow.from_dict(application.to_dict())]
    batch = ask(client, generated, calls["score_batch"], body=kinds.BatchRequest(rows)).parsed
    assert batch.scores[0].probability == pytest.approx(own.probability, abs=1e-9)
    number = int(served_model.portfolio.ids[9])
    changed = kinds.WhatIfRequest(changes=kinds.Changes(amt_credit=200_000.0), settled_debt=1.0)
    told = ask(client, generated, calls["what_if_client"], client_id=number, body=changed).parsed
    assert told.differences.points == pytest.approx(told.after.points - told.before.points)
    shown = kinds.ProposalShown(told.before.model.version, kinds.ProposalShownOutcome(told.before.outcome.value))
    decided = kinds.DecisionRequestDecided(told.before.outcome.value)
    decision = kinds.DecisionRequest(number, shown, decided, person="Anne Martin")
    kept = [
        ask(client, generated, calls["record_decision"], body=decision, idempotency_key="one").parsed for _ in range(2)
    ]
    assert kept[0].sequence == kept[1].sequence > 0
    assert ask(client, generated, calls["list_decisions"], client_id=number).parsed.standing == kept[0].sequence


def test_a_client_is_changed_and_read_again(
    keeping: TestClient, served_model: ServedModel, generated: ModuleType
) -> None:
    kinds, calls = models(), operations(generated)
    number = int(served_model.portfolio.ids[9])
    read = ask(keeping, generated, calls["client"], client_id=number)
    assert (read.parsed.data_version, read.parsed.versions) == (1, [])
    change = kinds.ChangeRequest(kinds.Changes(amt_credit=222_000.0), "Another amount is asked for", person="A. Martin")
    kept = ask(keeping, generated, calls["change_client"], client_id=number, body=change, if_match=read.headers["etag"])
    assert kept.status_code == 200
    assert (kept.parsed.data_version, kept.parsed.changed["AMT_CREDIT"].after) == (2, 222_000.0)
    late = ask(keeping, generated, calls["change_client"], client_id=number, body=change, if_match=read.headers["etag"])
    assert (late.status_code, late.parsed.type_.value) == (412, "urn:credit-panel:problem:precondition-failed")
    assert ask(keeping, generated, calls["score_client"], client_id=number).parsed.data_version == 2
    assert ask(keeping, generated, calls["score_client"], client_id=number, version=1).parsed.data_version == 1


@pytest.mark.parametrize(("number", "status", "kind"), [(1, 404, "unknown-client"), (0, 422, "bad-request")])
def test_errors_are_typed_problems(
    client: TestClient, generated: ModuleType, number: int, status: int, kind: str
) -> None:
    answer = ask(client, generated, operations(generated)["score_client"], client_id=number)
    assert answer.status_code == status
    assert isinstance(answer.parsed, models().ProblemBody)
    assert answer.parsed.type_.value == f"urn:credit-panel:problem:{kind}"
