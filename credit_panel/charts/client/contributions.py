"""What moved the points, strongest first, each feature with the client's value beside the usual one."""

from __future__ import annotations

import math
from collections.abc import Sequence

from credit_panel.charts.figure import Figure, Table, render
from credit_panel.locale import Translator
from credit_panel.scoring.explanation import Explanation

HALF_WIDTH = 60
"""Pixels of the longest bar; the middle line is as far from both ends."""


def contributions_figure(explanation: Explanation, t: Translator, *, strongest: int = 10) -> Figure:
    """Draw the `strongest` contributions and the rest in one line, so that base and rows add up to the points.

    The rest has its points and no bar: beside the sum of a hundred features the strongest ones would look alike.

    Parameters
    ----------
    explanation
        The explained decision; its contributions are sorted by strength.
    strongest
        How many features get a row of their own.
    """
    shown, rest = explanation.contributions[:strongest], explanation.contributions[strongest:]
    rest_points = math.fsum(c.points for c in rest)
    base, total = round(explanation.base_points), round(explanation.points)
    exact = [c.points for c in shown] + ([rest_points] if rest else [])
    points = rounded_to_total(exact, total - base)
    longest = max((abs(c.points) for c in shown), default=0.0) or 1.0
    rows = [
        {
            "label": t.label(c.feature),
            "value": t.value(c.feature, c.value),
            "usual": t.value(c.feature, c.reference),
            "points": p,
            "text": t.signed(p),
            "width": round(abs(c.points) / longest * HALF_WIDTH, 1),
        }
        for c, p in zip(shown, points, strict=False)
    ]
    if rest:
        label = t.ngettext("{n} other feature", "{n} other features", len(rest))
        rows.append(
            {
                "label": label,
                "value": "",
                "usual": "",
                "points": points[-1],
                "text": t.signed(points[-1]),
                "width": 0,
            }
        )
    summary = _summary(explanation, t, base, total)
    picture = render("charts", "client/contributions.html", t, {"rows": rows, "half": HALF_WIDTH})
    columns = (t.gettext("Feature"), t.gettext("Client"), t.gettext("Usual"), t.gettext("Points"))
    table = Table(
        columns,
        tuple((t.label(c.feature), t.value(c.feature, c.value), t.value(c.feature, c.reference), t.signed(c.points, 1))
              for c in explanation.contributions),
    )  # fmt: skip
    return Figure(t.gettext("What counts, in points"), picture, summary, table)


def rounded_to_total(values: Sequence[float], total: int) -> list[int]:
    """Round `values` to whole numbers that add up to `total`.

    The largest remainders are rounded up (Hamilton's method), so no value moves by a whole point as long as the
    values themselves add up to the total within half a point a value.
    """
    floors = [math.floor(v) for v in values]
    missing = total - sum(floors)
    order = sorted(range(len(values)), key=lambda i: floors[i] - values[i])
    for i in order[: max(missing, 0)]:
        floors[i] += 1
    for i in order[::-1][: max(-missing, 0)]:
        floors[i] -= 1
    return floors


def _summary(explanation: Explanation, t: Translator, base: int, total: int) -> str:
    return t.gettext(
        "All applications start at {base} points; this one ends at {points}.",
        base=t.number(base),
        points=t.number(total),
    )
