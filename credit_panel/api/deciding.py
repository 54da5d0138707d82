"""A decision that another system sends: about what it showed, by whom, and never recorded twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.amendments.client_data import ClientData
from credit_panel.api.body import RefusedError
from credit_panel.api.data_on_file import client_data
from credit_panel.api.decision_bodies import DecisionRequest, ProposalShown
from credit_panel.api.person import WhoError, person_of
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
    data = client_data(served, request.client_id)
    explanation = data.explanation
    sent = Sent.of("" if who is None else who.name, key, request.model_dump_json())
    case = log.case(request.client_id)
    if (kept := _kept(sent, case)) is not None:
        return kept
    _check_current(request.proposal, data)
    if request.standing != (None if case.standing is None else case.standing.sequence):
        raise RefusedError(_newer(case))
    decision = _made(request, explanation, case, who)
    content = {**proposal_content(served, explanation, data_version=data.number), **sent.content}
    try:
        return log.enter(decision, content, case)
    except JournalError as error:
        if error.fault == "changed":
            raise RefusedError(_stale(client_data(served, request.client_id))) from error
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


def _check_current(shown: ProposalShown, data: ClientData) -> None:
    now = data.explanation
    other = shown.probability is not None and abs(shown.probability - now.probability) > _SAME
    current = (now.model.version, now.outcome.value, data.number)
    if (shown.model_version, shown.outcome, shown.data_version) != current or other:
        raise RefusedError(_stale(data))


def _stale(data: ClientData) -> Refusal:
    now = data.explanation
    return Refusal(
        409,
        "stale-proposal",
        f"The proposal is no longer the one that was shown: model {now.model.version} proposes '{now.outcome.value}' "
        f"at a probability of {now.probability:.10g}, by version {data.number} of the client's data. Show it, then "
        "decide.",
    )


def _newer(case: Case) -> Refusal:
    stands = "no decision stands" if case.standing is None else f"record {case.standing.sequence} stands"
    return Refusal(
        409,
        "decided-meanwhile",
        f"The decision does not follow on what is on record: {stands} about this client. Read it, then decide.",
    )


def _made(request: DecisionRequest, explanation: Explanation, case: Case, who: Visitor | None) -> Decision:
    try:
        person = person_of(request.person, who)
    except WhoError as error:
        refusal = Refusal(422, "bad-decision", "The decision cannot be recorded: correct the fields named here.")
        raise RefusedError(refusal, [{"field": "person", "problem": str(error)}]) from None
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


def _problem(field: str, problem: str) -> dict[str, str]:
    return {"field": field, "problem": _WORDS.get((field, problem), "cannot be used.")}
