"""Reasons in words: what was used, what counted, and what another value would have changed."""

from __future__ import annotations

from collections.abc import Mapping

from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Language, Translator, translator
from credit_panel.locale.typography import lower_first
from credit_panel.scoring.explanation import Contribution, Explanation
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.rounding import WholePoints, whole_points
from credit_panel.scoring.themes import Reason, reasons_of
from credit_panel.scoring.withheld import Flag


def paragraph(
    explanation: Explanation, t: Translator, otherwise: Mapping[Theme, float] | None = None
) -> tuple[str, ...]:
    """Explain a decision in sentences, in the reader's language.

    Parameters
    ----------
    explanation
        The explained decision.
    t
        The reader's language.
    otherwise
        Points with a theme as it usually is, as `points_otherwise` returns; None leaves these sentences out.

    Returns
    -------
    tuple of str
        Plain text, always the same for the same arguments; values in it must be escaped before they become HTML.
    """
    reasons, whole = reasons_of(explanation), whole_points(explanation)
    sentences = [_proposal(explanation, t), _used(explanation, t)]
    if reasons.adverse:
        sentences.append(t.gettext("What counts against the application:"))
        sentences.extend(reason_sentence(reason, whole, t) for reason in reasons.adverse)
    if reasons.supporting:
        sentences.append(t.gettext("What counts in its favour:"))
        sentences.extend(reason_sentence(reason, whole, t) for reason in reasons.supporting)
    for reason in reasons.adverse:
        points = (otherwise or {}).get(reason.theme)
        if points is not None:
            sentences.append(otherwise_sentence(reason, explanation.points, points, t))
    return tuple(sentences)


def adverse_sentences(explanation: Explanation, language: Language) -> tuple[str, ...]:
    """Return the principal reasons against an application, strongest first, each a sentence."""
    whole, t = whole_points(explanation), translator(language)
    return tuple(reason_sentence(reason, whole, t) for reason in reasons_of(explanation).adverse)


def flag_sentences(explanation: Explanation, t: Translator) -> tuple[str, ...]:
    """Return why an application is to be reviewed, other than that its probability is near the threshold."""
    words = {
        Flag.SCORE_NOT_SUPPLIED: t.gettext(
            "Sent for review, score not supplied: with a bad external score in its place (one known score in ten is "
            "lower), the proposal would have been worse."
        )
    }
    return tuple(words[flag] for flag in explanation.flags)


def _proposal(explanation: Explanation, t: Translator) -> str:
    if explanation.low is None or explanation.high is None:
        return _proposal_without_interval(explanation, t)
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
    if explanation.flags:
        message = t.gettext(
            "A person has to look at this application: the estimated risk of default is {probability} "
            "(between {low} and {high}), where the limit is {threshold}."
        )
        message += f" {' '.join(flag_sentences(explanation, t))}"
    return message.format(
        probability=t.percent(explanation.probability),
        low=t.percent(explanation.low),
        high=t.percent(explanation.high),
        threshold=t.percent(explanation.threshold),
    )


def _proposal_without_interval(explanation: Explanation, t: Translator) -> str:
    message = (
        t.gettext(
            "Acceptance is proposed: the estimated risk of default is {probability}, under the limit of {threshold}."
        )
        if explanation.outcome is Outcome.ACCEPT
        else t.gettext(
            "Refusal is proposed: the estimated risk of default is {probability}, over the limit of {threshold}."
        )
    )
    return message.format(probability=t.percent(explanation.probability), threshold=t.percent(explanation.threshold))


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


def evidence_words(contribution: Contribution, t: Translator) -> str:
    """Return what a feature is and what it is worth for the client; a history that is not there needs no name."""
    value = t.value(contribution.feature, contribution.value, contribution.absence)
    if contribution.absence in (Absence.NO_CREDIT_ELSEWHERE, Absence.NO_CREDIT_HERE):
        return value
    return t.gettext("{name}: {value}", name=t.label(contribution.feature), value=lower_first(value))


def reason_sentence(reason: Reason, whole: WholePoints, t: Translator) -> str:
    """Return a reason with its points, the client's value and the usual one."""
    points = whole.themes[reason.theme]
    evidence = reason.evidence
    message = t.gettext("{theme} ({sign} {points}): {evidence}.")
    if evidence.value is not None:
        message = t.gettext("{theme} ({sign} {points}): {evidence}, where {usual} is usual.")
    return message.format(
        theme=THEMES[reason.theme][t.language],
        sign=t.signed(points)[0],
        points=t.ngettext("{n} point", "{n} points", abs(points)),
        evidence=lower_first(evidence_words(evidence, t)),
        usual=lower_first(t.value(evidence.feature, evidence.reference)),
    )


def otherwise_sentence(reason: Reason, now: float, then: float, t: Translator) -> str:
    """Return what a reason's theme would have come to, had it been as usual."""
    return t.gettext(
        "If all that “{theme}” stands for were as usual and the rest as it is, the application would have {then} "
        "points instead of {now}.",
        theme=lower_first(THEMES[reason.theme][t.language]),
        then=t.number(then),
        now=t.number(now),
    )
