"""Who is logged in signs, and records what their roles allow at that moment."""

from __future__ import annotations

from credit_panel.access.actions import Action
from credit_panel.access.roles import Role, ruling
from credit_panel.decisions.signature import UNSIGNED, Signature
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import DECISIONS, REQUESTS, Kind
from credit_panel.state.case import CaseState
from state.visitors import Visitor, decide


def signed(name: str, roles: list[Role]) -> Signature:
    """Return the signature of a user whose roles are those of the list, whenever it is asked."""
    return Signature(name, lambda action: ruling(roles, action).allowed)


def test_without_a_login_people_sign_with_the_name_they_give() -> None:
    assert UNSIGNED.over("Anna") == "Anna"
    assert all(UNSIGNED.may(action) for action in Action)


def test_who_is_logged_in_signs_with_no_other_name(visitor: Visitor, journal: Journal) -> None:
    signature = signed("anna.martin", [Role.ADVISOR])
    state = visitor(signature.over("Somebody else"), signature=signature)
    assert decide(state)
    assert {entry.person for entry in journal.entries(DECISIONS)} == {"anna.martin"}


def test_an_auditor_records_nothing_whatever_their_page_sends(visitor: Visitor, journal: Journal) -> None:
    state = visitor("bea", signature=signed("bea", [Role.AUDITOR]))
    assert not decide(state)
    assert state.problems == {"form": "denied"}
    case = CaseState(decisions=state, note="a note")
    for kind in REQUESTS:
        assert not case.ask(kind)
        assert (case.problem, case.note) == ("denied", "a note")
    assert not case.end(1)
    assert list(journal.entries((*DECISIONS, *REQUESTS, Kind.REQUEST_ENDED))) == []


def test_the_second_decision_is_a_reviewers(visitor: Visitor, journal: Journal) -> None:
    assert decide(visitor("anna", signature=signed("anna", [Role.ADVISOR])), follow=False)
    colleague = visitor("bea", signature=signed("bea", [Role.ADVISOR]))
    assert not decide(colleague)
    assert colleague.problems == {"form": "denied"}
    reviewer = visitor("carl", signature=signed("carl", [Role.REVIEWER]))
    assert decide(reviewer)
    (review,) = journal.entries([Kind.REVIEW])
    assert review.person == "carl"


def test_a_reviewer_who_decided_is_no_second_person(visitor: Visitor, journal: Journal) -> None:
    signature = signed("carl", [Role.REVIEWER])
    assert decide(visitor("carl", signature=signature), follow=False)
    assert decide(visitor("carl", signature=signature))
    assert list(journal.entries([Kind.REVIEW])) == []


def test_a_role_that_is_taken_away_counts_at_once(visitor: Visitor) -> None:
    roles = [Role.ADVISOR]
    state = visitor("anna", signature=signed("anna", roles))
    roles[:] = [Role.AUDITOR]
    assert not decide(state)
    roles[:] = [Role.ADVISOR]
    assert decide(state)
