"""The advisor's decision in words: outcomes, reasons, what is missing, and what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from credit_panel.decisions.decision import LONGEST_COMMENT, REASONS, Decision, Problem
from credit_panel.decisions.outcome_words import decided_words, outcome_words
from credit_panel.decisions.reason_words import reason_words
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring import Explanation, Outcome
from credit_panel.views.parts.journal_words import journal_fault_words


def record_words(explanation: Explanation, t: Translator) -> dict[str, str]:
    """Return the texts of the form about an explained client."""
    return {
        "title": t.gettext("The advisor's decision"),
        "intro": t.gettext(
            "The model proposes to {decide}. Follow it or decide otherwise; nothing is recorded before you confirm.",
            decide=lower_first(_choice_words(explanation.outcome, t)),
        ),
        "outcome": t.gettext("Decision"),
        "proposed": t.gettext("as proposed"),
        "reason": t.gettext("Reason"),
        "choose": t.gettext("Choose a reason"),
        "needed": t.gettext("needed, since the proposal is not followed"),
        "optional": t.gettext("optional"),
        "comment": t.gettext("Comment"),
        "counter": t.gettext("{n} of {most} characters", n="{n}", most=LONGEST_COMMENT),
        "check": t.gettext("Check and confirm"),
        "missing_outcome": t.gettext("Choose a decision."),
        "missing_reason": t.gettext("Choose a reason: the decision is not the one that was proposed."),
        "missing_comment": t.gettext("Give the reason in the comment."),
        "confirm": t.gettext("Record this decision?"),
        "follows": t.gettext("It follows the proposal."),
        "overrules": t.gettext("It is not the one that was proposed."),
        "client": t.gettext("Client"),
        "proposal": t.gettext("Proposed outcome"),
        "none": t.gettext("none"),
        "record": t.gettext("Record the decision"),
        "back": t.gettext("Go back"),
        "waiting": t.gettext("Recording…"),
        "recorded": t.gettext("Decision recorded"),
        "earlier": t.gettext("Earlier decisions, corrected since"),
        "correct": t.gettext("Correct it with another decision"),
        "cancel": t.gettext("Keep the recorded decision"),
        "kept": t.gettext("Kept in this tab of the browser only: it is gone when the tab is closed."),
    }


def denied_words(t: Translator) -> str:
    """Return what somebody is told whose roles do not let them record a decision about this client."""
    return t.gettext(
        "Your roles do not let you record this decision (rules decide and review): ask somebody who may, or whoever "
        "manages the users."
    )


def lasting_words(t: Translator, *, signed: bool = False) -> dict[str, str]:
    """Return the texts that stand in the form where a journal keeps what is decided.

    Parameters
    ----------
    signed
        Whether somebody is logged in, whose name is theirs: nobody is asked for one.
    """
    box = {} if signed else _name_words(t)
    return box | {
        "by": t.gettext("Decided by"),
        "kept": t.gettext(
            "Number {n} of the journal: it stays after a reload and a restart, and a later decision corrects it.",
            n="{n}",
        ),
    }


def _name_words(t: Translator) -> dict[str, str]:
    return {
        "person": t.gettext("Your name"),
        "person_hint": t.gettext("Nobody checks this name: there is no login yet."),
        "missing_person": t.gettext("Give your name: it is kept with the decision."),
    }


def choices(explanation: Explanation, t: Translator) -> list[dict[str, Any]]:
    """Return the decisions to choose from."""
    return [
        {"key": str(outcome), "label": _choice_words(outcome, t), "proposed": outcome is explanation.outcome}
        for outcome in (Outcome.ACCEPT, Outcome.REVIEW, Outcome.REFUSE)
    ]


def _choice_words(outcome: Outcome, t: Translator) -> str:
    """Return what a person may decide, as they would say it."""
    return {
        Outcome.ACCEPT: t.gettext("Accept"),
        Outcome.REVIEW: t.gettext("Ask for documents"),
        Outcome.REFUSE: t.gettext("Refuse"),
    }[outcome]


def reasons(t: Translator) -> list[dict[str, Any]]:
    """Return the reasons to choose from, each with the decisions it can carry."""
    return [
        {"key": reason, "label": reason_words(reason, t), "fits": sorted(str(outcome) for outcome in fits)}
        for reason, fits in REASONS.items()
    ]


def recorded_rows(recorded: tuple[Decision, ...], t: Translator) -> list[dict[str, Any]]:
    """Return the recorded decisions as texts, the last first; the browser writes their time in its own zone."""
    return [
        {
            "outcome": str(decision.decided),
            "decided": _decided_words(decision, t),
            "at": decision.at.isoformat(timespec="seconds"),
            "proposed": t.gettext(
                "{outcome}: probability of default {p}, threshold {threshold}, model version {version}",
                outcome=outcome_words(decision.proposed, t),
                p=t.percent(decision.probability),
                threshold=t.percent(decision.threshold),
                version=decision.model_version,
            ),
            "reason": reason_words(decision.reason, t) if decision.reason else "",
            "comment": decision.comment,
            "person": decision.person,
            "number": str(decision.number),
        }
        for decision in reversed(recorded)
    ]


def _decided_words(decision: Decision, t: Translator) -> str:
    words = decided_words(decision.decided, t)
    return t.gettext("{decision}, after a review", decision=words) if decision.reviews else words


def problem_words(problems: Mapping[str, Problem], t: Translator) -> dict[str, str]:
    """Return what the server found wrong, by field."""
    if problems.get("form") == "denied":
        return {"form": denied_words(t)}
    if "form" in problems:
        return {"form": journal_fault_words(problems["form"], t)}
    sentences: dict[tuple[str, str], str] = {
        ("outcome", "missing"): t.gettext("Choose a decision."),
        ("reason", "missing"): t.gettext("Choose a reason: the decision is not the one that was proposed."),
        ("reason", "unfit"): t.gettext("This reason does not go with the decision: choose another one."),
        ("comment", "missing"): t.gettext("Give the reason in the comment."),
        ("person", "missing"): t.gettext("Give your name: it is kept with the decision."),
        ("comment", "long"): t.gettext("The comment is too long: {most} characters at most.", most=LONGEST_COMMENT),
    }
    return {field: sentences[field, problem] for field, problem in problems.items()}
