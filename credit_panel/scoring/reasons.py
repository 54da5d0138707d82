"""Reasons in words: what was used, what counted, and what another value would have changed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Translator
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.themes import Reason, Reasons, reasons_of


def paragraph(explanation: Explanation, t: Translator, otherwise: Mapping[str, float] | None = None) -> tuple[str, ...]:
    """Explain a decision in sentences, in the reader's language.

    Parameters
    ----------
    explanation
        The explained decision.
    t
        The reader's language.
    otherwise
        Points with the usual value by feature, as `points_otherwise` returns; None leaves these sentences out.

    Returns
    -------
    tuple of str
        Plain text, always the same for the same arguments; values in it must be escaped before they become HTML.
    """
    reasons = reasons_of(explanation)
    sentences = [_proposal(explanation, t), _used(explanation, t)]
    if reasons.adverse:
        sentences.append(t.gettext("What counts against the application:"))
        sentences.extend(_sentence(reason, t) for reason in reasons.adverse)
    if reasons.supporting:
        sentences.append(t.gettext("What counts in its favour:"))
        sentences.extend(_sentence(reason, t) for reason in reasons.supporting)
    for reason in reasons.adverse:
        points = (otherwise or {}).get(reason.evidence.feature)
        if points is not None:
            sentences.append(_otherwise(reason, explanation.points, points, t))
    return tuple(sentences)


def points_otherwise(scorer: Scorer, frame: pl.DataFrame, reasons: Reasons) -> dict[str, float]:
    """Return the points the client would have with the usual value of each adverse reason, one at a time.

    Parameters
    ----------
    frame
        The client's one row, as for `Scorer.explain_one`.

    Returns
    -------
    dict
        Points by feature; a feature whose usual value is unknown, or is the client's own, is left out.
    """
    told = [r.evidence for r in reasons.adverse if r.evidence.reference not in (None, r.evidence.value)]
    if not told:
        return {}
    changed = [
        frame.with_columns(pl.lit(c.reference).cast(frame.schema[c.feature], strict=False).alias(c.feature))
        for c in told
    ]
    points = scorer.score(pl.concat(changed)).points
    return {c.feature: float(p) for c, p in zip(told, points, strict=True)}


def _proposal(explanation: Explanation, t: Translator) -> str:
    match explanation.outcome:
        case Outcome.ACCEPT:
            message = t.gettext(
                "Acceptance is proposed: the estimated risk of default is {probability} (between {low} and {high}), "
                "under the limit of {threshold}."
            )
        case Outcome.REVIEW:
            message = t.gettext(
                "A person has to look at this application: the estimated risk of default is {probability} "
                "(between {low} and {high}), too near the limit of {threshold} to propose an answer."
            )
        case Outcome.REFUSE:
            message = t.gettext(
                "Refusal is proposed: the estimated risk of default is {probability} (between {low} and {high}), "
                "over the limit of {threshold}."
            )
    return message.format(
        probability=t.percent(explanation.probability),
        low=t.percent(explanation.low),
        high=t.percent(explanation.high),
        threshold=t.percent(explanation.threshold),
    )


def _used(explanation: Explanation, t: Translator) -> str:
    known = sum(c.value is not None for c in explanation.contributions)
    used = t.ngettext(
        "The model used {n} piece of information from the application and the credit histories.",
        "The model used {n} pieces of information from the application and the credit histories.",
        known,
    )
    if any(FIELDS[c.feature].excluded for c in explanation.contributions):
        return used
    return f"{used} {t.gettext("Gender, family status and the applicant's circle are no part of it.")}"


def _sentence(reason: Reason, t: Translator) -> str:
    theme = THEMES[reason.theme][t.language]
    points = t.ngettext("{n} point", "{n} points", round(abs(reason.points)))
    sign = t.signed(reason.points)[0]
    evidence = reason.evidence
    value, reference = t.value(evidence.feature, evidence.value), t.value(evidence.feature, evidence.reference)
    if value == reference:
        message = t.gettext("{theme} ({sign} {points}): first of all {label}, {value}.")
    else:
        message = t.gettext("{theme} ({sign} {points}): first of all {label}, {value} where {usual} is usual.")
    return message.format(
        theme=theme,
        sign=sign,
        points=points,
        label=_inside(t.label(evidence.feature)),
        value=value,
        usual=reference,
    )


def _otherwise(reason: Reason, now: float, then: float, t: Translator) -> str:
    return t.gettext(
        "With {label} at the usual {usual} and all else unchanged, the application would have {then} points "
        "instead of {now}.",
        label=_inside(t.label(reason.evidence.feature)),
        usual=t.value(reason.evidence.feature, reason.evidence.reference),
        then=t.number(then),
        now=t.number(now),
    )


def _inside(label: str) -> str:
    """Return a label as it stands inside a sentence; one that begins with an acronym stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
