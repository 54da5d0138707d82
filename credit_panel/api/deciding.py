"""A decision that another system sends: about what it showed, by whom, and never recorded twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.api.body import RefusedError
from credit_panel.api.decision_bodies import DecisionRequest, ProposalShown
from credit_panel.decisions.decision import LONGEST_COMMENT, Decision
from credit_panel.decisions.making import make_decision
from credit_panel.decisions.proposal_record import proposal_content
from credit_panel.decisions.sent import Sent
from credit_panel.decisions.signature import UNSIGNED, Signature
from credit_panel.errors import JournalError
from credit_panel.journal.case import Case
from credit_panel.journal.records import Entry
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation
from credit_panel.server.refusal import Refusal
from credit_panel.server.visitor import may

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog

_WORDS = {
    ("reason", "missing"): "is required: the decision is not the one that is proposed.",
    ("reason", "unfit"): "cannot be the reason for this decision.",
    ("comment", "missing"): "is required: nothing else tells the reason 'other'.",
    ("comment", "long"): f"is longer than {LONGEST_COMMENT} characters.",
    ("person", "missing"): "is required: it says who has decided.",
}
_SAME = 1e-9
"""How far two probabilities may lie apart and be the same one, written otherwise."""


def keep_sent(
    request: DecisionRequest, key: str, *, served: ServedModel, log: JournalLog, who: Visitor | None
) -> Entry:
    """Record a decision, unless the same request has recorded it before.

    Parameters
    ----------
    key
        The name that the sender gave the request; empty where none.
    log
        Where decisions are kept.
    who
        Who sends it; None where nobody has to log in.

    Returns
    -------
    Entry
        The record of the decision.

    Raises
    ------
    RefusedError
        When it rests on what is no longer so, lacks something, or is not theirs to make.
    JournalError
        When the journal does not take it.
    """
    explanation = served.explain_client(request.client_id)
    sent = Sent.of("" if who is None else who.name, key, request.model_dump_json())
    case = log.case(request.client_id)
    if (kept := _kept(sent, case)) is not None:
        return kept
    _check_current(request.proposal, explanation)
    if request.standing != (None if case.standing is None else case.standing.sequence):
        raise RefusedError(_newer(case))
    decision = _made(request, explanation, case, who)
    content = {**proposal_content(served, explanation), **sent.content}
    try:
        return log.enter(decision, content, case)
    except JournalError as error:
        if error.fault != "newer":
            raise
        case = log.case(request.client_id)  # the same request may have come twice at once
        if (kept := _kept(sent, case)) is not None:
            return kept
        raise RefusedError(_newer(case)) from error


def _kept(sent: Sent, case: Case) -> Entry | None:
    entry = sent.recorded_in(case)
    if entry is not None and not sent.says_what(entry):
        raise RefusedError(
            Refusal(
                422,
                "key-reused",
                f"The Idempotency-Key is that of record {entry.sequence}, which says something else: send a new one.",
            )
        )
    return entry


def _check_current(shown: ProposalShown, now: Explanation) -> None:
    other = shown.probability is not None and abs(shown.probability - now.probability) > _SAME
    if (shown.model_version, shown.outcome) != (now.model.version, now.outcome.value) or other:
        raise RefusedError(
            Refusal(
                409,
                "stale-proposal",
                f"The proposal is no longer the one that was shown: model {now.model.version} proposes "
                f"'{now.outcome.value}' at a probability of {now.probability:.10g}. Show it, then decide.",
            )
        )


def _newer(case: Case) -> Refusal:
    stands = "no decision stands" if case.standing is None else f"record {case.standing.sequence} stands"
    return Refusal(
        409,
        "decided-meanwhile",
        f"The decision does not follow on what is on record: {stands} about this client. Read it, then decide.",
    )


def _made(request: DecisionRequest, explanation: Explanation, case: Case, who: Visitor | None) -> Decision:
    person = _person(request.person, who)
    decision = make_decision(
        request.client_id,
        explanation,
        case,
        UNSIGNED if who is None else Signature(who.name, partial(may, who)),
        decided=request.decided,
        reason=request.reason or "",
        comment=request.comment,
        person=person,
    )
    if isinstance(decision, Decision):
        return decision
    if "form" in decision:
        action = Action.REVIEW if case.may_review(person) else Action.DECIDE
        raise RefusedError(Refusal(403, "forbidden", f"This decision needs the action {action}, which is not granted."))
    refusal = Refusal(422, "bad-decision", "The decision cannot be recorded: correct the fields named here.")
    raise RefusedError(refusal, [_problem(field, problem) for field, problem in decision.items()])


def _person(given: str | None, who: Visitor | None) -> str:
    """Return who decides: who is logged in; else who the request says, for which a key vouches."""
    if who is None or who.key is not None:
        return given or ""
    if given not in (None, who.name):
        refusal = Refusal(422, "bad-decision", "The decision cannot be recorded: correct the fields named here.")
        raise RefusedError(refusal, [{"field": "person", "problem": f"is {who.name}, who is logged in: leave it out."}])
    return who.name


def _problem(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": _WORDS.get((field, problem), "cannot be used.")}
