"""How a decision is made: who may, about which proposal, and what it has to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from credit_panel.decisions.decision import Decision, Problem, clean_comment, problems_of
from credit_panel.decisions.signature import Signature
from credit_panel.journal.case import Case
from credit_panel.journal.records import clean_name
from credit_panel.scoring import Explanation, Outcome


def make_decision(
    client_id: int,
    explanation: Explanation,
    case: Case | None,
    signature: Signature,
    *,
    decided: str,
    reason: str,
    comment: str,
    person: str,
    lasts: bool = True,
) -> Decision | Mapping[str, Problem]:
    """Return what somebody decides about an explained client, or what keeps it from being a decision.

    Parameters
    ----------
    case
        All that was known about the client when it was decided; None where nothing is kept.
    signature
        Whether they may.
    decided, reason, comment
        An `Outcome`, a code of `REASONS` or nothing, and their own words.
    person
        Who decides.
    lasts
        Whether it outlives the session: it needs a name then, and has none else.

    Returns
    -------
    Decision or Mapping
        The decision, which is on no record yet; or what is wrong, by field: ``outcome``, ``reason``, ``comment``,
        ``person``, or ``form`` where it is none of them.
    """
    comment, person = clean_comment(comment), clean_name(person)
    if not signature.may_decide(case, person):
        return {"form": "denied"}
    problems = problems_of(decided, reason, comment, explanation.outcome)
    if lasts and not person:
        problems["person"] = "missing"
    if problems:
        return problems
    return Decision(
        client=client_id,
        proposed=explanation.outcome,
        decided=Outcome(decided),
        reason=reason,
        comment=comment,
        probability=explanation.probability,
        threshold=explanation.threshold,
        model_version=explanation.model.version,
        at=datetime.now(UTC),
        person=person if lasts else "",
    )
