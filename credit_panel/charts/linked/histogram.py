"""A linked histogram: all clients in grey, the cohort before them, brushed along its axis."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.axis import Axis, count_marks
from credit_panel.charts.axis_words import plot_axis
from credit_panel.charts.column_words import column_label
from credit_panel.charts.linked.words import bin_names, histogram_summary
from credit_panel.charts.plot import Layer, Plot
from credit_panel.locale import Translator
from credit_panel.state.brush import BrushState

HEIGHT = 230


def histogram(brush: BrushState, role: str, t: Translator) -> Plot:
    """Return the histogram of one column.

    Parameters
    ----------
    role
        ``"first"`` or ``"second"``.
    """
    axis = brush.axis(role)
    everyone, chosen = brush.plots.bin_counts(axis.column), brush.plots.bin_counts(axis.column, brush.mask)
    top = float(everyone.max(initial=1)) * 1.06
    span, marked = brush.span(role), brush.position(axis.column)
    ends = np.array([span] if span else np.empty((0, 2)))
    level, over = np.zeros(len(everyone)), np.full(len(everyone), top)

    def bars(upper: np.ndarray) -> dict[str, np.ndarray]:
        return {"left": axis.edges[:-1], "bottom": level, "right": axis.edges[1:], "top": upper.astype(float)}

    told = [
        (column_label(axis.column, t), bin_names(axis, t)),
        (t.gettext("All clients"), [t.number(n) for n in everyone.tolist()]),
        (t.gettext("Cohort"), [t.number(n) for n in chosen.tolist()]),
    ]
    spans = {"left": ends[:, 0], "bottom": 0 * ends[:, 0], "right": ends[:, 1], "top": 0 * ends[:, 0] + top}
    layers = (
        Layer("boxes", spans, style={"alpha": 0.1, "line_alpha": 0}),
        Layer("boxes", bars(everyone), "others", t.gettext("All clients"), style={"line_alpha": 0}),
        Layer("boxes", bars(chosen), name=t.gettext("Cohort"), style={"line_alpha": 0}),
        Layer(
            "upright",
            {"x": np.array([] if marked is None else [marked])},
            "adverse_text",
            "" if marked is None else t.gettext("the open client"),
            style={"line_width": 2.5, "line_dash": "dashed"},
        ),
        Layer("boxes", bars(over), style={"alpha": 0, "line_alpha": 0}, readings=told),  # read out up to the top
    )
    clients = Axis(t.gettext("Clients"), 0, top, count_marks(top, t), "short")
    return Plot(role, plot_axis(axis, t), clients, layers, HEIGHT, histogram_summary(brush, role, t), gesture="width")
