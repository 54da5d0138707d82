"""A fault of the server's own says nothing to a caller of where things lie; its log does."""

from __future__ import annotations

import inspect
import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from credit_panel import errors
from credit_panel.api import ROUTER
from credit_panel.errors import CreditPanelError, ReplacedError, UnexpectedError, UploadError
from credit_panel.portfolio.served_model import current_model
from credit_panel.settings import Settings

PLAIN = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, CreditPanelError) and "__init__" not in vars(kind) and kind.__init__ is Exception.__init__
]
"""The errors whose sentence whoever raises them writes, so that it may hold anything."""
PATH = "/srv/a-folder/manifest.json"
ROUTES = ["/api/v1/readiness", "/api/v1/clients/100001/score"]


def answer_of(route: str) -> tuple[int, str]:
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        answer = client.get(route)
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.text


@pytest.mark.parametrize("kind", PLAIN)
def test_no_error_takes_a_folder_to_a_caller(
    kind: type[CreditPanelError], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise kind(f"{PATH} cannot be read.")

    monkeypatch.setattr("credit_panel.api.served.current_model", fail)
    for route in ROUTES:
        caplog.clear()
        with caplog.at_level(logging.ERROR, "credit_panel"):
            status, said = answer_of(route)
        assert status == 503
        assert "/srv" not in said
        assert str(UnexpectedError()) in said
        assert PATH in caplog.text


@pytest.mark.parametrize("error", [ReplacedError(), UploadError("busy"), UnexpectedError()])
def test_what_a_caller_can_act_on_is_said(error: CreditPanelError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("credit_panel.api.served.current_model", fail)
    status, said = answer_of(ROUTES[0])
    assert status == 503
    assert str(error) in said


def test_a_model_that_is_gone_is_told_without_its_folder(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The real thing, of which the errors above are the kinds."""
    for name, value in (settings.environ() | {"CREDIT_PANEL_MODEL": "gone"}).items():
        monkeypatch.setenv(name, value)
    current_model.cache_clear()
    status, said = answer_of(ROUTES[1])
    current_model.cache_clear()
    assert status == 503
    assert str(settings.models_dir) not in said
    assert str(settings.models_dir) in caplog.text
