"""What moved the points, strongest first, each feature with the client's value beside the usual one."""

from __future__ import annotations

from typing import Any

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.features.absence import sources_of
from credit_panel.locale import Translator
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import may_be_told

HALF_WIDTH = 60
"""Pixels of the longest bar; the middle line is as far from both ends."""


def contributions_figure(explanation: Explanation, t: Translator, *, strongest: int = 6, every: bool = False) -> Figure:
    """Draw the `strongest` contributions and the rest in one line, so that base and rows add up to the points.

    The rest has its points and no bar: beside the sum of a hundred features the strongest ones would look alike.

    Parameters
    ----------
    explanation
        The explained decision; its contributions are sorted by strength.
    strongest
        How many features get a row of their own.
    every
        Whether age and whatever else is no reason to tell gets rows of its own, for analysts; else it has its sum.
    """
    whole = whole_points(explanation)
    # who trained the model is scored by one fold's trees, which read some of the columns only: the others give nothing
    read = [c for c in explanation.contributions if c.points]
    listed = [c for c in read if every or may_be_told(c.feature)]
    untold = [c for c in read if not (every or may_be_told(c.feature))]
    shown, rest = listed[:strongest], listed[strongest:]
    longest = max((abs(c.points) for c in shown), default=0.0) or 1.0
    rows: list[dict[str, Any]] = [
        {
            "label": t.label(c.feature),
            "value": t.value(c.feature, c.value, c.absence),
            "usual": t.value(c.feature, c.reference),
            "points": whole.features[c.feature],
            "text": t.signed(whole.features[c.feature]),
            "width": round(abs(c.points) / longest * HALF_WIDTH, 1),
        }
        for c in shown
    ]
    sums = [(t.ngettext("{n} other feature", "{n} other features", len(rest)), rest)] if rest else []
    sums += [(untold_words(explanation, t), untold)] if untold else []
    for label, members in sums:
        points = sum(whole.features[c.feature] for c in members)
        nothing = {"value": "", "usual": "", "width": 0}
        rows.append({"label": label, "points": points, "text": t.signed(points), **nothing})
    picture = render("charts", "client/contributions.html", t, {"rows": rows, "half": HALF_WIDTH})
    columns = (t.gettext("Feature"), t.gettext("Client"), t.gettext("Usual"), t.gettext("Points"))
    table = [
        (
            t.label(c.feature),
            t.value(c.feature, c.value, c.absence),
            t.value(c.feature, c.reference),
            t.signed(whole.features[c.feature]),
        )
        for c in listed
    ]
    table += [(untold_words(explanation, t), "", "", t.signed(whole.untold))] if untold else []
    summary = _summary(explanation, t, whole.base, whole.total)
    return Figure(t.gettext("What counts, in points"), picture, summary, Table(columns, tuple(table)))


def untold_words(explanation: Explanation, t: Translator) -> str:
    """Return what stands for the features that are no reason to tell."""
    if any("DAYS_BIRTH" in sources_of(c.feature) for c in explanation.contributions):
        return t.gettext("Other elements, including age")
    return t.gettext("Other elements")


def _summary(explanation: Explanation, t: Translator, base: int, total: int) -> str:
    return t.gettext(
        "All applications start at {base} points; this one ends at {points}.",
        base=t.number(base),
        points=t.number(total),
    )
