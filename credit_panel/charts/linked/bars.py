"""Linked bars: the levels of a category, a row each, the whole of which can be tapped."""

from __future__ import annotations

import holoviews as hv
import numpy as np
from bokeh.core.properties import value

from credit_panel.charts.axis import count_marks
from credit_panel.charts.column_words import column_value
from credit_panel.charts.linked.bokeh_theme import Look, frame
from credit_panel.charts.linked.picture import Layer, Picture
from credit_panel.charts.linked.words import bars_summary
from credit_panel.charts.palette import FONTS
from credit_panel.locale import Translator
from credit_panel.state.brush import BrushState

HEIGHT = 230


def bars(brush: BrushState, look: Look, t: Translator) -> Picture:
    """Return the bars of the column of categories."""
    column = brush.bars
    levels = brush.plots.levels[column]
    everyone = brush.plots.level_counts(column)
    rows = np.arange(len(levels))[::-1]
    top = float(everyone.max(initial=1)) * 1.16
    options = frame(HEIGHT, None) | {
        "xlim": (-top * 0.03, top),
        "ylim": (-0.6, len(levels) - 0.4),
        "xticks": count_marks(top, t),
        "yticks": [(int(row), column_value(column, level, t)) for row, level in zip(rows, levels, strict=True)],
        "xlabel": t.gettext("Clients"),
        "ylabel": "",
    }
    text = {
        "text_align": "left",
        "text_font": value(FONTS),  # a mere string would be the name of a column
        "text_font_size": "13px",
        "text_color": look.text,
        "xoffset": top * 0.01,
    }

    def chosen() -> np.ndarray:
        return brush.plots.level_counts(column, brush.mask)

    def tapped() -> list[tuple[float, float]]:
        found = [row for row, level in zip(rows.tolist(), levels, strict=True) if level in brush.chosen()]
        return [(row - 0.48, row + 0.48) for row in found]

    def rectangles(counts: np.ndarray) -> hv.Rectangles:
        return hv.Rectangles((np.zeros(len(rows)), rows - 0.34, counts.astype(float), rows + 0.34))

    def labels(counts: np.ndarray) -> hv.Labels:
        texts = [t.number(count) for count in counts]
        return hv.Labels((counts.astype(float), rows.astype(float), texts), ["x", "y"], "text")

    def mark() -> list[tuple[float, float]]:
        code = len(rows) if brush.marked is None else int(brush.plots.codes[column][brush.marked])
        return [(0.0, float(rows[code]))] if code < len(rows) else []

    layers = [
        Layer(hv.HSpans, tapped, {"color": look.chosen, "alpha": 0.10, "line_alpha": 0}),
        Layer(rectangles, lambda: everyone, {"color": look.others, "line_alpha": 0}),
        Layer(rectangles, chosen, {"color": look.chosen, "line_alpha": 0}),
        Layer(labels, chosen, text),
        Layer(hv.Points, mark, {"marker": "diamond", "size": 15, "color": look.mark, "line_color": look.ground}),
    ]
    return Picture(layers, brush.tap_stream(), lambda: bars_summary(brush, t), options)
