"""A linked histogram: all clients in grey, the cohort before them, brushed along its axis."""

from __future__ import annotations

from typing import Any

import holoviews as hv

from credit_panel.charts.axis_words import axis_label, count_ticks, ticks
from credit_panel.charts.bokeh_theme import Look, frame
from credit_panel.charts.linked import Picture, linked, position_of, said_of
from credit_panel.charts.linked_words import histogram_summary
from credit_panel.locale import Translator
from credit_panel.state.brush import BrushState

HEIGHT = 230


def histogram(brush: BrushState, role: str, look: Look, t: Translator) -> Picture:
    """Return the histogram of one column.

    Parameters
    ----------
    role
        ``"first"`` or ``"second"``.
    """
    axis = brush.axis(role)
    everyone = brush.plots.bin_counts(axis.column)
    top = float(everyone.max(initial=1)) * 1.06
    options = frame(HEIGHT, said_of(brush, lambda brush: histogram_summary(brush, role, t)), "width") | {
        "xlim": (axis.low, axis.high),
        "ylim": (0, top),
        "xticks": ticks(axis, t),
        "yticks": count_ticks(top, t),
        "xlabel": axis_label(axis, t),
        "ylabel": t.gettext("Clients"),
        "show_grid": True,
        "gridstyle": {"xgrid_line_alpha": 0},
    }
    edge = {"line_color": look.ground, "line_width": 0.7}

    def draw() -> list[Any]:
        span, mark = brush.span(role), position_of(brush, axis.column)
        chosen = brush.plots.bin_counts(axis.column, brush.mask)
        return [
            hv.VSpans([span] if span else []).opts(color=look.chosen, alpha=0.10, line_alpha=0),
            hv.Histogram((axis.edges, everyone)).opts(color=look.others, **edge),
            hv.Histogram((axis.edges, chosen)).opts(color=look.chosen, **edge),
            hv.VLines([] if mark is None else [mark]).opts(color=look.mark, line_width=2.5, line_dash="dashed"),
        ]

    return linked(draw, brush.range_stream(role), options)
