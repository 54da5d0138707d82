"""A linked histogram: all clients in grey, the cohort before them, brushed along its axis."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from credit_panel.charts.axis import count_marks
from credit_panel.charts.axis_words import axis_label, ticks
from credit_panel.charts.linked.bokeh_theme import Look, frame
from credit_panel.charts.linked.picture import Layer, Picture, position_of
from credit_panel.charts.linked.words import histogram_summary
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
    options = frame(HEIGHT, "width") | {
        "xlim": (axis.low, axis.high),
        "ylim": (0, top),
        "xticks": ticks(axis, t),
        "yticks": count_marks(top, t),
        "xlabel": axis_label(axis, t),
        "ylabel": t.gettext("Clients"),
        "show_grid": True,
        "gridstyle": {"xgrid_line_alpha": 0},
    }
    edge = {"line_color": look.ground, "line_width": 0.7}

    def bars(counts: np.ndarray) -> hv.Histogram:
        return hv.Histogram((axis.edges, counts))

    def chosen() -> np.ndarray:
        return brush.plots.bin_counts(axis.column, brush.mask)

    def span() -> list[tuple[float, float]]:
        found = brush.span(role)
        return [found] if found else []

    def mark() -> list[float]:
        found = position_of(brush, axis.column)
        return [] if found is None else [found]

    layers = [
        Layer(hv.VSpans, span, {"color": look.chosen, "alpha": 0.10, "line_alpha": 0}),
        Layer(bars, lambda: everyone, {"color": look.others, **edge}),
        Layer(bars, chosen, {"color": look.chosen, **edge}),
        Layer(hv.VLines, mark, {"color": look.mark, "line_width": 2.5, "line_dash": "dashed"}),
    ]
    return Picture(layers, brush.range_stream(role), lambda: histogram_summary(brush, role, t), options)
