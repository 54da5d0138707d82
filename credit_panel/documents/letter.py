"""The letter that tells a client what is proposed and why, what would change it, and what they may ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from credit_panel.amendments.client_data import ClientData
from credit_panel.documents.decided import Decided, decided_sentences, decided_title
from credit_panel.documents.external_data import Consulted, consulted
from credit_panel.documents.lender import Lender
from credit_panel.documents.letter_law import law_notices, rights_section
from credit_panel.documents.letter_words import automated_sentences, title_words
from credit_panel.documents.section import section
from credit_panel.documents.typesetting import typeset
from credit_panel.locale import Language, Translator, translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, Outcome, Proposal, paragraph, points_otherwise, reasons_of, recourse
from credit_panel.scoring.proposal_words import none_words, proposal_words, standing_words
from credit_panel.scoring.reasons import otherwise_sentence, reason_sentence
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.stamp_words import stamp_words
from credit_panel.scoring.withheld import usual_scores


def letter_pdf(
    served: ServedModel,
    client_id: int,
    language: Language,
    lender: Lender,
    day: date,
    decided: Decided | None = None,
    data: ClientData | None = None,
) -> bytes:
    """Return the letter to a client as PDF/UA-1; the same arguments give the same bytes.

    Parameters
    ----------
    served
        The model and portfolio.
    client_id
        Number of the client.
    language
        Language of the letter.
    lender
        Who writes it.
    day
        Its date.
    decided
        What a person decided about the application; without it the letter is about the proposal.
    data
        The client's data that it rests on; the portfolio's where none are given.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.
    LetterError
        When it holds a character that the fonts lack.
    """
    return typeset("letter.typ", letter_content(served, client_id, translator(language), lender, day, decided, data))


def letter_content(
    served: ServedModel,
    client_id: int,
    t: Translator,
    lender: Lender,
    day: date,
    decided: Decided | None = None,
    data: ClientData | None = None,
) -> dict[str, Any]:
    """Return all that the letter to a client says, as plain text in the order of its template."""
    data = ClientData(served, client_id) if data is None else data
    explanation, client = data.explanation, data.row
    outcome = explanation.outcome
    final = outcome if decided is None else decided.outcome
    decision = [] if decided is None else decided_sentences(decided, explanation, t)
    greeting, closing = (lender.own_words(place, t) for place in ("greeting", "closing"))
    sections = [
        *([section(lines=greeting)] if greeting else []),
        *([section(lines=decision)] if decision else []),
        section(lines=[*_proposal(served, explanation, t), *_changed(data, t)]),
        section(t.gettext("How this proposal came about"), automated_sentences(t)),
        _reasons(data, t),
    ]
    if outcome is not Outcome.ACCEPT and final is not Outcome.ACCEPT:
        usual = usual_scores(client, served.scorer.features, served.scorer.manifest.reference)
        sections.append(_changes(recourse(served.scorer, client, served.tariff), usual, t))
    external = consulted(served.scorer.features, client, t)
    if external:
        sections.append(_external(external, lender, t))
    law = served.scorer.manifest.jurisdiction
    sections.append(rights_section(law, str(client_id), lender, t))
    sections += law_notices(law, lender, t, refused=Outcome.REFUSE in (outcome, final), consulted=bool(external))
    if closing:
        sections.append(section(lines=closing))
    if external:
        sections.append(_results(external, t))
    case = t.gettext("Case {number}", number=str(client_id))
    return {
        "lang": t.language,
        "title": title_words(outcome, t) if decided is None else decided_title(decided.outcome, t),
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "logo": None if lender.logo is None else lender.logo.plain(lender.text("name", t)),
        "lender": [*lender.lines("name", t), *lender.lines("address", t)],
        "reference": [t.date(day.isoformat()), case],
        **_marks(served, lender, t),
        "sections": sections,
        "foot": _foot(served, explanation, t),
        "footer": case,
    }


def _proposal(served: ServedModel, explanation: Explanation, t: Translator) -> list[str]:
    proposed, used, *_ = paragraph(explanation, t)
    limit = served.scorer.scale.points_of_probability(explanation.threshold)
    scale = t.gettext(
        "On our scale, your application has {points} points and the limit lies at {limit}; more points are a lower "
        "risk.",
        points=t.number(explanation.points),
        limit=t.number(limit),
    )
    return [proposed, scale, used]


def _changed(data: ClientData, t: Translator) -> list[str]:
    """Return which changed data the letter rests on."""
    if data.version is None or not data.version.data:
        return []
    labels = ", ".join(lower_first(t.label(name)) for name in data.version.data)
    day = t.date(data.version.at.date().isoformat())
    told = t.gettext(
        "Your file was changed on {day}, and this letter rests on it as changed: {fields}.", day=day, fields=labels
    )
    return [told]


def _reasons(data: ClientData, t: Translator) -> dict[str, Any]:
    explanation = data.explanation
    reasons, whole = reasons_of(explanation), whole_points(explanation)
    accepted = explanation.outcome is Outcome.ACCEPT
    title = t.gettext("What counted most in your favour") if accepted else t.gettext("The main reasons")
    told = reasons.supporting if accepted else reasons.adverse
    if not told:
        return section(title, [t.gettext("No single piece of information stands out.")])
    otherwise = {} if accepted else points_otherwise(data.served.scorer, data.row, reasons)
    items = []
    for reason in told:
        lines = [reason_sentence(reason, whole, t)]
        if reason.theme in otherwise:
            lines.append(otherwise_sentence(reason, explanation.points, otherwise[reason.theme], t))
        items.append(lines)
    return section(title, items=items, after=[_shares(t)] if otherwise else ())


def _shares(t: Translator) -> str:
    """Return why what a reason costs and what its change would bring are two numbers."""
    return t.gettext(
        "The points of a reason are its share of the whole, beside all other information. What would be if it alone "
        "changed is worked out anew, and may be more or less."
    )


def _changes(found: Sequence[Proposal], usual: Mapping[str, float], t: Translator) -> dict[str, Any]:
    title, then = t.gettext("What would change the proposal"), t.gettext("{first}; {second}", first="", second="")
    if not found:
        levers = t.gettext("We looked at the amount, the term, the documented income and the debts elsewhere.")
        return section(title, [levers, *none_words(usual, t)])
    return section(
        title,
        [t.gettext("With the rest of your file as it is, each of these would lead to a proposal to accept:")],
        items=[[then.join(proposal_words(each, t)) + ".", standing_words(each.standing, t)] for each in found],
    )


def _external(found: Sequence[Consulted], lender: Lender, t: Translator) -> dict[str, Any]:
    lines = [
        t.gettext(
            "We consulted data that do not come from you. What they told about you stands at the end of this letter."
        ),
        t.gettext("They are kept by: {database}.", database=lender.text("database", t)),
    ]
    return section(t.gettext("External data consulted"), lines, items=[[each.categories] for each in found])


def _results(found: Sequence[Consulted], t: Translator) -> dict[str, Any]:
    head = [t.gettext("Information"), t.gettext("Result of the consultation")]
    table = [list(pair) for each in found for pair in each.results]
    return section(t.gettext("What the external data told about you"), head=head, table=table)


def _marks(served: ServedModel, lender: Lender, t: Translator) -> dict[str, list[str]]:
    """Return what stands across the page, and the same in words where a screen reader comes first."""
    marks, notice, manifest = [], [], served.scorer.manifest
    if manifest.stamp.synthetic:
        marks.append(t.gettext("SYNTHETIC DATA"))
        notice.append(t.gettext("Synthetic data: these clients do not exist."))
    if not lender.is_complete_for(manifest.jurisdiction):
        marks.append(t.gettext("SPECIMEN"))
        notice.append(t.gettext("Specimen: what stands in square brackets is for the lender to fill in."))
    return {"marks": marks, "notice": notice}


def _foot(served: ServedModel, explanation: Explanation, t: Translator) -> list[str]:
    return [
        stamp_words(explanation.model, t),
        t.gettext("Identity of model, policy and portfolio: {identity}.", identity=served.identity),
        t.gettext("This letter is no legal advice; its template is to be reviewed by the lender's counsel."),
    ]
