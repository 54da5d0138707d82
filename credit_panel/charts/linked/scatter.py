"""A linked scatter of two columns, rasterised: how many clients lie where, the cohort over all."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from credit_panel.charts.axis_words import axis_label, ticks
from credit_panel.charts.linked.bokeh_theme import Look, frame
from credit_panel.charts.linked.picture import Layer, Picture, position_of
from credit_panel.charts.linked.words import scatter_summary
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.density import density, density_of_all
from credit_panel.state.brush import BrushState

HEIGHT = 372


def scatter(brush: BrushState, look: Look, t: Translator) -> Picture:
    """Return the scatter of the two chosen columns."""
    across, up = brush.axis("x"), brush.axis("y")
    bounds = (across.low, up.low, across.high, up.high)
    everyone = density_of_all(brush.plots, across.column, up.column)
    # the same range whoever is chosen, so that a colour keeps its meaning
    highest = int(everyone.max(initial=2))
    clients = hv.Dimension("clients", range=(1, highest))
    options = frame(HEIGHT, "both") | {
        "xlim": (across.low, across.high),
        "ylim": (up.low, up.high),
        "xticks": ticks(across, t),
        "yticks": ticks(up, t, 6),
        "xlabel": axis_label(across, t),
        "ylabel": axis_label(up, t),
    }

    def image(counts: np.ndarray) -> hv.Image:
        return hv.Image(counts, bounds=bounds, vdims=clients)

    def chosen() -> np.ndarray:
        return everyone if brush.mask is None else density(brush.plots, across.column, up.column, brush.mask)

    def mark() -> list[tuple[float, ...]]:
        found = [position_of(brush, column) for column in (across.column, up.column)]
        known = tuple(position for position in found if position is not None)
        return [known] if len(known) == len(found) else []

    shades = {"cnorm": "log", "clipping_colors": {"min": "transparent"}}
    diamond = {"marker": "diamond", "size": 17, "color": look.mark, "line_color": look.ground, "line_width": 2}
    layers = [
        Layer(image, lambda: everyone, {"cmap": list(look.others_ramp), **shades}),
        Layer(image, chosen, {"cmap": list(look.chosen_ramp), **shades}),
        Layer(hv.Rectangles, lambda: _box(brush), {"fill_alpha": 0, "line_color": look.chosen, "line_width": 2}),
        Layer(hv.Points, mark, diamond),
    ]
    return Picture(layers, brush.box_stream(), lambda: scatter_summary(brush, t), options)


def _box(brush: BrushState) -> list[tuple[float, float, float, float]]:
    """Return the box that the conditions on both axes draw; one along the whole axis where only the other has one."""
    spans = [brush.span(role) for role in ("x", "y")]
    if spans == [None, None]:
        return []
    (x0, x1), (y0, y1) = (
        span or (brush.axis(role).low, brush.axis(role).high) for role, span in zip(("x", "y"), spans, strict=True)
    )
    return [(x0, y0, x1, y1)]
