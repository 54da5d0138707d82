"""A risk as people count it: one mark for each of a hundred files like this one."""

from __future__ import annotations

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator

_ACROSS = 20
_STEP = 24


def out_of_hundred(probability: float) -> int:
    """Return how many of a hundred files meet difficulties, at least one: no file is without risk."""
    return max(round(probability * 100), 1)


def icon_array_figure(probability: float, t: Translator) -> Figure:
    """Draw a hundred marks, those that meet difficulties first, told apart by shape and by colour.

    Counts out of a hundred are understood by more people than percentages (Galesic, Garcia-Retamero & Gigerenzer,
    "Using icon arrays to communicate medical risks", Health Psychology 28, 2009).

    Parameters
    ----------
    probability
        Probability of default.
    """
    n = out_of_hundred(probability)
    summary = t.ngettext(
        "Of 100 files like this one, about {n} has trouble repaying.",
        "Of 100 files like this one, about {n} have trouble repaying.",
        n,
    )
    marks = [
        {"x": _STEP * (i % _ACROSS) + _STEP / 2, "y": _STEP * (i // _ACROSS) + _STEP / 2, "hit": i < n}
        for i in range(100)
    ]
    size = (_STEP * _ACROSS, _STEP * (100 // _ACROSS))
    picture = render("charts", "client/icon_array.svg", t, {"summary": summary, "marks": marks, "size": size})
    rows = ((t.gettext("Has trouble repaying"), t.number(n)), (t.gettext("Repays"), t.number(100 - n)))
    table = Table((t.gettext("Out of 100 files like this one"), t.gettext("Number")), rows)
    return Figure(t.gettext("The risk, out of 100 files"), picture, summary, table)
