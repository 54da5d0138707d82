"""What stands above a linked picture: which columns it shows, and the keyboard's twin of its brush."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import param

from credit_panel.charts.axis_words import is_share, scaled_words
from credit_panel.charts.column_words import column_label, column_value
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import Between
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.component import Component, Key, Message, Text
from credit_panel.views.parts.number_text import read_number
from credit_panel.views.parts.scripts import scripts


@dataclass(frozen=True, slots=True)
class RefusedEnd:
    """What was typed as an end of a range and not taken.

    Parameters
    ----------
    end
        The box it stands in: ``"low"`` or ``"high"``.
    text
        What was typed.
    kind
        ``"text"`` when it was no number, ``"order"`` when it crossed the other end.
    """

    end: str
    text: str
    kind: Literal["text", "order"]


class BrushMessage(Message):
    """What was done beside a picture.

    Another column was chosen, an end of a range typed, or stepped by an arrow key up or not, a level or those without
    a value ticked, or a range lifted.
    """

    kind: Literal["column", "low", "high", "step", "level", "lift", "missing"]
    role: Key
    value: Text
    on: bool


class BrushCard(Component):
    """Lists, number boxes and check boxes, one component a picture."""

    content = param.Dict(default={}, doc="What the card shows, in the reader's language.")

    message = BrushMessage

    _esm = scripts(
        "parts/elements", "parts/focus", "parts/drafts", "parts/messages", "parts/texts", "portfolio/brush_card"
    )

    sheets = ("portfolio/brush_card",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})


def range_row(brush: BrushState, role: str, refused: RefusedEnd | None, t: Translator) -> dict[str, Any]:
    """Return the row of a column of numbers: its list and the two ends of its range.

    Parameters
    ----------
    refused
        What was typed last and not taken; None when all is well.
    """
    axis = brush.axis(role)
    condition = brush.cohort.cohort.conditions.get(axis.column)
    low, high = axis.ends(condition) if isinstance(condition, Between) else (None, None)
    names = {
        "first": t.gettext("Column of the first histogram"),
        "second": t.gettext("Column of the second histogram"),
        "x": t.gettext("Column across the scatter"),
        "y": t.gettext("Column up the scatter"),
    }
    label = column_label(axis.column, t)
    first, last = (10.0**end if axis.scale == "log" else end for end in (axis.low, axis.high))
    return {
        "role": role,
        "name": names[role],
        "columns": [[column, column_label(column, t)] for column in brush.plots.axes],
        "selected": axis.column,
        "low": {
            "label": t.gettext("from"),
            "name": t.gettext("{label}, from", label=label),
            "placeholder": scaled_words(axis, first, t),
            **_box("low", end_text(axis.column, low, t), refused),
        },
        "high": {
            "label": t.gettext("to"),
            "name": t.gettext("{label}, to", label=label),
            "placeholder": scaled_words(axis, last, t),
            **_box("high", end_text(axis.column, high, t), refused),
        },
        "set": condition is not None,
        "lift": t.gettext("Clear the range of: {label}", label=lower_first(label)),
        "wrong": _sentence(refused, t) if refused else "",
        "missing": _missing(brush, role, t),
    }


def not_drawn(brush: BrushState, columns: tuple[str, ...], t: Translator) -> str:
    """Return how many chosen clients are in no picture of some columns, a sentence; empty where all are."""
    n = brush.plots.missing_count(columns, brush.mask)
    return (
        t.ngettext(
            "{n} client is not drawn: a value is not given.", "{n} clients are not drawn: a value is not given.", n
        )
        if n
        else ""
    )


def _missing(brush: BrushState, role: str, t: Translator) -> dict[str, Any] | None:
    """Return the box that chooses those without a value, whom no bar shows; None where every client has one."""
    column = brush.axis(role).column
    everyone = brush.plots.missing_count((column,))
    if not everyone:
        return None
    chosen = brush.plots.missing_count((column,), brush.mask)
    words = t.gettext("Not given: {n}", n=t.number(everyone))
    if brush.mask is not None:
        words = t.gettext("Not given: {n}, of whom chosen: {chosen}", n=t.number(everyone), chosen=t.number(chosen))
    return {
        "label": words,
        "name": t.gettext("{label}: {values}", label=column_label(column, t), values=words),
        "on": brush.missing(role),
    }


def _box(end: str, text: str, refused: RefusedEnd | None) -> dict[str, Any]:
    """Return what stands in a box: the end of the range, or what was typed there and not taken."""
    wrong = refused is not None and refused.end == end
    return {"text": refused.text if refused is not None and wrong else text, "wrong": wrong}


def _sentence(refused: RefusedEnd, t: Translator) -> str:
    if refused.kind == "text":
        return t.gettext("This is not a number: the last good value still counts.")
    return t.gettext("The first number must not be above the second.")


def level_rows(brush: BrushState, t: Translator) -> dict[str, Any]:
    """Return the list of the bars' column and its levels as check boxes."""
    column = brush.bars
    chosen = brush.chosen()
    columns = [[name, column_label(name, t)] for name in brush.plots.levels]
    row = {"role": "bars", "name": t.gettext("Column of the bars"), "columns": columns, "selected": column, "wrong": ""}
    return {
        "rows": [row],
        "levels": [
            {"label": column_value(column, level, t), "on": level in chosen} for level in brush.plots.levels[column]
        ],
        "levels_name": column_label(column, t),
        "levels_words": t.gettext("Choose with check boxes"),
    }


def end_text(column: str, end: float | None, t: Translator) -> str:
    """Return an end of a range as it is read and typed; empty where the range is open."""
    if end is None:
        return ""
    if is_share(column):
        return t.percent(end)
    whole = round(end, 2)
    return t.number(whole, 0 if float(whole).is_integer() else 2 if abs(whole) < 1 else 1)


def read_end(column: str, text: str, t: Translator) -> float | None:
    """Return the number that a person typed as an end of a range; None when empty.

    Raises
    ------
    ValueError
        When it is no number.
    """
    text = text.strip().removesuffix("%").rstrip()
    if not text:
        return None
    factor = {"k": 1e3, "m": 1e6}.get(text[-1].lower(), 1.0)
    number = read_number(text[:-1] if factor > 1 else text, t) * factor
    if abs(number) > 1e15:
        raise ValueError(text)
    return number / 100 if is_share(column) else number
