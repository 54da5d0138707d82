"""Raw fields in words: sections by theme, names, units, choices, and what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from credit_panel.errors import Cause, FieldProblem
from credit_panel.home_credit import REQUIRED_FIELDS
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.periods import MONTHLY
from credit_panel.locale import Translator
from credit_panel.views.fields.entries import choices, entry_text, is_choice


def sections(fields: Iterable[str], first: Iterable[str], t: Translator) -> list[dict[str, Any]]:
    """Return the fields grouped by theme for `FieldForm`: first the themes of what is asked first, then the others.

    Parameters
    ----------
    fields
        Names of raw fields.
    first
        Those to show at once, in this order; the others are unfolded.
    """
    first = tuple(first)
    asked = tuple(fields)
    found = []
    for theme in dict.fromkeys((*(FIELDS[name].theme for name in first), *THEMES)):
        own = [name for name in asked if FIELDS[name].theme == theme]
        shown = [name for name in first if name in own]
        rest = [name for name in own if name not in first]
        said = list({_help(name, t) for name in shown})
        if own:
            found.append(
                {
                    "key": theme,
                    "title": THEMES[theme][t.language],
                    "help": said[0] if len(said) == 1 and len(shown) > 1 else "",
                    "shown": [field_words(name, t, told=len(said) == 1 and len(shown) > 1) for name in shown],
                    "rest": [field_words(name, t) for name in rest],
                    "more": t.ngettext("{n} more field", "{n} more fields", len(rest))
                    if shown
                    else t.ngettext("{n} field", "{n} fields", len(rest)),
                }
            )
    return found


def field_words(name: str, t: Translator, *, told: bool = False) -> dict[str, Any]:
    """Return all that the form says of a field, whatever its value; its help is left out where it is `told` already."""
    required, field = name in REQUIRED_FIELDS, FIELDS[name]
    return {
        "key": name,
        "label": field.label[t.language],
        "hint": _hint(name, t),
        "help": "" if told else _help(name, t),
        "required": required,
        "options": [["", t.gettext("choose…") if required else t.gettext("not given")], *choices(name, t)]
        if is_choice(name)
        else [],
        "unused": t.gettext("not used by the model") if field.excluded else "",
    }


def _help(name: str, t: Translator) -> str:
    words = FIELDS[name].help
    return words[t.language] if words else ""


def _hint(name: str, t: Translator) -> str:
    field = FIELDS[name]
    if is_choice(name):
        return ""
    match field.unit:
        case "days":
            return t.gettext("years, or a date")
        case "years":
            return t.gettext("years")
        case "score" | "ratio" if field.maximum is not None:
            low, high = (t.number(end or 0) for end in (field.minimum, field.maximum))
            return t.gettext("{low} to {high}", low=low, high=high)
        case "amount" if name in MONTHLY:
            return t.gettext("a month, or “30,000 a year”")
        case _:
            return ""


def cause_words(cause: Cause, t: Translator) -> str:
    """Return what may have happened to a value that cannot be, as a question; empty when nothing comes to mind."""
    match cause:
        case "years":
            return t.gettext("Are these years in place of days?")
        case "sign":
            return t.gettext("Is the sign the other one?")
        case "percent":
            return t.gettext("Is this per cent in place of a share?")
        case "missing":
            return t.gettext("Does the number stand for missing? Then leave the field empty.")
        case "date":
            return t.gettext("Is this a date in place of days?")
        case "infinite" | "":
            return ""


def not_given(words: Mapping[str, str], t: Translator) -> list[dict[str, Any]]:
    """Return what a form says at its top of fields in which a word such as NA was typed, and that count as not given.

    Parameters
    ----------
    words
        What was typed, by field.
    """
    if not words:
        return []
    title = t.ngettext(
        "{n} field counts as not given, since what was typed says so:",
        "{n} fields count as not given, since what was typed says so:",
        len(words),
    )
    links = [[name, t.gettext("{field}: “{word}”", field=t.label(name), word=word)] for name, word in words.items()]
    return [{"kind": "note", "title": title, "links": links}]


def problem_words(problem: FieldProblem, t: Translator) -> str:
    """Return what is wrong with a field, and what would be right, as one sentence."""
    name, field = problem.field, FIELDS[problem.field]
    match problem.kind:
        case "required":
            return t.gettext("A value is needed.")
        case "level" | "text":
            return t.gettext("This is none of the choices.")
        case "whole":
            return t.gettext("This must be a whole number.")
        case "bounds":
            low, high = (entry_text(name, end, t) for end in (field.minimum, field.maximum))
            if field.unit == "days":
                low, high = high, low
            said = t.gettext("This must lie between {low} and {high}.", low=low, high=high)
            return f"{said} {cause_words(problem.cause, t)}".strip()
        case "ambiguous" if field.unit == "days":
            return t.gettext("This may be one of two dates, or numbers: write the date as 1984-03-12.")
        case "ambiguous":
            return t.gettext("This may be one of two numbers: write it without a sign between thousands.")
        case "date":
            return t.gettext("This is a date; a number belongs here.")
        case "formula":
            return t.gettext(
                "This cell holds a formula without a value: open the file in the spreadsheet, save it and send it."
            )
        case "error":
            return t.gettext("This is an error of the spreadsheet: correct its formula, or empty the cell.")
        case "merged":
            return t.gettext("This cell is merged with another: undo the merge, and give each its value.")
        case "width":
            return t.gettext(
                "This row has more values than there are columns: put quotes round its texts, or take out the commas."
            )
        case _ if field.unit == "days":
            return t.gettext("This is no time: write 42, “3 years 2 months” or a date such as 1984-03-12.")
        case _:
            return t.gettext("This is not a number.")
