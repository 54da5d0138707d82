"""A memory plan keeps to its budget or says that it cannot; what does not fit in it is left out and told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.memory import LEAST, MemoryPlan
from credit_panel.portfolio.similar import clients_searched, neighbour_index, neighbours_of
from credit_panel.portfolio.store import Portfolio


@given(st.integers(0, 2 * 10**10), st.integers(1, 3 * 10**7))
def test_what_is_kept_and_needed_stays_under_the_budget_where_it_fits(budget: int, clients: int) -> None:
    plan = MemoryPlan(budget, clients)
    assert plan.fits == (plan.warning == "")
    if plan.fits:
        assert plan.needed - 2 * LEAST + plan.columns + plan.neighbours <= budget


def test_a_book_that_is_too_large_is_told_with_what_it_needs() -> None:
    assert MemoryPlan(clients=3_560_000).fits
    warning = MemoryPlan(clients=30_000_000).warning
    assert "This book of 30,000,000 applications needs about 5.2 GB and CREDIT_PANEL_MEMORY is 2.0 GB" in warning


def test_an_index_that_does_not_fit_leaves_clients_out(served: ServedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    every, features = neighbour_index(served.portfolio)
    monkeypatch.setattr(MemoryPlan, "neighbours", len(served.portfolio) * len(features) * 4 // 3 + 1)
    few = Portfolio(served.portfolio.folder)
    assert clients_searched(few) == 3
    explanation = served.explain_client(int(few.ids[30]))
    found = neighbours_of(few, explanation)
    assert np.isin(found.ids, few.ids[::3]).all()
    own = np.array([c.points for name in features for c in explanation.contributions if c.feature == name])
    wanted = every.nearest(own, len(few), without=explanation.client_id)
    among = np.isin(wanted.ids, few.ids[::3])
    assert found.ids.tolist() == wanted.ids[among][:50].tolist()
