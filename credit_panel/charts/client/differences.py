"""What the changes of a what-if move, theme by theme."""

from __future__ import annotations

from credit_panel.charts.client.contributions import HALF_WIDTH, untold_words
from credit_panel.charts.figure import Figure, Table, render
from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Translator
from credit_panel.scoring import WhatIf
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import told_by_theme, untold_points


def differences_figure(result: WhatIf, t: Translator) -> Figure:
    """Draw the points gained or lost in each theme; themes whose whole points stay the same are left out.

    The points are those that the other tabs show before and after, and add up to the difference of the two scores.
    """
    before, after = whole_points(result.before), whole_points(result.after)
    old, new = ({t.theme: t.points for t in told_by_theme(e)} for e in (result.before, result.after))
    moved = [
        (THEMES[theme][t.language], after.themes.get(theme, 0) - before.themes.get(theme, 0), new[theme] - old[theme])
        for theme in new
    ]
    other = untold_points(result.after) - untold_points(result.before)
    moved.append((untold_words(result.after, t), after.untold - before.untold, other))
    moved = sorted((row for row in moved if row[1]), key=lambda row: -abs(row[2]))
    longest = max((abs(exact) for _, _, exact in moved), default=0.0) or 1.0
    rows = [
        {"label": label, "points": p, "text": t.signed(p), "width": round(abs(exact) / longest * HALF_WIDTH, 1)}
        for label, p, exact in moved
    ]
    picture = render("charts", "client/differences.html", t, {"rows": rows, "half": HALF_WIDTH})
    table = Table((t.gettext("Theme"), t.gettext("Points")), tuple((label, t.signed(p)) for label, p, _ in moved))
    summary = _summary(result, after.total - before.total, t)
    return Figure(t.gettext("What the changes move, in points"), picture, summary, table)


def _summary(result: WhatIf, total: int, t: Translator) -> str:
    if not total:
        return t.gettext("The changes leave the points as they are.")
    return t.gettext(
        "The changes move the points by {difference}, from {before} to {after}.",
        difference=t.signed(total),
        before=t.number(result.before.points),
        after=t.number(result.after.points),
    )
