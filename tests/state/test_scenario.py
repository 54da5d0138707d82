"""A visitor's what-if: the figures of the scorer, and every way back."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import SETTLED_DEBT, Outcome, Scenario, curve, what_if
from credit_panel.state import ClientState
from credit_panel.state.levers import LEVERS, Refusal, bounds, span
from credit_panel.state.scenario import ScenarioState

AMOUNT = st.floats(20_000, 400_000).map(lambda value: round(value, 2))
MOVE = st.one_of(
    st.tuples(st.sampled_from(LEVERS[:4]), AMOUNT),
    st.tuples(st.just(SETTLED_DEBT), st.sampled_from([0.0, 0.25, 0.5, 1.0])),
)


def fresh(served: ServedModel, place: int = 0) -> ScenarioState:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[place]))
    return ScenarioState(client=client)


def first_where(served: ServedModel, condition: pl.Expr) -> int:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet")
    return int(frame.filter(condition)["SK_ID_CURR"][0])


def test_a_change_gives_the_figures_of_the_scorer(served: ServedModel) -> None:
    scenario = fresh(served)
    assert scenario.change("AMT_CREDIT", 150_000.0)
    assert scenario.change("AMT_INCOME_TOTAL", 90_000.0)
    expected = what_if(
        served.scorer, scenario.client.row, Scenario({"AMT_CREDIT": 150_000.0, "AMT_INCOME_TOTAL": 90_000.0})
    )
    assert scenario.result == expected
    assert scenario.result.before == scenario.client.explanation


@given(st.lists(MOVE, min_size=1, max_size=4))
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undo_restores_each_state_exactly_and_redo_brings_it_back(
    served: ServedModel, moves: list[tuple[str, float]]
) -> None:
    scenario = fresh(served, 1)
    untouched = scenario.result
    states = [(scenario.scenario, scenario.result)]
    for lever, value in moves:
        scenario.change(lever, value)
        if scenario.scenario != states[-1][0]:
            states.append((scenario.scenario, scenario.result))
    for expected in reversed(states[:-1]):
        scenario.undo()
        assert (scenario.scenario, scenario.result) == expected
    assert not scenario.can_undo
    for expected in states[1:]:
        scenario.redo()
        assert (scenario.scenario, scenario.result) == expected
    assert not scenario.can_redo
    scenario.reset()
    assert (scenario.scenario, scenario.result) == (Scenario(), untouched)


def test_one_gesture_is_undone_at_once(served: ServedModel) -> None:
    scenario = fresh(served)
    for value in (150_000.0, 160_000.0, 170_000.0):
        scenario.change("AMT_CREDIT", value, gesture=1)
    scenario.change("AMT_CREDIT", 180_000.0, gesture=2)
    scenario.undo()
    assert scenario.value("AMT_CREDIT") == 170_000.0
    scenario.undo()
    assert scenario.scenario == Scenario()
    assert not scenario.can_undo


def test_what_is_put_back_is_untouched(served: ServedModel) -> None:
    scenario = fresh(served)
    scenario.change("AMT_CREDIT", 150_000.0)
    scenario.change("AMT_CREDIT", scenario.own("AMT_CREDIT"))
    assert scenario.scenario == Scenario()
    assert scenario.result.after == scenario.client.explanation


def test_a_new_change_leaves_nothing_to_redo(served: ServedModel) -> None:
    scenario = fresh(served)
    scenario.change("AMT_CREDIT", 150_000.0)
    scenario.undo()
    scenario.change("AMT_CREDIT", 160_000.0)
    assert not scenario.can_redo


@pytest.mark.parametrize("value", [1.0, 1e12, -5.0, float("nan"), float("inf")])
def test_a_value_out_of_bounds_changes_nothing_and_says_why(served: ServedModel, value: float) -> None:
    scenario = fresh(served)
    scenario.change("AMT_CREDIT", 150_000.0)
    before = scenario.result
    assert not scenario.change("AMT_CREDIT", value)
    assert scenario.refusal == Refusal("AMT_CREDIT", "bounds", *bounds("AMT_CREDIT"))
    assert scenario.result is before
    scenario.change("AMT_CREDIT", 160_000.0)
    assert scenario.refusal is None


def test_a_value_that_the_client_has_cannot_be_taken_away(served: ServedModel) -> None:
    scenario = fresh(served)
    assert not scenario.change("AMT_CREDIT", None)
    assert scenario.refusal is not None
    assert scenario.refusal.kind == "missing"


def test_a_missing_value_stays_missing_until_given_and_can_be_cleared(served: ServedModel) -> None:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    client.row = client.row.with_columns(pl.lit(None, dtype=pl.Float64).alias("AMT_GOODS_PRICE"))
    client.explanation = served.scorer.explain_one(client.row, client_id=client.client_id)
    scenario = ScenarioState(client=client)
    assert scenario.own("AMT_GOODS_PRICE") is None
    scenario.change("AMT_CREDIT", 150_000.0)
    assert scenario.value("AMT_GOODS_PRICE") is None
    assert "AMT_GOODS_PRICE" not in scenario.scenario.changes
    scenario.change("AMT_GOODS_PRICE", 140_000.0)
    assert scenario.value("AMT_GOODS_PRICE") == 140_000.0
    assert scenario.change("AMT_GOODS_PRICE", None)
    assert scenario.scenario == Scenario({"AMT_CREDIT": 150_000.0})


def test_another_client_starts_afresh(served: ServedModel) -> None:
    scenario = fresh(served)
    scenario.change("AMT_CREDIT", 150_000.0)
    scenario.propose()
    scenario.client.open(int(served.portfolio.ids[1]))
    assert scenario.scenario == Scenario()
    assert (scenario.can_undo, scenario.can_redo, scenario.proposals) == (False, False, None)
    assert scenario.result.before == scenario.client.explanation
    scenario.client.close()
    assert scenario.result is None


def test_two_visitors_do_not_mix(served: ServedModel) -> None:
    one, other = fresh(served), fresh(served)
    one.change("AMT_CREDIT", 150_000.0)
    assert other.scenario == Scenario()
    assert not other.can_undo


def test_the_curve_runs_along_the_last_lever_with_the_other_changes(served: ServedModel) -> None:
    scenario = fresh(served)
    scenario.change("AMT_INCOME_TOTAL", 90_000.0)
    scenario.change("AMT_CREDIT", 150_000.0)
    found = scenario.curve()
    others = Scenario({"AMT_INCOME_TOTAL": 90_000.0})
    expected = curve(served.scorer, scenario.client.row, "AMT_CREDIT", found.values.tolist(), others)
    np.testing.assert_array_equal(found.scores.probability, expected.scores.probability)
    scenario.change("AMT_CREDIT", 160_000.0)
    assert scenario.curve() is found
    scenario.change("AMT_ANNUITY", 12_000.0)
    assert scenario.curve().field == "AMT_ANNUITY"


def test_an_applied_proposal_is_accepted(served: ServedModel) -> None:
    client = ClientState(served)
    client.open(first_where(served, (pl.col("outcome") != "accept") & (pl.col("probability") < 0.15)))
    scenario = ScenarioState(client=client)
    scenario.propose()
    assert scenario.proposals is not None
    for proposal in scenario.proposals:
        scenario.apply(proposal)
        assert scenario.result.after.outcome is Outcome.ACCEPT
        assert scenario.result.after.probability == pytest.approx(proposal.probability, abs=1e-9)
        scenario.undo()
        assert scenario.result.after.outcome is not Outcome.ACCEPT


@given(st.sampled_from(LEVERS), st.one_of(st.none(), st.floats(500, 9_000_000)))
def test_a_slider_offers_values_within_bounds_around_the_client_s_own(lever: str, own: float | None) -> None:
    offered = span(lever, own, {})
    low, high = bounds(lever)
    assert low <= offered.low < offered.high <= max(high, offered.low + offered.step)
    assert 0 < offered.step < offered.high - offered.low + offered.step
    if own is not None and lever != SETTLED_DEBT and low <= own <= high:
        assert offered.low <= own <= offered.high


def test_setting_the_scenario_changes_the_result_and_can_be_taken_back(served: ServedModel) -> None:
    state, by_method = fresh(served), fresh(served)
    amount = state.own("AMT_CREDIT") / 2
    by_method.change("AMT_CREDIT", amount)
    state.scenario = Scenario({"AMT_CREDIT": amount})
    assert state.result == by_method.result
    assert state.can_undo
    state.undo()
    assert state.scenario == Scenario()
    assert state.result.before is state.result.after
    state.redo()
    assert state.result == by_method.result
    assert ScenarioState(client=state.client, scenario=by_method.scenario).result == by_method.result


def test_a_car_that_goes_takes_its_age_along_and_brings_it_back(served: ServedModel) -> None:
    owners = served.portfolio.ids_of((pl.col("FLAG_OWN_CAR") == "Y") & pl.col("OWN_CAR_AGE").is_not_null())
    scenario = ScenarioState(client=ClientState(served, int(owners[0])))
    age = scenario.own_field("OWN_CAR_AGE")
    assert scenario.change_field("FLAG_OWN_CAR", "N") is None
    assert scenario.field("OWN_CAR_AGE") is None
    assert scenario.change_field("FLAG_OWN_CAR", "Y") is None
    assert scenario.field("OWN_CAR_AGE") == age
    scenario.change_field("FLAG_OWN_CAR", "N")
    scenario.change_field("OWN_CAR_AGE", 3.0)
    assert (scenario.field("FLAG_OWN_CAR"), scenario.field("OWN_CAR_AGE")) == ("Y", 3.0), "whose age is given is there"
    scenario.change_field("OWN_CAR_AGE", age)
    assert scenario.scenario == Scenario()


@pytest.mark.parametrize("lever", [lever for lever in LEVERS if lever != SETTLED_DEBT])
@given(own=st.floats(0, 1e11))
def test_a_slider_holds_the_own_value(lever: str, own: float) -> None:
    offered, (least, greatest) = span(lever, own, {lever: 250_000.0}), bounds(lever)
    if least <= own <= greatest:
        assert offered.low <= own <= offered.high
    assert least <= offered.low < offered.high
