"""The columns of the portfolio in words: the catalogue's fields, and the scores that the catalogue does not hold."""

from __future__ import annotations

import math

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator


def column_label(column: str, t: Translator) -> str:
    """Return the name of a column; one that nothing is known of is returned as it is."""
    if column in FIELDS:
        return t.label(column)
    return {
        "probability": t.gettext("Probability of default"),
        "low": t.gettext("Interval, low end"),
        "high": t.gettext("Interval, high end"),
        "points": t.gettext("Points"),
        "grade": t.gettext("Grade"),
        "outcome": t.gettext("Proposed outcome"),
    }.get(column, column)


def column_value(column: str, value: object, t: Translator) -> str:
    """Return a value of a column with its unit, in words where it has words; a missing one reads "not given"."""
    if column == "TARGET":
        if value is None:
            return t.gettext("not known yet")
        return t.gettext("payment difficulties") if value == 1 else t.gettext("repaid")
    if column in FIELDS:
        return t.value(column, value)
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return t.gettext("not given")
    if column == "outcome":
        words = {"accept": t.gettext("acceptance"), "review": t.gettext("to review"), "refuse": t.gettext("refusal")}
        return words.get(str(value), str(value))
    if isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    if column == "points":
        return t.number(number)
    return t.percent(number)


def is_backwards(column: str) -> bool:
    """Return whether a column counts days before the application, so that its lowest value is the longest time."""
    return column in FIELDS and FIELDS[column].unit in ("days", "months")
