"""Linked bars: the levels of a category, a row each, the whole of which can be tapped."""

from __future__ import annotations

from typing import Any

import holoviews as hv
import numpy as np

from credit_panel.charts.axis_words import count_ticks
from credit_panel.charts.bokeh_theme import Look, frame
from credit_panel.charts.column_words import column_value
from credit_panel.charts.linked import Picture, linked, said_of
from credit_panel.charts.linked_words import bars_summary
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
    options = frame(HEIGHT, said_of(brush, lambda brush: bars_summary(brush, t)), None) | {
        "xlim": (-top * 0.03, top),
        "ylim": (-0.6, len(levels) - 0.4),
        "xticks": count_ticks(top, t),
        "yticks": [(int(row), column_value(column, level, t)) for row, level in zip(rows, levels, strict=True)],
        "xlabel": t.gettext("Clients"),
        "ylabel": "",
    }

    def draw() -> list[Any]:
        counts = brush.plots.level_counts(column, brush.mask)
        tapped = [row for row, level in zip(rows, levels, strict=True) if level in brush.chosen()]
        labels = [(float(n), float(row), t.number(n)) for n, row in zip(counts, rows, strict=True)]
        text = {"text_align": "left", "text_font_size": "12px", "text_color": look.text, "xoffset": top * 0.01}
        return [
            hv.HSpans([(row - 0.48, row + 0.48) for row in tapped]).opts(color=look.chosen, alpha=0.10, line_alpha=0),
            _rectangles(everyone, rows).opts(color=look.others, line_alpha=0),
            _rectangles(counts, rows).opts(color=look.chosen, line_alpha=0),
            hv.Labels(labels, ["x", "y"], "text").opts(**text),
            hv.Points(_mark(brush, column, rows)).opts(
                marker="diamond", size=15, color=look.mark, line_color=look.ground
            ),
        ]

    return linked(draw, brush.tap_stream(), options)


def _rectangles(counts: np.ndarray, rows: np.ndarray) -> hv.Rectangles:
    return hv.Rectangles([(0, row - 0.34, float(n), row + 0.34) for n, row in zip(counts, rows, strict=True)])


def _mark(brush: BrushState, column: str, rows: np.ndarray) -> list[tuple[float, float]]:
    """Return the row of the open client, at the foot of its bar."""
    if brush.marked is None:
        return []
    code = int(brush.plots.codes[column][brush.marked])
    return [(0.0, float(rows[code]))] if code < len(rows) else []
