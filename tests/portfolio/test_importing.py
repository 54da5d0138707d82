"""A model that was trained elsewhere is served, explained, changed, written about and verified like our own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hand_made.dropped_file import FILE, settle
from hand_made.imported_model import import_model

from credit_panel.api import ROUTER
from credit_panel.documents.methodology import methodology
from credit_panel.documents.model_card import model_card
from credit_panel.documents.report import Report, report_html
from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import recourse
from credit_panel.settings import Settings
from credit_panel.state import ClientState, ScenarioState
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.state.model_policy import PolicyState
from credit_panel.views import DecisionView, WhatIfView
from credit_panel.views.application.file import ApplicationFileView
from credit_panel.views.model.card import ModelCardView
from credit_panel.views.model.cost import CostView
from credit_panel.views.model.fairness import FairnessView
from credit_panel.views.model.importance import ImportanceView
from credit_panel.views.model.performance import PerformanceView

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def elsewhere(synthetic_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose model was trained without us, on what `build_features` gives, and imported by the command."""
    return import_model(tmp_path_factory.mktemp("elsewhere"), synthetic_tables)


@pytest.fixture(scope="module")
def theirs(elsewhere: Settings) -> ServedModel:
    return ServedModel.open(elsewhere)


@pytest.fixture(scope="module")
def refused(theirs: ServedModel) -> int:
    """A client who is refused, and has ways to be accepted."""
    found = theirs.portfolio.select(pl.col("outcome") == "refuse", ("SK_ID_CURR", "probability")).sort("probability")
    nearest = found["SK_ID_CURR"][:40].to_list()
    return next(one for one in nearest if recourse(theirs.scorer, theirs.portfolio.client(one), theirs.tariff))


def test_nothing_of_its_interval_is_made_up(theirs: ServedModel) -> None:
    scored = theirs.portfolio.select(None, ("low", "high", "outcome", "flags", "fold"))
    assert scored["low"].null_count() == scored["high"].null_count() == scored["fold"].null_count() == len(scored)
    assert set(scored.filter(pl.col("flags") == "")["outcome"]) == {"accept", "refuse"}
    assert theirs.scorer.manifest.alone is not None, "histories that are not sent have a calibration of their own"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_view_says_so_and_shows_no_number_that_is_none(
    theirs: ServedModel, refused: int, language: Language
) -> None:
    t = translator(language)
    state = ClientState(theirs)
    assert state.open(refused)
    scenario = ScenarioState(client=state)
    what_if = WhatIfView(scenario=scenario, language=language, shown=True)
    scenario.propose()
    shown = {
        "decision": DecisionView(state=state).html(t),
        "performance": PerformanceView(served=theirs).html(t),
        "card": ModelCardView(served=theirs).html(t),
        "cost": CostView(served=theirs, state=PolicyState(theirs)).html(t),
        "importance": ImportanceView(served=theirs).html(t),
        "fairness": FairnessView(served=theirs).html(t),
        "effect": what_if._effect.block,
        "ways": what_if._ways.block,
    }
    elsewhere = {"en": "trained elsewhere", "fr": "entraîné ailleurs"}[language]
    for name in ("decision", "performance", "card", "cost", "importance"):
        assert elsewhere in shown[name], name
    assert {"en": "is not known", "fr": "On ne sait pas"}[language] in shown["ways"]
    for name, text in shown.items():
        assert not re.search(r"\bnan\b|\bNone\b(?! of the)", re.sub(r"<[^>]*>", " ", str(text))), name


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_of_applications_is_told_without_an_interval(theirs: ServedModel, language: Language) -> None:
    state = ApplicationFileState(theirs)
    _, drop, _, _, report = ApplicationFileView(state=state, language=language).__panel__()
    settle(state, drop, FILE)
    assert state.scores is not None
    assert state.scores.frame["low"].null_count() == len(state.scores.frame) == 1
    shown = re.sub(r"<[^>]*>", " ", report.block)
    assert translator(language).percent(state.scores.frame["probability"][0]) in shown
    assert not re.search(r"\bnan\b|\bNone\b", shown)


@pytest.mark.parametrize("make", [model_card, methodology])
def test_reports_tell_where_it_was_trained(theirs: ServedModel, make: Callable[..., Report]) -> None:
    told = report_html(make(theirs, "en", date(2026, 1, 31))).decode()
    assert "trained elsewhere" in told
    assert not re.search(r"\bnan\b|\bNone\b(?! of the)", re.sub(r"<[^>]*>", " ", told))


def test_the_api_gives_null_for_its_interval(
    theirs: ServedModel, elsewhere: Settings, refused: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from credit_panel.portfolio.served_model import current_model

    for name, value in (("DATA_DIR", elsewhere.data_dir), ("MODELS_DIR", elsewhere.models_dir), ("MODEL", "theirs")):
        monkeypatch.setenv(f"CREDIT_PANEL_{name}", str(value))
    current_model.cache_clear()
    app = FastAPI()
    app.include_router(ROUTER)
    client = TestClient(app)
    try:
        base = f"/api/v1/clients/{refused}"
        told = client.get(f"{base}/score").json()
        assert (told["low"], told["high"]) == (None, None)
        proposals = client.get(f"{base}/recourse").json()["proposals"]
        assert {(each["standing"], each["low"]) for each in proposals} == {("unmeasured", None)}
        changed = client.post(f"{base}/what-if", json={"changes": {"AMT_CREDIT": 100_000}}).json()
        assert changed["after"]["low"] is None
        assert client.get("/api/v1/clients?limit=1").json()["clients"][0]["high"] is None
        assert client.get("/api/v1/model").json()["imported"] == "xgboost"
        assert client.get("/api/v1/model/metrics").status_code == 200
    finally:
        current_model.cache_clear()
