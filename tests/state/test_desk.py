"""The desk lists what waits for somebody else, and what one has done today."""

from __future__ import annotations

from credit_panel.portfolio import ServedModel
from credit_panel.state.desk import DeskState
from state.visitors import Visitor, decide


def test_the_desk_lists_what_waits_and_what_one_did_today(visitor: Visitor, served: ServedModel) -> None:
    first, second = (int(i) for i in served.portfolio.ids[:2])
    zoe = visitor("Zoé")
    decide(zoe, follow=False)
    zoe.client.open(second)
    decide(zoe)
    desk = DeskState(decisions=zoe)
    desk.read()
    assert desk.lists is not None
    assert [row.client for row in desk.lists[0]] == [first]
    assert [row.client for row in desk.lists[1]] == [second, first]
    ben = visitor("Ben")
    decide(ben)
    theirs = DeskState(decisions=ben)
    theirs.read()
    assert theirs.lists is not None
    assert [[row.client for row in rows] for rows in theirs.lists] == [[], [first]]
