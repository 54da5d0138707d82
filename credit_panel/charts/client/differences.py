"""What the changes of a what-if move, theme by theme."""

from __future__ import annotations

from credit_panel.charts.client.contributions import HALF_WIDTH, rounded_to_total
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.scoring import WhatIf


def differences_figure(result: WhatIf, t: Translator) -> Figure:
    """Draw the points gained or lost in each theme; themes that moved by less than half a point are left out.

    The points are rounded so that they add up to the difference of the rounded points before and after.
    """
    themes = result.by_theme
    total = round(result.after.points) - round(result.before.points)
    points = rounded_to_total(list(themes.values()), total) if themes else []
    longest = max((abs(p) for p in themes.values()), default=0.0) or 1.0
    rows = [
        {
            "label": THEMES[theme][t.language],
            "points": p,
            "text": t.signed(p),
            "width": round(abs(exact) / longest * HALF_WIDTH, 1),
        }
        for (theme, exact), p in zip(themes.items(), points, strict=True)
        if p
    ]
    picture = render("charts", "client/differences.html", t, {"rows": rows, "half": HALF_WIDTH})
    table = Table(
        (t.gettext("Theme"), t.gettext("Points")),
        tuple((THEMES[theme][t.language], t.signed(exact, 1)) for theme, exact in themes.items()),
    )
    return Figure(t.gettext("What the changes move, in points"), picture, _summary(result, total, t), table)


def _summary(result: WhatIf, total: int, t: Translator) -> str:
    if not total:
        return t.gettext("The changes leave the points as they are.")
    return t.gettext(
        "The changes move the points by {difference}, from {before} to {after}.",
        difference=t.signed(total),
        before=t.number(result.before.points),
        after=t.number(result.after.points),
    )
