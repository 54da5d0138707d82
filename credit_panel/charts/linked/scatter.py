"""A linked scatter of two columns, rasterised: how many clients lie where, the cohort over all."""

from __future__ import annotations

import numpy as np

from credit_panel.charts.axis_words import plot_axis
from credit_panel.charts.column_words import column_label
from credit_panel.charts.linked.words import names_between, scatter_summary
from credit_panel.charts.plot import Layer, Plot
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.density import CELLS, density, density_of_all
from credit_panel.state.brush import BrushState

HEIGHT = 372

READ = (10, 10)
"""Cells of the image, along and up, that are read out together: a few pixels could not be pointed at."""


def scatter(brush: BrushState, t: Translator) -> Plot:
    """Return the scatter of the two chosen columns."""
    across, up = brush.axis("x"), brush.axis("y")
    bounds = (float(across.low), float(up.low), float(across.high), float(up.high))
    everyone = density_of_all(brush.plots, across.column, up.column)
    chosen = everyone if brush.mask is None else density(brush.plots, across.column, up.column, brush.mask)
    # the same range whoever is chosen, so that a colour keeps its meaning
    shown = {"bounds": bounds, "most": int(everyone.max(initial=2))}
    found = [brush.position(column) for column in (across.column, up.column)]
    marked = [[place] for place in found] if None not in found else [[], []]
    layers = (
        Layer("boxes", _box(brush), style={"fill_alpha": 0, "line_width": 2}),
        Layer("image", {"image": everyone, **shown}, "others", t.gettext("All clients")),
        Layer("image", {"image": chosen, **shown}, name=t.gettext("Cohort")),
        Layer(
            "dots",
            {"x": np.array(marked[0], dtype=float), "y": np.array(marked[1], dtype=float)},
            "adverse_text",
            t.gettext("the open client") if marked[0] else "",
            style={"marker": "diamond", "size": 17},
        ),
        _read_out(brush, everyone, chosen, t),
    )
    axes = plot_axis(across, t), plot_axis(up, t, 6)
    return Plot("scatter", *axes, layers, HEIGHT, scatter_summary(brush, t), gesture="box")


def _read_out(brush: BrushState, everyone: np.ndarray, chosen: np.ndarray, t: Translator) -> Layer:
    """Return boxes that show nothing and read out how many clients lie in them."""
    parts = [size // step for size, step in zip(CELLS, READ, strict=True)]
    counts = [image.reshape(parts[1], READ[1], parts[0], READ[0]).sum(axis=(1, 3)) for image in (everyone, chosen)]
    rows, columns = np.nonzero(counts[0])
    axes = [brush.axis(role) for role in ("x", "y")]
    cuts = [np.linspace(axis.low, axis.high, count + 1) for axis, count in zip(axes, parts, strict=True)]
    names = [names_between(axis, edges, t) for axis, edges in zip(axes, cuts, strict=True)]
    places = columns, parts[1] - 1 - rows
    told = [
        (column_label(axis.column, t), [words[place] for place in at])
        for axis, words, at in zip(axes, names, places, strict=True)
    ]
    for name, found in zip((t.gettext("All clients"), t.gettext("Cohort")), counts, strict=True):
        told.append((name, [t.number(n) for n in found[rows, columns].tolist()]))
    (left, right), (bottom, top) = ((edges[at], edges[at + 1]) for edges, at in zip(cuts, places, strict=True))
    boxes = {"left": left, "bottom": bottom, "right": right, "top": top}
    return Layer("boxes", boxes, style={"alpha": 0, "line_alpha": 0}, readings=told)


def _box(brush: BrushState) -> dict[str, np.ndarray]:
    """Return the box that the conditions on both axes draw; one along the whole axis where only the other has one."""
    spans = [brush.span(role) for role in ("x", "y")]
    if spans == [None, None]:
        return dict.fromkeys(("left", "bottom", "right", "top"), np.empty(0))
    (x0, x1), (y0, y1) = (
        span or (brush.axis(role).low, brush.axis(role).high) for role, span in zip(("x", "y"), spans, strict=True)
    )
    return {name: np.array([float(end)]) for name, end in (("left", x0), ("bottom", y0), ("right", x1), ("top", y1))}
