"""The desk lists what waits for somebody else, and what one has done today."""

from __future__ import annotations

from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.state.case import CaseState
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
    assert [[row.client for row in rows] for rows in theirs.lists] == [[], [first], []]


def test_cases_are_found_by_their_state(visitor: Visitor, served: ServedModel) -> None:
    first, second = (int(i) for i in served.portfolio.ids[:2])
    zoe = visitor("Zoé")
    decide(zoe)
    zoe.client.open(second)
    case = CaseState(decisions=zoe, note="I earn more")
    assert case.ask(Kind.STATEMENT_REQUESTED)
    desk = DeskState(decisions=zoe)

    def found(state: str) -> list[int]:
        desk.sought = state
        assert desk.lists is not None
        return [row.client for row in desk.lists[2]]

    assert found("decided") == [first]
    assert found("request") == [second]
    assert found("letter") == []
    assert zoe.case is not None
    case.note = "answered by letter"
    assert case.end(zoe.case.waiting[0].asked.sequence)
    assert found("decided") == [first]
    assert found("request") == []
    assert found("") == []
