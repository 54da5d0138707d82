"""A linked histogram: all clients in grey, the cohort before them, brushed along its axis."""

from __future__ import annotations

import itertools

import holoviews as hv
import numpy as np

from credit_panel.charts.axis import count_marks
from credit_panel.charts.axis_words import axis_label, scaled_words, ticks
from credit_panel.charts.bokeh_theme import Look, frame, tooltip
from credit_panel.charts.column_words import column_label
from credit_panel.charts.linked.position import position_of
from credit_panel.charts.linked.words import histogram_summary
from credit_panel.charts.picture import LiveLayer, Picture
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
    ends = [scaled_words(axis, 10.0**end if axis.scale == "log" else float(end), t) for end in axis.edges]
    ranges = [
        t.between(low, high, t.gettext("{low} to {high}", low=low, high=high)) for low, high in itertools.pairwise(ends)
    ]
    counted = [t.number(int(count)) for count in everyone]

    def read_out(counts: np.ndarray) -> hv.Rectangles:
        boxes = (axis.edges[:-1], np.zeros(len(counts)), axis.edges[1:], np.full(len(counts), top))
        words = (ranges, counted, [t.number(count) for count in counts.tolist()])
        return hv.Rectangles((*boxes, *words), vdims=["range", "all", "cohort"])

    names = (column_label(axis.column, t), t.gettext("All clients"), t.gettext("Cohort"))
    told = tooltip(list(zip(names, ("range", "all", "cohort"), strict=True)), look)
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
        LiveLayer(hv.VSpans, span, {"color": look.chosen, "alpha": 0.10, "line_alpha": 0}),
        LiveLayer(bars, lambda: everyone, {"color": look.others, **edge}),
        LiveLayer(bars, chosen, {"color": look.chosen, **edge}),
        LiveLayer(read_out, chosen, {"alpha": 0, "line_alpha": 0, "tools": ["hover"], "hover_tooltips": told}),
        LiveLayer(hv.VLines, mark, {"color": look.mark, "line_width": 2.5, "line_dash": "dashed"}),
    ]
    return Picture(layers, lambda: histogram_summary(brush, role, t), options, brush.range_stream(role))
