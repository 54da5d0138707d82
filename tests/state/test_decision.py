"""A decision counts when it is complete, about the client on screen, and never about a what-if."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.decisions.decision import LONGEST_COMMENT, OTHER, REASONS, problems_of
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome, Scenario
from credit_panel.state import ClientState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.scenario import ScenarioState
from credit_panel.state.session_log import SessionLog


@pytest.fixture
def state(served: ServedModel) -> DecisionState:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    return DecisionState(client=client)


def not_proposed(state: DecisionState) -> Outcome:
    return next(outcome for outcome in Outcome if outcome != state.client.explanation.outcome)


def test_following_the_proposal_needs_no_reason(state: DecisionState) -> None:
    explanation, before = state.client.explanation, datetime.now(UTC)
    assert state.decide(state.client.client_id, explanation.outcome, "", "  read with the client\r\n ")
    (decision,) = state.recorded
    assert decision.follows
    assert decision.comment == "read with the client"
    assert (decision.client, decision.proposed) == (state.client.client_id, explanation.outcome)
    assert (decision.probability, decision.threshold) == (explanation.probability, explanation.threshold)
    assert decision.model_version == explanation.model.version
    assert before <= decision.at <= datetime.now(UTC)


def test_overruling_needs_a_reason_and_is_kept_beside_the_proposal(state: DecisionState) -> None:
    other = not_proposed(state)
    assert not state.decide(state.client.client_id, other, "", "because")
    assert state.problems == {"reason": "missing"}
    assert state.decide(state.client.client_id, other, "data_wrong", "")
    assert not state.recorded[-1].follows
    assert state.problems == {}


def test_a_later_decision_corrects_and_removes_nothing(state: DecisionState) -> None:
    proposed = state.client.explanation.outcome
    state.decide(state.client.client_id, not_proposed(state), "data_wrong", "")
    state.decide(state.client.client_id, proposed, "", "")
    assert [decision.decided for decision in state.recorded] == [not_proposed(state), proposed]


def test_nothing_is_recorded_about_a_client_who_is_no_longer_on_screen(
    state: DecisionState, served: ServedModel
) -> None:
    first, second = (int(i) for i in served.portfolio.ids[:2])
    state.client.open(second)
    assert not state.decide(first, Outcome.ACCEPT, "data_wrong", "")
    assert state.log.of(first) == state.recorded == ()


def test_each_client_has_their_own_decisions(state: DecisionState, served: ServedModel) -> None:
    first, second = (int(i) for i in served.portfolio.ids[:2])
    state.decide(first, state.client.explanation.outcome, "", "")
    state.client.open(second)
    assert state.recorded == ()
    state.client.open(first)
    assert [decision.client for decision in state.recorded] == [first]
    state.client.close()
    assert state.recorded == ()


def test_a_what_if_is_never_what_a_decision_rests_on(state: DecisionState) -> None:
    scenario = ScenarioState(client=state.client)
    scenario.change("AMT_CREDIT", 10_000_000.0)
    assert scenario.scenario != Scenario()
    state.decide(state.client.client_id, not_proposed(state), "data_wrong", "")
    assert state.recorded[0].probability == state.client.explanation.probability == scenario.result.before.probability
    assert state.recorded[0].proposed == scenario.result.before.outcome


def test_another_log_takes_the_place_of_the_sessions(state: DecisionState) -> None:
    class Journal(SessionLog):
        pass

    journal = Journal()
    kept = DecisionState(client=state.client, log=journal)
    kept.decide(state.client.client_id, state.client.explanation.outcome, "", "")
    assert journal.of(state.client.client_id) == kept.recorded
    assert DecisionState(client=state.client, log=journal).recorded == kept.recorded
    assert state.recorded == ()


def test_characters_that_no_keyboard_types_are_left_out(state: DecisionState) -> None:
    state.decide(state.client.client_id, state.client.explanation.outcome, "", "a\u202eb\x00c\nd")
    assert state.recorded[0].comment == "abc\nd"


@given(
    decided=st.sampled_from([*Outcome, "", "approve"]),
    reason=st.sampled_from(["", *REASONS, "because"]),
    comment=st.sampled_from(["", "x", "x" * LONGEST_COMMENT, "x" * (LONGEST_COMMENT + 1)]),
    proposed=st.sampled_from(list(Outcome)),
)
def test_what_counts_is_complete(decided: str, reason: str, comment: str, proposed: Outcome) -> None:
    if not problems_of(decided, reason, comment, proposed):
        assert decided in set(Outcome)
        assert reason or decided == proposed
        assert not reason or decided in REASONS[reason]
        assert comment or reason != OTHER
        assert len(comment) <= LONGEST_COMMENT


def test_every_decision_has_reasons_to_choose_from() -> None:
    assert all(sum(outcome in fits for fits in REASONS.values()) >= 3 for outcome in Outcome)


def test_the_decision_that_stands_is_known_wherever_the_client_is_shown(
    state: DecisionState, served: ServedModel
) -> None:
    first, second = (int(i) for i in served.portfolio.ids[:2])
    other = not_proposed(state)
    assert state.client.decision is None
    state.decide(first, other, "data_wrong", "")
    assert state.client.decision == other
    state.client.open(second)
    assert state.client.decision is None
    assert state.client.decided == {first: other}
    state.client.open(first)
    proposed = state.client.explanation.outcome
    state.decide(first, proposed, "", "")
    assert state.client.decision == proposed
    assert DecisionState(state.log, client=ClientState(served, first)).client.decision == proposed
