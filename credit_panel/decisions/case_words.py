"""A client's case in words: what happened, one line each, and what still waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from credit_panel.amendments.change_words import changed_words
from credit_panel.amendments.version import fields_of
from credit_panel.decisions.outcome_words import decided_words, outcome_words
from credit_panel.decisions.reason_words import reason_words
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.journal.case import Case
from credit_panel.journal.records import Entry, Kind
from credit_panel.locale import Translator
from credit_panel.scoring import SETTLED_DEBT, Outcome
from credit_panel.scoring.lever_words import lever_label

Line = dict[str, Any]


def language_words(language: str, t: Translator) -> str:
    """Return the name of a language."""
    return {"fr": t.gettext("French"), "en": t.gettext("English")}[language]


def kind_words(kind: Kind, t: Translator) -> str:
    """Return what happened, in a few words."""
    return {
        Kind.PROPOSAL_SHOWN: t.gettext("Proposal shown"),
        Kind.DECISION: t.gettext("Decision, as proposed"),
        Kind.OVERRULE: t.gettext("Decision, not as proposed"),
        Kind.REVIEW: t.gettext("Review: decision of a second person"),
        Kind.EXPLANATION_REQUESTED: t.gettext("The client asks for an explanation"),
        Kind.STATEMENT_REQUESTED: t.gettext("The client states their point of view"),
        Kind.REVIEW_REQUESTED: t.gettext("The client asks for a review by a person"),
        Kind.REQUEST_ENDED: t.gettext("Request answered"),
        Kind.WHAT_IF_KEPT: t.gettext("What-if kept"),
        Kind.LETTER_MADE: t.gettext("Letter made"),
        Kind.DATA_CHANGED: t.gettext("Data of the client changed"),
        Kind.HOLD_SET: t.gettext("Kept from any purge"),
        Kind.HOLD_LIFTED: t.gettext("May be purged again"),
        Kind.POLICY_CHANGED: t.gettext("Another policy is served"),
        Kind.MODEL_CHANGED: t.gettext("Another model is served"),
        Kind.PURGED: t.gettext("Old records were purged"),
        Kind.LOGGED_IN: t.gettext("Login or logout"),
        Kind.USER_CHANGED: t.gettext("A user was changed"),
        Kind.KEY_CHANGED: t.gettext("A key was changed"),
    }.get(kind, str(kind))


def time_line(case: Case, t: Translator) -> list[Line]:
    """Return the records of a case as lines, the last first; the same proposal shown again and again is one line."""
    lines: list[Line] = []
    shown: tuple[object, ...] | None = None
    for entry in case.entries:
        again = _shown(entry)
        if again is not None and again == shown:
            lines[-1]["times"] += 1
            lines[-1]["at"] = entry.at.isoformat(timespec="seconds")
            continue
        shown = again
        lines.append(_line(entry, t))
    for line in lines:
        if line["times"] > 1:
            line["what"] = t.ngettext("{what}, {n} time", "{what}, {n} times", line["times"], what=line["what"])
    return lines[::-1]


def review_words(case: Case, person: str, t: Translator, *, allowed: bool) -> str:
    """Return why a case waits for another person, and whether this one may be it; empty when it waits for nobody.

    Parameters
    ----------
    allowed
        Whether their roles let them decide about it.
    """
    if not case.review:
        return ""
    cause = (
        t.gettext("The client has asked for a review by a person.")
        if case.review == "requested"
        else t.gettext("The decision is not the one that was proposed: a second person has to look at it.")
    )
    if not case.decided_by:
        return cause
    if not person:
        return f"{cause} {t.gettext('It may be anybody but {person}, who decided.', person=case.decided_by)}"
    if case.may_review(person) and not allowed:
        return f"{cause} {t.gettext('It is for somebody whose role it is to review (rule review).')}"
    if case.may_review(person):
        return f"{cause} {t.gettext('The decision that you record now is that review.')}"
    return f"{cause} {t.gettext('You decided, so that it has to be somebody else.')}"


def _shown(entry: Entry) -> tuple[object, ...] | None:
    """Return what tells one proposal shown from another; None for any other record."""
    if entry.kind != Kind.PROPOSAL_SHOWN:
        return None
    return entry.person, *(entry.content.get(name) for name in ("portfolio", "language"))


def _line(entry: Entry, t: Translator) -> Line:
    return {
        "number": entry.sequence,
        "at": entry.at.isoformat(timespec="seconds"),
        "what": kind_words(entry.kind, t),
        "times": 1,
        "person": entry.person,
        "details": record_details(entry, t),
        "sign": entry.content.get("decided", ""),
    }


def record_details(entry: Entry, t: Translator) -> list[tuple[str, str]]:
    """Return what a record says, as names and values."""
    return [pair for pair in _details(entry, t) if pair[1]]


def _details(entry: Entry, t: Translator) -> Iterator[tuple[str, str]]:
    content = entry.content
    if "decided" in content:
        yield t.gettext("Decision"), decided_words(Outcome(content["decided"]), t)
    if "proposed" in content:
        yield (
            t.gettext("Proposed outcome"),
            t.gettext(
                "{outcome}: probability of default {p}, threshold {threshold}, model version {version}",
                outcome=outcome_words(Outcome(content["proposed"]), t),
                p=t.percent(content["probability"]),
                threshold=t.percent(content["threshold"]),
                version=content["model"]["version"],
            ),
        )
    if content.get("reason"):
        known = entry.kind not in (Kind.HOLD_SET, Kind.HOLD_LIFTED, Kind.DATA_CHANGED)
        yield t.gettext("Reason"), reason_words(content["reason"], t) if known else content["reason"]
    if entry.kind == Kind.WHAT_IF_KEPT:
        yield t.gettext("Changes"), ", ".join(_changes(content, t))
        after = content["after"]
        yield (
            t.gettext("Result"),
            f"{outcome_words(Outcome(after['outcome']), t)}, {t.percent(after['probability'])}",
        )
    if entry.kind == Kind.DATA_CHANGED:
        yield t.gettext("Version of the data"), str(content["version"])
        yield t.gettext("Changes"), ", ".join(changed_words(fields_of(content["changes"]), t))
    if entry.kind == Kind.LETTER_MADE:
        yield t.gettext("Language of the letter"), language_words(content["language"], t)
        yield t.gettext("SHA-256 of the PDF"), content["sha256"]
    if sent := content.get("sent"):
        yield t.gettext("Sent by"), sent["by"]
    yield t.gettext("Comment"), content.get("comment") or content.get("note") or ""


def _changes(content: Any, t: Translator) -> Iterator[str]:
    for name, value in content["changes"].items():
        if name in FIELDS:
            yield f"{lever_label(name, t)} {t.value(name, value)}"
    if content["settled_debt"]:
        yield f"{lever_label(SETTLED_DEBT, t)} {t.value('AMT_CREDIT', content['settled_debt'])}"
