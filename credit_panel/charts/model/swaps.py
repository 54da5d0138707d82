"""Who changes side between two policies or models: a bar a way, as many clients as it is long."""

from __future__ import annotations

from collections.abc import Sequence

from credit_panel.charts.axis import Axis, count_marks
from credit_panel.charts.column_words import column_value
from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.named_rows import bars_plot
from credit_panel.charts.plot import plotted, readings_of
from credit_panel.locale import Translator
from credit_panel.scoring import Swap


def swap_figure(swaps: Sequence[Swap], before: str, after: str, t: Translator) -> Figure | None:
    """Draw how many clients go from each outcome to each other; None where nobody does.

    Parameters
    ----------
    before, after
        What proposes first, and then.
    """
    moved = [swap for swap in swaps if swap.count]
    if not moved:
        return None
    ways = [tuple(column_value("outcome", str(side), t) for side in (swap.before, swap.after)) for swap in moved]
    table = Table(
        (before, after, t.gettext("Clients"), t.gettext("Default rate")),
        tuple(
            (
                *way,
                t.number(swap.count),
                t.percent(swap.default_rate) if swap.default_rate == swap.default_rate else "–",
            )
            for way, swap in zip(ways, moved, strict=True)
        ),
    )
    most = max(range(len(moved)), key=lambda place: moved[place].count)
    summary = t.gettext(
        "{n} clients change side; the most frequent way is from {before} to {after}: {most}.",
        n=t.number(sum(swap.count for swap in moved)),
        before=ways[most][0],
        after=ways[most][1],
        most=t.number(moved[most].count),
    )
    top = max(swap.count for swap in moved) * 1.04
    axis = Axis(t.gettext("Clients"), 0, top, count_marks(top, t), "short")
    names = [f"{one} → {other}" for one, other in ways]
    plot = bars_plot("swaps", axis, names, [swap.count for swap in moved], readings_of(table))
    return plotted(t.gettext("Who changes side"), plot, summary, table, t)
