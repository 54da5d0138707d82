"""What a client asks for waits until it is answered, and a what-if is kept on purpose only."""

from __future__ import annotations

from credit_panel.decisions.decision import LONGEST_COMMENT
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Kind
from credit_panel.scoring import Scenario
from credit_panel.state.case import CaseState
from credit_panel.state.scenario import ScenarioState
from state.visitors import Visitor


def test_a_client_asks_and_is_answered(visitor: Visitor) -> None:
    state = visitor("")
    case = CaseState(decisions=state, note="wants to know why")
    assert not case.ask(Kind.EXPLANATION_REQUESTED)
    assert (case.problem, case.note) == ("person", "wants to know why")
    state.person = "A"
    assert case.ask(Kind.EXPLANATION_REQUESTED)
    assert (case.problem, case.note) == ("", "")
    assert state.case is not None
    (request,) = state.case.waiting
    assert request.asked.content["note"] == "wants to know why"
    assert not case.end(request.asked.sequence)
    assert case.problem == "note"
    case.note = "x" * (LONGEST_COMMENT + 1)
    assert not case.end(request.asked.sequence)
    assert case.problem == "note_long"
    case.note = "told by telephone"
    assert case.end(request.asked.sequence)
    assert state.case.waiting == ()
    case.note = "again"
    assert not case.end(request.asked.sequence)
    assert (case.problem, case.note) == ("unasked", "again")
    assert not case.ask(Kind.PURGED)
    assert not case.ask(Kind.STATEMENT_REQUESTED) or case.note == ""


def test_a_what_if_is_kept_on_purpose_only(visitor: Visitor, journal: Journal) -> None:
    state = visitor("A")
    scenario, case = ScenarioState(client=state.client), CaseState(decisions=state)
    assert not case.keep(scenario.result)
    assert case.problem == "what_if"
    scenario.change("AMT_CREDIT", 200_000.0)
    assert scenario.scenario != Scenario()
    assert list(journal.entries([Kind.WHAT_IF_KEPT])) == []
    assert case.keep(scenario.result)
    (kept,) = journal.entries([Kind.WHAT_IF_KEPT])
    assert scenario.result is not None
    assert kept.content["changes"] == {"AMT_CREDIT": 200_000}
    assert kept.content["after"]["probability"] == scenario.result.after.probability
