"""A linked scatter of two columns, rasterised: how many clients lie where, the cohort over all."""

from __future__ import annotations

from functools import lru_cache

import datashader
import holoviews as hv
import hvplot.pandas  # noqa: F401 - gives the plot frame its hvplot
import numpy as np

from credit_panel.charts.axis_words import axis_label, ticks
from credit_panel.charts.bokeh_theme import Look, frame
from credit_panel.charts.linked import Layer, Picture, position_of
from credit_panel.charts.linked_words import scatter_summary
from credit_panel.locale import Translator
from credit_panel.portfolio.plot_frame import PlotFrame
from credit_panel.state.brush import BrushState

HEIGHT = 372
CELLS = (240, 130)
"""Cells across and up, each of which holds the number of clients in it."""


def scatter(brush: BrushState, look: Look, t: Translator) -> Picture:
    """Return the scatter of the two chosen columns."""
    across, up = brush.axis("across"), brush.axis("up")
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


@lru_cache(maxsize=64)
def density_of_all(plots: PlotFrame, across: str, up: str) -> np.ndarray:
    """Count all clients per cell, once a process; see `density`."""
    x, y = plots.axes[across], plots.axes[up]
    image = plots.frame.hvplot.points(
        across,
        up,
        rasterize=True,
        aggregator="count",
        dynamic=False,
        xlim=(x.low, x.high),
        ylim=(y.low, y.high),
        width=CELLS[0],
        height=CELLS[1],
    )
    return _upright(image.dimension_values(2, flat=False))


def density(plots: PlotFrame, across: str, up: str, mask: np.ndarray) -> np.ndarray:
    """Count chosen clients per cell, shape ``CELLS`` reversed, uint16, the top row first.

    Datashader is asked as hvPlot asks it, without the options of a picture, which take longer than the count.
    """
    x, y = plots.axes[across], plots.axes[up]
    canvas = datashader.Canvas(*CELLS, x_range=(x.low, x.high), y_range=(y.low, y.high))
    chosen = plots.frame[list(dict.fromkeys((across, up)))].iloc[np.flatnonzero(mask)]
    return _upright(canvas.points(chosen, across, up, datashader.count()).to_numpy())


def _upright(counts: np.ndarray) -> np.ndarray:
    """Return counts with the top row first, in half the bytes of those of an image of fractions."""
    return np.minimum(np.nan_to_num(counts[::-1]), np.iinfo(np.uint16).max).astype(np.uint16)


def _box(brush: BrushState) -> list[tuple[float, float, float, float]]:
    """Return the box that the conditions on both axes draw; one along the whole axis where only the other has one."""
    spans = [brush.span(role) for role in ("across", "up")]
    if spans == [None, None]:
        return []
    (x0, x1), (y0, y1) = (
        span or (brush.axis(role).low, brush.axis(role).high)
        for role, span in zip(("across", "up"), spans, strict=True)
    )
    return [(x0, y0, x1, y1)]
