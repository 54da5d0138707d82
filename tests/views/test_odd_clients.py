"""Clients whose amounts no lender would believe: each tab of their file is drawn, or says a sentence."""

from __future__ import annotations

import math
from typing import Any

import panel as pn
import polars as pl
import pytest
from hand_made.parts import part

from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState, CohortState
from credit_panel.state.comparison import ComparisonState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.levers import LEVERS, bounds
from credit_panel.state.scenario import ScenarioState
from credit_panel.views import FactsView
from credit_panel.views.client.client_mode import ClientModeView
from credit_panel.views.client.decision import DecisionView
from credit_panel.views.client.history import HistoryView
from credit_panel.views.client.why import WhyView
from credit_panel.views.compare.view import CompareView
from credit_panel.views.what_if.controls import LeverBoard
from credit_panel.views.what_if.view import WhatIfView

AMOUNTS = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL")
ODD: dict[str, dict[str, float | None]] = {
    "negative credit": {"AMT_CREDIT": -450_000.0},
    "negative income": {"AMT_INCOME_TOTAL": -1.0},
    "nothing at all": dict.fromkeys(AMOUNTS, 0.0),
    "nothing given": dict.fromkeys(AMOUNTS[1:3], None),
    "a vast income": {"AMT_INCOME_TOTAL": 1e308},
    "vast amounts": dict.fromkeys(AMOUNTS, 1e300),
    "another currency": dict.fromkeys(AMOUNTS, 250000000.0),
    "cents": dict.fromkeys(AMOUNTS, 0.01),
}


def odd_client(served: ServedModel, changed: dict[str, float | None]) -> ClientState:
    state, number = ClientState(served), int(served.portfolio.ids[0])
    row = served.portfolio.client(number)
    columns: list[Any] = [pl.lit(value, dtype=row.schema[name]).alias(name) for name, value in changed.items()]
    row = row.with_columns(columns)
    state.param.update(client_id=number, row=row, explanation=served.scorer.explain_one(row, client_id=number))
    return state


@pytest.mark.parametrize("case", ODD)
def test_every_tab_of_an_odd_client_is_drawn(served: ServedModel, case: str) -> None:
    client = odd_client(served, ODD[case])
    scenario, comparison = ScenarioState(client=client), ComparisonState(client=client, cohort=CohortState(served))
    for lever in LEVERS:
        span, (least, greatest) = scenario.span(lever), bounds(lever)
        assert math.isfinite(span.low)
        assert least <= span.low < span.high <= greatest
        assert span.step > 0
    view = WhatIfView(scenario=scenario, language="fr")
    assert [row["key"] for row in part(view, LeverBoard).levers] == list(LEVERS)
    assert "<table" in view._effect.block
    assert scenario.change("AMT_CREDIT", 300_000)
    assert "<table" in view._effect.block
    for shown in (
        part(FactsView(state=client, language="fr"), pn.pane.HTML),
        part(DecisionView(state=client, language="en"), pn.pane.HTML),
        part(WhyView(state=client, language="fr"), pn.pane.HTML),
        part(HistoryView(state=client, language="fr"), pn.pane.HTML),
        ClientModeView(decisions=DecisionState(client=client), scenario=scenario, language="en")._file,
    ):
        assert shown.object
    compared = CompareView(comparison=comparison, language="fr")
    assert all(pane.object for pane in compared._panes.values())
