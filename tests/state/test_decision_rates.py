"""Rates of decisions: counted right, with intervals, and nobody told of by a small cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from credit_panel.journal.records import Entry, Kind
from credit_panel.scoring.fairness import MINIMUM_CELL, wilson
from credit_panel.state.decision_rates import (
    Made,
    by_advisor,
    by_month,
    by_reason,
    decisions_made,
    rates_of,
)


def entry(sequence: int, kind: Kind, person: str, month: int = 11, **content: Any) -> Entry:
    told = {"decided": "accept", "reason": "", "points": 600.0, **content}
    return Entry(sequence, datetime(2026, month, 3, tzinfo=UTC), kind, person, f"c{sequence}", told, "")


def some(count: int, **more: Any) -> list[Made]:
    plain: dict[str, Any] = {"month": "2026-11", "advisor": 1, "client": "c", "accepted": True, "overruled": False}
    return [Made(**{**plain, "reviewed": False, "reason": "", "points": 600.0, **more}) for _ in range(count)]


def test_a_review_is_no_decision_of_its_own_and_marks_the_one_it_looks_at() -> None:
    made = decisions_made(
        [
            entry(1, Kind.OVERRULE, "Zoé", decided="refuse", reason="data_wrong"),
            entry(2, Kind.DECISION, "Ben"),
            entry(3, Kind.REVIEW, "Ben", decided="accept", reviews=1),
            entry(4, Kind.DECISION, " zoé ", month=12),
        ]
    )
    assert [(each.advisor, each.month, each.accepted, each.overruled, each.reviewed) for each in made] == [
        (1, "2026-11", False, True, True),
        (2, "2026-11", True, False, False),
        (1, "2026-12", True, False, False),
    ]


def test_rates_have_intervals_and_nothing_is_told_of_few() -> None:
    made = [*some(30), *some(10, accepted=False, overruled=True), *some(10, accepted=False, reviewed=True)]
    rates = rates_of(made)
    assert rates.decisions == 50
    assert rates.accepted == wilson(30, 50)
    assert rates.overruled == wilson(10, 50)
    assert rates.reviewed == wilson(10, 50)
    few = rates_of(some(MINIMUM_CELL - 1))
    assert few.decisions is None
    assert few.accepted.value is few.overruled.low is None


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([40, 50, 60], [True, True, True]),
        ([40, 50, 5], [False, True, False]),
        ([40, 5, 6], [True, False, False]),
        ([5], [False]),
        ([40, 5], [False, False]),
    ],
)
def test_what_the_total_would_give_away_is_hidden_too(counts: Sequence[int], told: Sequence[bool]) -> None:
    made = [each for advisor, count in enumerate(counts, 1) for each in some(count, advisor=advisor)]
    ((month, advisors),) = by_advisor(made)
    assert month == "2026-11"
    assert [rates.decisions is not None for _, rates in advisors] == told


def test_reasons_come_by_their_number_and_months_in_their_order() -> None:
    made = [*some(40, reason="guarantee", month="2026-10"), *some(70), *some(50, reason="other")]
    assert [(reason, rates.decisions) for reason, rates in by_reason(made)] == [
        ("", 70),
        ("other", 50),
        ("guarantee", 40),
    ]
    assert [month for month, _ in by_advisor(made)] == ["2026-11", "2026-10"]


def test_a_month_tells_of_defaults_and_of_points_that_moved() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(600, 50, 5_000)
    like = [made for value in rng.normal(600, 50, 200) for made in some(1, points=value, month="2026-10")]
    apart = [made for i in range(200) for made in some(1, points=480.0, client=f"c{i}")]
    target = {f"c{i}": float(i % 4 == 0) for i in range(100)}
    first, second = by_month([*like, *apart], {"2026-10": 12, "2026-11": 250}, target, points)
    assert (first.shown, second.shown) == (None, 250)
    assert first.observed.value is None
    assert second.observed == wilson(25, 100)
    assert first.drift is not None
    assert first.critical is not None
    assert first.drift < first.critical
    assert second.drift is not None
    assert second.drift > 1
    (empty,) = by_month([], {"2026-09": 40}, target, points)
    assert (empty.shown, empty.drift, empty.rates.decisions) == (40, None, None)
