"""The brush writes the one cohort, and every other hand that writes it moves the brush."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit_panel.portfolio import Between, OneOf, ServedModel
from credit_panel.state import CohortState
from credit_panel.state.brush import BrushState

ROLES = st.sampled_from(["first", "second", "x", "y"])


@pytest.fixture
def brush(served: ServedModel) -> BrushState:
    return BrushState(cohort=CohortState(served))


def test_a_brush_is_a_condition_on_a_column(brush: BrushState, served: ServedModel) -> None:
    assert brush.brush("first", 520.2, 579.6)
    assert brush.cohort.cohort.conditions == {"points": Between(520, 580)}
    points = served.portfolio.column("points")
    assert brush.mask.sum() == ((points >= 520) & (points <= 580)).sum()
    assert brush.span("first") == (520, 580)
    assert brush.ends("first") == (520, 580)


@given(gestures=st.lists(st.tuples(ROLES, st.floats(-0.3, 1.3), st.floats(-0.3, 1.3)), max_size=5))
@settings(max_examples=25)
def test_the_mask_is_always_that_of_polars(served: ServedModel, gestures: list[tuple[str, float, float]]) -> None:
    brush = BrushState(cohort=CohortState(served))
    for role, low, high in gestures:
        axis = brush.axis(role)
        brush.brush(role, *(axis.low + share * (axis.high - axis.low) for share in (low, high)))
    cohort = brush.cohort.cohort
    members = served.portfolio.ids_of(cohort.expression()) if not cohort.is_everyone else served.portfolio.ids
    mask = np.ones(len(served.portfolio), dtype=bool) if brush.mask is None else brush.mask
    assert np.array_equal(served.portfolio.ids[mask], members)


def test_a_box_is_told_once_and_twice_the_same_is_told_no_more(brush: BrushState) -> None:
    told: list[int] = []
    brush.param.watch(lambda event: told.append(event.new), "version")
    across, up = brush.axis("x"), brush.axis("y")
    box = ((across.low + 0.1, across.low + 0.6), (up.low + 0.1, up.high - 0.1))
    brush.brush_box(*box)
    brush.brush_box(*box)
    assert told == [1]
    assert set(brush.cohort.cohort.conditions) == {"AMT_CREDIT", "ext_source_mean"}


def test_a_brush_over_everything_lifts_the_condition(brush: BrushState) -> None:
    brush.brush("first", 520, 580)
    brush.brush("first", -1e9, 1e9)
    assert brush.cohort.cohort.is_everyone
    assert brush.mask is None


@pytest.mark.parametrize("ends", [(-900, -800), (5e3, 6e3), (float("nan"), 500), (float("inf"), 1)])
def test_a_brush_beside_the_data_changes_nothing(brush: BrushState, ends: tuple[float, float]) -> None:
    assert not brush.brush("first", *ends)
    assert brush.problem == "points"
    assert brush.cohort.cohort.is_everyone
    assert brush.brush("first", 500, 600)
    assert brush.problem == ""


def test_the_address_moves_the_brush(brush: BrushState) -> None:
    brush.cohort.read('{"where":{"DAYS_BIRTH":{"from":-14610,"to":-10958},"grade":{"in":["A","B"]}}}')
    assert brush.version == 1
    assert brush.span("second") == pytest.approx((30, 40), abs=0.01)
    assert brush.chosen() == {"A", "B"}


def test_taps_add_up_and_the_last_one_lifted_chooses_all(brush: BrushState) -> None:
    first, second = brush.plots.levels["grade"][:2]
    brush.tap(first)
    brush.tap(second)
    assert brush.cohort.cohort.conditions == {"grade": OneOf(frozenset({first, second}))}
    brush.tap(first)
    brush.tap(second)
    assert brush.cohort.cohort.is_everyone
    brush.tap("no such grade")
    assert brush.cohort.cohort.is_everyone


def test_gestures_of_the_streams_are_gestures(brush: BrushState) -> None:
    brush.range_stream("first").event(boundsx=(520, 580))
    brush.tap_stream().event(x=3, y=float(len(brush.plots.levels["grade"]) - 1))
    across, up = brush.axis("x"), brush.axis("y")
    brush.box_stream().event(bounds=(across.low + 0.2, up.low + 0.1, across.high, up.high))
    assert set(brush.cohort.cohort.conditions) == {"points", "grade", "AMT_CREDIT", "ext_source_mean"}
    assert brush.chosen() == {brush.plots.levels["grade"][0]}
    brush.tap_stream().event(x=None, y=None)
    brush.tap_stream().event(x=0, y=99)
    assert brush.chosen() == {brush.plots.levels["grade"][0]}


def test_a_typed_range_is_kept_as_typed(brush: BrushState) -> None:
    assert brush.between("first", 512.34, None)
    assert brush.cohort.cohort.conditions == {"points": Between(512.34, None)}
    assert not brush.between("first", 600, 500)
    assert brush.ends("first") == (512.34, None)
    assert brush.between("second", 30, 40)
    assert brush.ends("second") == pytest.approx((30, 40), abs=0.01)
    assert brush.step("first", high=True, up=False)
    assert brush.ends("first")[1] < brush.axis("first").high


def test_only_a_client_of_the_portfolio_is_marked(brush: BrushState, served: ServedModel) -> None:
    brush.mark(str(served.portfolio.ids[7]))
    assert brush.marked == 7
    for nobody in ("1", "x", "9" * 18, "9" * 30, ""):
        brush.mark(nobody)
        assert brush.marked is None
