"""The budget of a month, told beside the norms of a jurisdiction."""

from __future__ import annotations

from dataclasses import replace

import panel as pn
import polars as pl
import pytest
from hand_made.parts import part

from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.statistics.budget import budget_of
from credit_panel.settings import Norms
from credit_panel.state import ClientState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views import FactsView
from credit_panel.views.parts.budget_words import budget_pairs, doubt_words, money_words
from credit_panel.views.what_if.lever_words import lever_rows, parse_value


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_budget_is_told_beside_its_norms(language: Language) -> None:
    t = translator(language)
    budget = budget_of({"AMT_INCOME_TOTAL": 3_000.0, "AMT_ANNUITY": 450.0, "bureau_annuity_sum": 900.0})
    (_, share, limit), (_, left, least) = budget_pairs(budget, Norms(0.35, 900.0, "EUR"), t)
    assert (share, left) == (t.percent(0.45), t.number(1_650))
    assert t.percent(0.35, 0) in limit
    assert t.number(900) in least
    assert [norm for *_, norm in budget_pairs(budget, Norms(None, None, ""), t)] == ["", ""]
    assert "EUR" in money_words(Norms(currency="EUR"), t)
    assert money_words(Norms(), t).endswith(".")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_facts_of_a_client_warn_of_a_burden_that_cannot_be_meant(served: ServedModel, language: Language) -> None:
    state = ClientState(replace(served, norms=Norms(0.33, 800.0, "EUR")), client_id=int(served.portfolio.ids[0]))
    view, t = FactsView(state=state, language=language), translator(language)
    assert t.percent(0.33, 0) in part(view, pn.pane.HTML).object
    assert "EUR" in part(view, pn.pane.HTML).object
    assert t.label("OCCUPATION_TYPE") in part(view, pn.pane.HTML).object
    for factor, told in ((1.0, False), (200.0, True), (0.01, True)):
        state.row = state.row.with_columns(AMT_INCOME_TOTAL=pl.col("AMT_ANNUITY").cast(pl.Float64) * 5 * factor)
        view.redraw()
        assert ('class="doubt"' in part(view, pn.pane.HTML).object) == told


def test_a_lever_takes_an_income_of_a_year_and_warns(served: ServedModel) -> None:
    t = translator("fr")
    assert parse_value("AMT_INCOME_TOTAL", "30 000 € par an", t) == 2_500.0
    assert parse_value("AMT_CREDIT", "450 €", t) == 450.0
    scenario = ScenarioState(client=ClientState(served, client_id=int(served.portfolio.ids[0])))
    note = {row["key"]: row["note"] for row in lever_rows(scenario, {}, t)}["AMT_INCOME_TOTAL"]
    assert note.startswith(("Taux d'effort", "Taux d’effort"))
    scenario.change("AMT_INCOME_TOTAL", scenario.own("AMT_ANNUITY") / 2)
    note = {row["key"]: row["note"] for row in lever_rows(scenario, {}, t)}["AMT_INCOME_TOTAL"]
    assert note == doubt_words(budget_of({"AMT_INCOME_TOTAL": 1.0, "AMT_ANNUITY": 2.0}), t)
