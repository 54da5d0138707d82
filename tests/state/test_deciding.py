"""Decisions that a journal keeps: they outlive the session, and two people at one case do not overwrite each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from credit_panel.decisions.journal_log import JournalLog
from credit_panel.errors import JournalError
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Kind
from credit_panel.journal.verification import verify_journal
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.state.background import at_once
from credit_panel.state.case import CaseState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.desk import DeskState
from state.visitors import Visitor, decide


def test_a_decision_outlives_the_session_and_stands_in_the_next(visitor: Visitor) -> None:
    first = visitor("Zoé Martin")
    assert decide(first, follow=False, comment="=cmd()\u202e <b>")
    second = visitor("B. Durand")
    assert second.recorded == first.recorded
    (kept,) = second.recorded
    assert (kept.person, kept.comment, kept.number) == ("Zoé Martin", "=cmd() <b>", 2)
    assert second.client.decision == kept.decided
    assert second.standing([kept.client, 7]) == {kept.client: kept}


def test_what_is_kept_is_what_was_shown_and_what_it_rests_on(
    visitor: Visitor, journal: Journal, served: ServedModel
) -> None:
    state = visitor("A", tell=lambda explanation, row: ("fr", [f"Risque {explanation.probability:.3f}", str(len(row))]))
    decide(state)
    explanation = state.client.explanation
    assert explanation is not None
    model, shown, decided = journal.entries()
    assert (model.kind, shown.kind, decided.kind) == (Kind.MODEL_CHANGED, Kind.PROPOSAL_SHOWN, Kind.DECISION)
    for entry in (shown, decided):
        told = entry.content
        assert told["portfolio"] == served.portfolio.manifest.seal
        assert (told["probability"], told["low"], told["high"]) == (
            explanation.probability,
            explanation.low,
            explanation.high,
        )
        assert (told["language"], told["reasons"]) == ("fr", [f"Risque {explanation.probability:.3f}", "1"])
        assert sum(each["points"] for each in told["inputs"].values()) + explanation.base_points == pytest.approx(
            explanation.points
        )
        assert all(each["source"] for each in told["inputs"].values())
    state.look_up()
    assert len(list(journal.entries())) == 3


def test_a_proposal_is_kept_once_a_client_and_language(visitor: Visitor, journal: Journal, served: ServedModel) -> None:
    spoken = ["fr"]
    state = visitor("A", tell=lambda *_: (spoken[0], []))
    state.client.open(int(served.portfolio.ids[1]))
    state.client.open(int(served.portfolio.ids[0]))
    spoken[0] = "en"
    state.look_up()
    kept = [(entry.client, entry.content["language"]) for entry in journal.entries([Kind.PROPOSAL_SHOWN])]
    assert [language for _, language in kept] == ["fr", "fr", "en"]
    assert kept[0][0] == kept[2][0] != kept[1][0]


def test_nobody_decides_without_a_name(visitor: Visitor, journal: Journal) -> None:
    state = visitor("  \u202e ")
    assert not decide(state)
    assert state.problems == {"person": "missing"}
    assert list(journal.entries([Kind.DECISION])) == []


def test_of_two_people_at_one_case_the_second_is_told(visitor: Visitor, journal: Journal) -> None:
    first, second = visitor("A"), visitor("B")
    assert decide(first)
    assert not decide(second, follow=False)
    assert second.problems == {"form": "newer"}
    assert second.recorded == first.recorded
    assert decide(second, follow=False)
    assert [(each.person, each.reviews) for each in second.recorded] == [("A", False), ("B", False)]
    assert verify_journal(journal).intact


def test_an_overruled_proposal_waits_for_a_second_person(visitor: Visitor, journal: Journal) -> None:
    first = visitor("Zoé")
    decide(first, follow=False)
    assert first.case is not None
    assert first.case.review == "overruled"
    second = visitor("Ben")
    client = second.client.client_id
    assert client is not None
    assert second.under_review([client, 7]) == {client}
    assert decide(second)
    assert second.under_review([client, 7]) == frozenset()
    assert second.recorded[-1].reviews
    assert second.case is not None
    assert second.case.review == ""
    (review,) = journal.entries([Kind.REVIEW])
    assert review.content["reviews"] == second.recorded[0].number


def test_who_corrects_an_own_decision_reviews_nothing(visitor: Visitor) -> None:
    state = visitor("Zoé")
    decide(state)
    case = CaseState(decisions=state)
    assert case.ask(Kind.REVIEW_REQUESTED)
    assert decide(state, follow=False)
    assert not state.recorded[-1].reviews
    assert state.case is not None
    assert state.case.review == "requested"
    assert state.under_review([state.recorded[0].client]) == {state.recorded[0].client}


def test_a_journal_that_fails_is_told_and_loses_nothing(visitor: Visitor, served: ServedModel) -> None:
    state = visitor("A")

    def fail() -> JournalLog:
        raise JournalError("full", "no room")

    state.lasting = fail
    assert not decide(state, follow=False)
    assert state.problems == {"form": "full"}
    state.client.open(int(served.portfolio.ids[1]))
    assert (state.trouble, state.problems, state.recorded) == ("full", {}, ())
    assert state.standing([1]) == {}
    case = CaseState(decisions=state, note="said")
    assert not case.ask(Kind.REVIEW_REQUESTED)
    assert (case.problem, case.note) == ("full", "said")
    desk = DeskState(decisions=state)
    desk.read()
    assert (desk.lists, desk.trouble) == (None, "full")


def test_what_is_read_late_is_shown_for_its_own_client_alone(visitor: Visitor, served: ServedModel) -> None:
    decide(visitor("A"))
    late: list[Callable[[], None]] = []
    state = visitor("B", background=lambda work, finish: late.append(lambda: finish(work())))
    assert (state.recorded, state.case) == ((), None)
    state.client.open(int(served.portfolio.ids[1]))
    late[0]()
    assert (state.recorded, state.case) == ((), None)
    late[1]()
    assert state.case is not None
    state.client.open(int(served.portfolio.ids[0]))
    late[2]()
    assert len(state.recorded) == 1


def test_what_was_read_before_a_decision_does_not_hide_it(visitor: Visitor) -> None:
    ends: list[Callable[[], None]] = []

    def read_now_tell_later(work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        found = work()
        ends.append(lambda: finish(found))

    state = visitor("A", background=read_now_tell_later)
    assert not decide(state)  # not known yet
    read, recorded = ends
    recorded()
    read()
    assert len(state.recorded) == 1
    assert state.case is not None
    assert state.case.standing is not None


def test_a_decision_waits_for_the_journal_and_says_when_it_is_kept_or_why_not(
    visitor: Visitor, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[Callable[[], None]] = []

    def later(work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        waiting.append(partial(at_once, work, finish))

    state, said = visitor("A", background=later), list[str]()
    client_id, explanation = state.client.client_id, state.client.explanation
    assert explanation is not None
    assert not state.decide(client_id, explanation.outcome, "", "first", lambda: said.append("kept"))
    assert (said, state.count, state.problems, state.recorded) == ([], 0, {}, ())
    for each in list(waiting):
        each()
    assert (said, state.count) == (["kept"], 1)
    assert [decision.comment for decision in state.recorded] == ["first"]

    def locked(*_: Any, **__: Any) -> None:
        raise JournalError("locked", "The journal is locked.")

    monkeypatch.setattr(journal, "append", locked)
    state.decide(client_id, explanation.outcome, "", "second", lambda: said.append("refused"))
    waiting.pop()()
    assert (said, state.count, state.problems) == (["kept", "refused"], 1, {"form": "locked"})


def test_another_model_or_policy_is_kept_once(journal: Journal, served: ServedModel) -> None:
    stricter = served.with_policy(cost_ratio=20)
    for model in (served, served, stricter, stricter, served):
        JournalLog(lambda: journal, model).of(1)
    assert [entry.kind for entry in journal.entries()] == [Kind.MODEL_CHANGED, Kind.POLICY_CHANGED, Kind.POLICY_CHANGED]
    assert [entry.content["policy"]["cost_ratio"] for entry in journal.entries()] == [10, 20, 10]


def test_no_record_of_a_session_without_a_journal_has_a_name(served: ServedModel) -> None:
    state = DecisionState(client=ClientState(served, int(served.portfolio.ids[0])), person="A")
    assert decide(state)
    assert replace(state.recorded[0], person="A") != state.recorded[0]
    said: list[Any] = []
    state.add(Kind.REVIEW_REQUESTED, {}, said.append)
    assert said == [None]
    assert partial(DeskState, decisions=state)().lists is None
