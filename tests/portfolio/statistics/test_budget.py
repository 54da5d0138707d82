"""What an income has to bear, and which amounts can hardly be meant."""

from __future__ import annotations

import pytest

from credit_panel.portfolio.statistics.budget import Budget, budget_of


def test_all_known_instalments_count() -> None:
    values = {"AMT_INCOME_TOTAL": 3_000.0, "AMT_ANNUITY": 450.0}
    assert budget_of(values) == Budget(0.15, 0.15, 2_550.0)
    more = values | {"bureau_annuity_sum": 300.0, "prev_running_annuity_sum": None}
    assert budget_of(more) == Budget(0.15, 0.25, 2_250.0)


@pytest.mark.parametrize("income", [None, 0.0, float("nan"), -1.0, "3000"])
def test_without_an_income_there_is_no_budget(income: object) -> None:
    assert budget_of({"AMT_INCOME_TOTAL": income, "AMT_ANNUITY": 450.0}) == Budget(None, None, None)


@pytest.mark.parametrize(
    ("income", "doubt"), [(30_000.0, "low"), (22_500.0, ""), (3_000.0, ""), (450.0, ""), (449.0, "high")]
)
def test_an_implausible_burden_is_told(income: float, doubt: str) -> None:
    assert budget_of({"AMT_INCOME_TOTAL": income, "AMT_ANNUITY": 450.0}).doubt == doubt
