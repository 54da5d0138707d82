"""A deployment that keeps changed data, on each kind of database that can be had."""

from __future__ import annotations

from pathlib import Path

import pytest
from postgres import POSTGRESQL

from credit_panel.change_setting import SETTING
from credit_panel.portfolio import ServedModel


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=POSTGRESQL)])
def keeping(
    request: pytest.FixtureRequest, served_model: ServedModel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> ServedModel:
    """The served model, whose clients' data may be changed, with an empty journal."""
    url = f"sqlite:{tmp_path / 'own.journal'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").fresh()
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_URL", url)
    monkeypatch.setenv("CREDIT_PANEL_JOURNAL_KEY", str(tmp_path / "own.journal-key"))
    monkeypatch.setenv(SETTING, "keep")
    return served_model
