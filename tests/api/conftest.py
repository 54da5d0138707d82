"""The API as an application of its own, without pages, over the small portfolio."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api.addresses import decision_on
from fastapi import FastAPI
from fastapi.testclient import TestClient
from postgres import POSTGRESQL

from credit_panel.api import ROUTER
from credit_panel.change_setting import SETTING
from credit_panel.portfolio import ServedModel


@pytest.fixture
def client(served_model: ServedModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    """The API with an empty journal of its own."""
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", f"sqlite:{tmp_path / 'own.journal'}")
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_KEY", str(tmp_path / "own.journal-key"))
    app = FastAPI()
    app.include_router(ROUTER)
    with TestClient(app) as client:
        yield client


@pytest.fixture
def body(client: TestClient, served_model: ServedModel) -> dict[str, Any]:
    """A decision that follows the proposal about a client of whom nothing is on record."""
    number = int(served_model.portfolio.ids[3])
    score = client.get(f"/api/v1/clients/{number}/score").json()
    return {"client_id": number, **decision_on(score), "person": "Anne Martin"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def keeping(request: pytest.FixtureRequest, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The API where changes are kept, on every kind of journal."""
    monkeypatch.setenv(SETTING, "keep")
    if request.param == "postgresql":
        monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", request.getfixturevalue("postgres").fresh())
    return client


@pytest.fixture
def number(served_model: ServedModel) -> int:
    return int(served_model.portfolio.ids[11])
