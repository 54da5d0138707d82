"""The pictures of the history: in their place on the axis, all counted in the tables, capped where they are many."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolio.history.test_past import past

from credit_panel.charts.figure import Figure
from credit_panel.charts.history.applications import applications_figure
from credit_panel.charts.history.arrears import arrears_figure
from credit_panel.charts.history.card import card_figure
from credit_panel.charts.history.credits import MOST_LANES, credits_figure
from credit_panel.charts.history.instalments import instalments_figure
from credit_panel.charts.history.lanes import Axis
from credit_panel.locale import Translator, translator
from credit_panel.portfolio.history.past import Past

EN, FR = translator("en"), translator("fr")
ALL = (applications_figure, arrears_figure, card_figure, credits_figure, instalments_figure)


def bars(figure: Figure, meaning: str) -> list[tuple[float, float, float, float]]:
    """Return left, width, top and height of the bars of one meaning."""
    found = re.findall(
        rf'<rect class="{meaning}" x="([\d.]+)%" width="([\d.]+)%" y="([\d.]+)" height="([\d.]+)"/>', figure.picture
    )
    return [tuple(map(float, bar)) for bar in found]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("t", [EN, FR])
def test_without_events_nothing_is_drawn(draw: Callable[[Past, Translator], Figure | None], t: Translator) -> None:
    assert draw(past(), t) is None


@given(st.integers(-3_000, 0), st.lists(st.integers(-3_000, 0), max_size=8))
def test_the_axis_holds_every_day_in_order(first: int, days: list[int]) -> None:
    axis = Axis(min([first, *days]))
    places = [axis.at(day) for day in sorted(days)]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)
    assert axis.at(0) == 100
    ticks = [place for place, _ in axis.ticks(EN)]
    assert ticks == sorted(ticks)
    assert len(ticks) <= 10


def test_a_credit_is_drawn_from_its_start_to_its_end() -> None:
    year = 365.25
    closed = {"DAYS_CREDIT": round(-3 * year), "CREDIT_ACTIVE": "Closed", "DAYS_ENDDATE_FACT": round(-year)}
    active = {"DAYS_CREDIT": round(-2 * year), "CREDIT_ACTIVE": "Active", "AMT_CREDIT_SUM_DEBT": 12_000.0}
    figure = credits_figure(past(bureau=[closed, active]), EN)
    assert figure is not None
    ((left, width, *_),) = bars(figure, "closed")
    assert left + width == pytest.approx(75, abs=0.3)
    ((left, width, *_),) = bars(figure, "running")
    assert (left, left + width) == (pytest.approx(50, abs=0.3), pytest.approx(100, abs=0.01))
    assert "12,000 owed" in figure.picture
    assert "1 is still running" in figure.summary
    assert len(figure.table.rows) == 2


def test_hundreds_of_credits_are_capped_and_said() -> None:
    many = [{"DAYS_CREDIT": -day, "CREDIT_ACTIVE": "Closed", "DAYS_ENDDATE_FACT": 0} for day in range(1, 117)]
    figure = credits_figure(past(bureau=many), EN)
    assert figure is not None
    assert len(bars(figure, "closed")) == MOST_LANES
    assert f"{MOST_LANES} of 116 credits" in figure.picture
    assert len(figure.table.rows) == 116


def test_later_months_are_higher_and_quiet_ones_run_together() -> None:
    rows = [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": m, "STATUS": s} for m, s in zip(range(-6, 0), "001500", strict=True)]
    figure = arrears_figure(past(bureau_balance=rows), EN)
    assert figure is not None
    assert len(bars(figure, "ontime")) == 2
    (_, _, _, low), (_, _, _, high) = bars(figure, "late level1") + bars(figure, "late level5")
    assert high > low
    assert "In arrears in 2 of the 6 months" in figure.summary
    assert "over 120 days late" in figure.summary
    assert len(figure.table.rows) == 6


def test_an_outlier_is_cut_and_its_days_are_written() -> None:
    rows = [
        {"NUM_INSTALMENT_NUMBER": i, "DAYS_INSTALMENT": -30 * i, "DAYS_ENTRY_PAYMENT": -30 * i + late}
        | {"AMT_INSTALMENT": 10.0, "AMT_PAYMENT": 10.0}
        for i, late in enumerate([3, 5, 4, 405, -6, 2], start=20)
    ]
    figure = instalments_figure(past(installments_payments=rows), EN)
    assert figure is not None
    assert "405 days" in figure.picture
    tops = [top for _, _, top, _ in bars(figure, "late")]
    assert min(tops) >= 18
    assert "5 of 6 instalments due were paid late, the worst 405 days after its date." in figure.summary
    assert [row[1] for row in figure.table.rows].count("1") == 6


def test_the_use_of_a_card_stands_under_its_limit_unless_it_is_over() -> None:
    def month(number: int, balance: float) -> dict[str, object]:
        return {"SK_ID_PREV": 1, "MONTHS_BALANCE": number, "AMT_BALANCE": balance, "AMT_CREDIT_LIMIT_ACTUAL": 100.0}

    figure = card_figure(past(credit_card_balance=[month(-3, 50), month(-2, 100), month(-1, 120)]), EN)
    assert figure is not None
    (half, full, over), (above,) = bars(figure, "early"), bars(figure, "late")
    assert full[3] == pytest.approx(2 * half[3], abs=0.2)
    assert over[3] == full[3]
    assert above[2] < full[2]
    assert "months over the limit: 1" in figure.summary


def test_outcomes_are_counted_and_unknown_words_run_nothing() -> None:
    rows = [
        {"DAYS_DECISION": -10, "NAME_CONTRACT_STATUS": "Refused", "CODE_REJECT_REASON": "HC", "AMT_APPLICATION": 5.0},
        {"DAYS_DECISION": -20, "NAME_CONTRACT_STATUS": "Approved", "NAME_CONTRACT_TYPE": "<script>alert(1)</script>"},
        {"DAYS_DECISION": -30, "NAME_CONTRACT_STATUS": "Canceled"},
    ]
    figure = applications_figure(past(previous_application=rows), EN)
    assert figure is not None
    assert "3 earlier applications: 1 approved, 1 refused, 1 cancelled." in figure.summary
    assert "<script" not in figure.picture
    assert figure.table.rows[0][-1] == "lender's own rules (HC)"
    credits = credits_figure(past(previous_application=rows), EN)
    assert credits is not None
    assert "<script" not in credits.picture
    assert credits.picture.count('class="mark refused" x=') == 1
