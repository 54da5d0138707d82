"""What to know of how a file was read, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.file_notes import FileNote
from credit_panel.locale import Translator
from credit_panel.portfolio.range_seen import Unseen

_MOST_ROWS = 12
"""Rows named in one note."""


def note_words(note: FileNote, t: Translator) -> str:
    """Return a note as one sentence."""
    rows = rows_words(note.rows, t)
    names = ", ".join(f"“{name}”" for name in note.names)
    match note.kind:
        case "sheet":
            return t.gettext("The sheet {names} was read.", names=names)
        case "other_sheets":
            return t.gettext(
                "The sheets {names} hold applications too and were not read: send each in a file of its own.",
                names=names,
            )
        case "above":
            return t.ngettext(
                "Row {rows}, above the names of the columns, was passed over.",
                "Rows {rows}, above the names of the columns, were passed over.",
                len(note.rows),
                rows=rows,
            )
        case "repeated_header":
            return t.ngettext(
                "Row {rows} repeats the names of the columns and was passed over.",
                "Rows {rows} repeat the names of the columns and were passed over.",
                len(note.rows),
                rows=rows,
            )
        case "totals":
            return t.ngettext(
                "Row {rows} holds totals and was passed over.",
                "Rows {rows} hold totals and were passed over.",
                len(note.rows),
                rows=rows,
            )
        case "repeated_client":
            return t.gettext(
                "Client {client} stands in rows {rows}: each was scored on its own.", client=note.names[0], rows=rows
            )
        case "hidden":
            return t.ngettext(
                "Row {rows} is hidden in the sheet and was read.",
                "Rows {rows} are hidden in the sheet and were read.",
                len(note.rows),
                rows=rows,
            )
        case "missing":
            return t.ngettext(
                "{n} cell with “{word}” counts as not given.",
                "{n} cells with “{word}” count as not given.",
                int(note.names[1]),
                word=note.names[0],
            )
        case "dates":
            return t.gettext("Dates were turned into times by counting back from {day}.", day=t.date(note.names[0]))
        case "near":
            return t.gettext(
                "The column “{name}” was left out: is {field} meant?", name=note.names[0], field=note.names[1]
            )


def unseen_words(found: Unseen, t: Translator, rows: Sequence[int] = ()) -> str:
    """Return as one sentence that a value lies outside what the clients of the portfolio have."""
    value, low, high = (t.value(found.field, end) for end in (found.value, found.low, found.high))
    label = t.label(found.field)
    if FIELDS[found.field].unit == "days":
        low, high = high, low
    if not rows:
        return t.gettext(
            "{label}: {value} is outside what the clients of the portfolio have ({low} to {high}); the score is less "
            "sure.",
            label=label,
            value=value,
            low=low,
            high=high,
        )
    return t.ngettext(
        "{label}, row {rows}: outside what the clients of the portfolio have ({low} to {high}); this score is less "
        "sure.",
        "{label}, rows {rows}: outside what the clients of the portfolio have ({low} to {high}); these scores are less "
        "sure.",
        len(rows),
        label=label,
        rows=rows_words(rows, t),
        low=low,
        high=high,
    )


def rows_words(rows: Sequence[int], t: Translator) -> str:
    """Return the numbers of some rows, the first of many."""
    shown = ", ".join(t.number(row) for row in rows[:_MOST_ROWS])
    return f"{shown}…" if len(rows) > _MOST_ROWS else shown
