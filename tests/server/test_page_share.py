"""An address may come in a rush, then has its share of the time, and gets it back by waiting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.server.page_share import PageShare


def test_a_rush_is_taken_at_once_and_then_the_share_counts() -> None:
    share = PageShare(rush=6, share=0.5)
    for _ in range(40):
        assert share.wait("a", 0) == 0
        share.take("a", 0.125, 0)
    share.take("a", 2, 0)
    assert share.wait("a", 0) == pytest.approx(2)
    assert share.wait("b", 0) == 0
    assert share.wait("a", 1) == pytest.approx(1)
    assert share.wait("a", 2) == 0


@given(st.lists(st.floats(0.01, 2), min_size=1, max_size=200))
def test_nobody_has_more_than_the_rush_and_the_share(pages: list[float]) -> None:
    share, now, taken = PageShare(rush=6, share=0.5), 0.0, 0.0
    for seconds in pages:
        now += share.wait("a", now)
        assert taken <= 6 + 0.5 * now + max(pages) + 1e-6
        now += seconds
        share.take("a", seconds, now)
        taken += seconds
