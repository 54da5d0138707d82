"""All that is held about a client, for themselves: their data, what was worked out from them, and what happened.

Regulation (EU) 2016/679, article 15, lets them ask for a copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from credit_panel.amendments.change_words import changed_words
from credit_panel.amendments.client_data import ClientData
from credit_panel.charts.column_words import column_value
from credit_panel.charts.held_words import past_tables, source_words
from credit_panel.documents.client_records import record_sections
from credit_panel.documents.lender import Lender
from credit_panel.documents.report import Block, Report, Section, facts, items, table, text
from credit_panel.features.absence import absence_of
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.schema import CLIENT, TARGET
from credit_panel.journal.records import Entry
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, paragraph
from credit_panel.scoring.stamp_words import stamp_words


def client_file(
    served: ServedModel,
    client_id: int,
    entries: Sequence[Entry],
    language: Language,
    lender: Lender,
    day: date,
    kept_months: int,
    data: ClientData | None = None,
) -> Report:
    """Return the file of a client as a document.

    Parameters
    ----------
    entries
        What the journal keeps about them, in its order.
    kept_months
        For how many months it keeps records at least.
    data
        What is on file of them; the portfolio's where none are given.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.
    """
    t, data = translator(language), ClientData(served, client_id) if data is None else data
    explanation, values = data.explanation, data.row.row(0, named=True)
    title = t.gettext("What is held about client {number}", number=str(client_id))
    stamp = stamp_words(explanation.model, t)
    synthetic = [t.gettext("Synthetic data: these clients do not exist.")] if explanation.model.synthetic else []
    return Report(
        title=title,
        lines=[*lender.lines("name", t), stamp, t.date(day.isoformat())],
        notice=synthetic,
        sections=[
            Section(t.gettext("What this is"), [text(*_about(lender, kept_months, t))]),
            Section(t.gettext("What the program works out"), _assessment(served, explanation, t)),
            Section(t.gettext("All your data"), _changed(data, t)),
            *(Section(name, [block], 3) for name, block in _data(values, t)),
            Section(t.gettext("What is held of your past, line by line"), []),
            *_events(served, client_id, t),
            Section(t.gettext("What happened"), [] if entries else [text(t.gettext("Nothing is on record."))]),
            *record_sections(entries, t),
        ],
        foot=f"{title} · {t.date(day.isoformat())}",
        day=day,
        language=language,
    )


def _about(lender: Lender, kept_months: int, t: Translator) -> list[str]:
    kept = t.ngettext(
        "Records of what happened may be deleted after {n} month, unless a legal hold keeps them.",
        "Records of what happened may be deleted after {n} months, unless a legal hold keeps them.",
        kept_months,
    )
    return [
        t.gettext(
            "Everything that this program holds about you: your data and where they come from, what it works out from "
            "them, and the journal of what was shown, decided and asked for. It is held to assess your application for "
            "credit, and to show later how it was assessed."
        ),
        *([kept] if kept_months else []),
        t.gettext(
            "You may have wrong data corrected, and ask for an explanation or a review by a person: {contact}. To whom "
            "the data were passed on is not known to this program; ask there.",
            contact=lender.text("contact", t),
        ),
    ]


def _assessment(served: ServedModel, explanation: Explanation, t: Translator) -> list[Block]:
    limit = served.scorer.scale.points_of_probability(explanation.threshold)
    worked_out = [
        (t.gettext("Probability of default"), t.percent(explanation.probability)),
        (t.gettext("Decision threshold"), t.percent(explanation.threshold)),
        (t.gettext("Points"), t.number(explanation.points)),
        (t.gettext("Points at the threshold"), t.number(limit)),
        (t.gettext("Risk grade"), explanation.grade),
    ]
    moved = sorted(explanation.contributions, key=lambda each: -abs(each.points))
    rows = [
        (t.label(each.feature), t.value(each.feature, each.value, each.absence), t.signed(each.points, 1))
        for each in moved
    ]
    head = (t.gettext("What"), t.gettext("Yours"), t.gettext("Points"))
    return [text(*paragraph(explanation, t)), facts(worked_out), table(head, rows)]


def _changed(data: ClientData, t: Translator) -> list[Block]:
    """Return what was changed since the portfolio was built: both values are held."""
    if data.version is None or not data.version.data:
        return []
    said = t.gettext("These were changed since your file was first taken down; what it said then is held too:")
    return [text(said), items(list(changed_words(data.version.data, t)))]


def _data(values: Mapping[str, Any], t: Translator) -> list[tuple[str, Block]]:
    """Return the values by theme; the outcome of a credit that is over is among them."""
    held = [name for name in values if name in FIELDS and name != CLIENT and values[name] is not None]
    head = (t.gettext("What"), t.gettext("Yours"), t.gettext("Where from"))
    found = []
    for theme in THEMES:
        rows = [
            (t.label(name), _value(name, values, t), source_words(name, t))
            for name in held
            if FIELDS[name].theme == theme
        ]
        if rows:
            found.append((THEMES[theme][t.language], table(head, rows, in_words=True)))
    return found


def _value(name: str, values: Mapping[str, Any], t: Translator) -> str:
    if name == TARGET:
        return column_value(name, values[name], t)
    return t.value(name, values[name], absence_of(name, values))


def _events(served: ServedModel, client_id: int, t: Translator) -> list[Section]:
    """Return the rows of each table of the client's past, under the names that the tables give."""
    names = past_tables(t)
    sections = []
    for name, rows in served.portfolio.history.events(client_id).items():
        lines = [
            "; ".join(f"{column} {value}" for column, value in row.items() if value is not None and column != CLIENT)
            for row in rows.iter_rows(named=True)
        ]
        block = items(lines) if lines else text(t.gettext("Nothing is held."))
        sections.append(Section(names.get(name, name), [block], 3))
    return sections
