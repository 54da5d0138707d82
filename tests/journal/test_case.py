"""A case says what stands, what waits, and who may look again."""

from __future__ import annotations

import pytest

from credit_panel.journal.case import Case
from credit_panel.journal.records import Entry, Kind
from journal.places import clock

NOW = clock()


def case(*happened: tuple[Kind, str] | tuple[Kind, str, dict[str, object]]) -> Case:
    """Return the case of records, each a kind, a person and perhaps a content."""
    return Case.of(
        Entry(number, NOW(), kind, person, "c", content[0] if content else {}, "h")
        for number, (kind, person, *content) in enumerate(happened, 1)
    )


def test_the_last_decision_stands() -> None:
    assert case().standing is None
    told = case(
        (Kind.OVERRULE, "A"), (Kind.PROPOSAL_SHOWN, "B"), (Kind.DECISION, "B"), (Kind.EXPLANATION_REQUESTED, "C")
    )
    assert told.standing is not None
    assert (told.standing.sequence, told.decided_by) == (3, "B")


def test_a_request_waits_until_it_is_ended_itself() -> None:
    told = case(
        (Kind.EXPLANATION_REQUESTED, "A"),
        (Kind.STATEMENT_REQUESTED, "A"),
        (Kind.REQUEST_ENDED, "A", {"request": 2}),
        (Kind.REVIEW, "B"),
    )
    assert [request.asked.sequence for request in told.waiting] == [1]
    assert [request.end and request.end.sequence for request in told.requests] == [None, 3]


@pytest.mark.parametrize(
    ("happened", "cause"),
    [
        ([], ""),
        ([(Kind.DECISION, "A")], ""),
        ([(Kind.OVERRULE, "A")], "overruled"),
        ([(Kind.OVERRULE, "A"), (Kind.DECISION, "A")], ""),
        ([(Kind.OVERRULE, "A"), (Kind.REVIEW, "B")], ""),
        ([(Kind.OVERRULE, "A"), (Kind.REVIEW_REQUESTED, "A")], "requested"),
        ([(Kind.DECISION, "A"), (Kind.REVIEW_REQUESTED, "A")], "requested"),
        ([(Kind.DECISION, "A"), (Kind.REVIEW_REQUESTED, "A"), (Kind.DECISION, "A")], "requested"),
        ([(Kind.DECISION, "A"), (Kind.REVIEW_REQUESTED, "A"), (Kind.REVIEW, "B")], ""),
        ([(Kind.DECISION, "A"), (Kind.REVIEW_REQUESTED, "A"), (Kind.REQUEST_ENDED, "A", {"request": 2})], "requested"),
        ([(Kind.REVIEW_REQUESTED, "A")], "requested"),
    ],
)
def test_a_case_is_to_review_when_asked_for_or_when_a_proposal_was_overruled(happened: list, cause: str) -> None:
    assert case(*happened).review == cause


def test_whoever_decided_does_not_review() -> None:
    told = case((Kind.OVERRULE, "Zoé Martin"))
    assert not told.may_review("ZOE martin")
    assert not told.may_review("")
    assert told.may_review("B. Durand")
    assert not case((Kind.DECISION, "A")).may_review("B")
