"""Raw fields as people type them: amounts with spaces, times in years or as a date, in either language's way."""

from __future__ import annotations

from datetime import date

from credit_panel.home_credit.catalogue import CATEGORIES, FIELDS
from credit_panel.home_credit.cells import Writing, read_cell
from credit_panel.locale import Translator
from credit_panel.scoring.explanation import Value
from credit_panel.views.parts.number_text import LONGEST, decimal_of


def is_choice(name: str) -> bool:
    """Return whether a field is chosen from a list: a category, or yes or no."""
    return name in CATEGORIES or FIELDS[name].unit == "flag"


def choices(name: str, t: Translator) -> list[tuple[str, str]]:
    """Return the values of a chosen field as the page sends them, and their words."""
    if name in CATEGORIES:
        return [(level, words[t.language]) for level, words in CATEGORIES[name].items()]
    return [("1", t.gettext("yes")), ("0", t.gettext("no"))]


def entry_text(name: str, value: Value, t: Translator) -> str:
    """Return a value as it is shown in its box, or sent for a choice; empty when it is missing."""
    if value is None or isinstance(value, str):
        return value or ""
    match FIELDS[name].unit:
        case "flag":
            return "1" if value else "0"
        case "days" if value <= 0:
            return t.duration(value, exact=True)
        case _:
            digits = next((n for n in (0, 2, 4) if round(value, n) == round(value, 6)), 6)
            return t.number(value, digits)


def read_entry(name: str, text: str, t: Translator, today: date | None = None) -> Value:
    """Return the value that a typed text means, in the unit of the tables; None when it is empty.

    Parameters
    ----------
    today
        The day that dates are counted back from; None is today.

    Raises
    ------
    ValueError
        When the text means no value.
    """
    text = " ".join(text.split())
    if name in CATEGORIES:
        return text[:80] or None
    if len(text) > LONGEST:
        raise ValueError(text[:LONGEST])
    # French readers write the day first; those of English do not agree, and are asked for a date that all read alike
    day_first = True if t.language == "fr" else None
    return read_cell(name, text, Writing(decimal_of(t), day_first, today or date.today(), in_years=True))
