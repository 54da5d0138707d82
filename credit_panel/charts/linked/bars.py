"""Linked bars: the levels of a category, a row each, the whole of which can be tapped."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.axis import Axis, count_marks
from credit_panel.charts.column_words import column_label, column_value
from credit_panel.charts.linked.words import bars_summary
from credit_panel.charts.plot import Layer, Plot
from credit_panel.locale import Translator
from credit_panel.state.brush import BrushState

HEIGHT = 230


def bars(brush: BrushState, t: Translator) -> Plot:
    """Return the bars of the column of categories."""
    column = brush.bars
    levels = brush.plots.levels[column]
    everyone, chosen = brush.plots.level_counts(column), brush.plots.level_counts(column, brush.mask)
    rows = np.arange(len(levels), dtype=float)[::-1]
    low, top = (float(everyone.max(initial=1)) * share for share in (-0.03, 1.16))
    names = [column_value(column, level, t) for level in levels]
    words = [t.number(n) for n in chosen.tolist()]
    tapped = np.array([level in brush.chosen() for level in levels], dtype=bool)
    code = len(rows) if brush.marked is None else int(brush.plots.codes[column][brush.marked])

    def boxes(kept: np.ndarray, half: float, left: float, right: np.ndarray) -> dict[str, np.ndarray]:
        at = rows[kept]
        return {"left": 0 * at + left, "bottom": at - half, "right": right[kept].astype(float), "top": at + half}

    every, whole = np.ones(len(rows), dtype=bool), np.full(len(rows), top)
    told = [
        (column_label(column, t), names),
        (t.gettext("All clients"), [t.number(n) for n in everyone.tolist()]),
        (t.gettext("Cohort"), words),
    ]
    texts = {"x": chosen + top * 0.01, "y": rows, "text": words}
    layers = (
        Layer("boxes", boxes(tapped, 0.48, low, whole), style={"alpha": 0.1, "line_alpha": 0}),
        Layer("boxes", boxes(every, 0.34, 0, everyone), "others", t.gettext("All clients"), style={"line_alpha": 0}),
        Layer("boxes", boxes(every, 0.34, 0, chosen), name=t.gettext("Cohort"), style={"line_alpha": 0}),
        Layer("texts", texts, "ink", style={"text_align": "left"}),
        Layer(
            "dots",
            {"x": np.zeros(len(rows[code : code + 1])), "y": rows[code : code + 1]},
            "adverse_text",
            t.gettext("the open client") if code < len(rows) else "",
            style={"marker": "diamond", "size": 15},
        ),
        Layer("boxes", boxes(every, 0.48, low, whole), style={"alpha": 0, "line_alpha": 0}, readings=told),
    )
    clients = Axis(t.gettext("Clients"), low, top, count_marks(top, t), "short")
    marks = list(zip(rows.tolist(), names, strict=True))
    upright = Axis("", -0.6, len(levels) - 0.4, marks)
    return Plot("bars", clients, upright, layers, HEIGHT, bars_summary(brush, t), gesture="tap")
