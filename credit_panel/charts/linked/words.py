"""The linked pictures in sentences and tables, for who does not see them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from credit_panel.charts.axis_words import scaled_words
from credit_panel.charts.column_words import column_label, column_value
from credit_panel.charts.figure import Table
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.plot_frame import PlotFrame
from credit_panel.portfolio.statistics.chosen import chosen_by
from credit_panel.portfolio.statistics.plot_axis import PlotAxis
from credit_panel.state.brush import BrushState

_BANDS = 6
"""Parts of each axis in the table of the scatter: as many as are read without losing one's place."""


def histogram_summary(brush: BrushState, role: str, t: Translator) -> str:
    """Return what a histogram shows: between which values the middle half of the cohort lies."""
    axis = brush.axis(role)
    label = lower_first(column_label(axis.column, t))
    counts = brush.plots.bin_counts(axis.column, brush.mask)
    total = int(counts.sum())
    if not total:
        return t.gettext("Histogram of: {label}. No chosen client has a value.", label=label)
    low, middle, high = (_quantile(axis, counts, share) for share in (0.25, 0.5, 0.75))
    return t.gettext(
        "Histogram of: {label}. Half of the {count} chosen clients with a value lie between about {low} and {high}, "
        "the middle one at {middle}.",
        label=label,
        count=t.number(total),
        low=scaled_words(axis, low, t),
        middle=scaled_words(axis, middle, t),
        high=scaled_words(axis, high, t),
    )


def bars_summary(brush: BrushState, t: Translator) -> str:
    """Return what the bars show: the most frequent level of the cohort."""
    column = brush.bars
    label, counts = lower_first(column_label(column, t)), brush.plots.level_counts(column, brush.mask)
    if not counts.sum():
        return t.gettext("Bars of: {label}. No client is chosen.", label=label)
    first = int(counts.argmax())
    return t.gettext(
        "Bars of: {label}. The most frequent among the chosen clients is: {level}, {count} clients.",
        label=label,
        level=lower_first(column_value(column, brush.plots.levels[column][first], t)),
        count=t.number(counts[first]),
    )


def scatter_summary(brush: BrushState, t: Translator) -> str:
    """Return what the scatter shows: how the two columns go together among the chosen clients."""
    across, up = brush.axis("x").column, brush.axis("y").column
    names = {"across": lower_first(column_label(across, t)), "up": lower_first(column_label(up, t))}
    rows = slice(None) if brush.mask is None else chosen_by(brush.mask).rows
    x, y = (brush.plots.positions[column][rows] for column in (across, up))
    both = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    x, y = x[both], y[both]
    if len(both) < 3 or x.min() == x.max() or y.min() == y.max():
        return t.gettext("Scatter of: {across}, and {up}. Too few different clients are chosen to compare.", **names)
    together = float(np.corrcoef(x, y)[0, 1])
    return t.gettext(
        "Scatter of: {across}, and {up}. Among {count} chosen clients the correlation on these axes is {r}.",
        **names,
        count=t.number(len(both)),
        r=t.number(together, 2),
    )


def histogram_table(brush: BrushState, role: str, t: Translator) -> Table:
    """Return the counts of a histogram, all clients beside the cohort."""
    axis = brush.axis(role)
    everyone, chosen = brush.plots.bin_counts(axis.column), brush.plots.bin_counts(axis.column, brush.mask)
    rows = [(name, t.number(a), t.number(c)) for name, a, c in zip(bin_names(axis, t), everyone, chosen, strict=True)]
    lacking, without = (brush.plots.missing_count((axis.column,), mask) for mask in (None, brush.mask))
    if lacking:
        rows.append((t.gettext("not given"), t.number(lacking), t.number(without)))
    return Table((column_label(axis.column, t), t.gettext("All clients"), t.gettext("Cohort")), tuple(rows))


def bars_table(brush: BrushState, t: Translator) -> Table:
    """Return the counts of the bars, all clients beside the cohort."""
    column = brush.bars
    counts = zip(
        brush.plots.levels[column],
        brush.plots.level_counts(column),
        brush.plots.level_counts(column, brush.mask),
        strict=True,
    )
    rows = [(column_value(column, level, t), t.number(a), t.number(c)) for level, a, c in counts]
    return Table((column_label(column, t), t.gettext("All clients"), t.gettext("Cohort")), tuple(rows))


def scatter_table(brush: BrushState, t: Translator) -> Table:
    """Return how many chosen clients lie in each part of the scatter, and how many clients in all."""
    x, y = brush.axis("x"), brush.axis("y")
    all_counts, counts = (_cells(brush, x, y, mask) for mask in (None, brush.mask))
    title = t.gettext("{up}, by {across}", up=column_label(y.column, t), across=lower_first(column_label(x.column, t)))
    rows = [
        (
            band,
            *(t.gettext("{n} of {all}", n=t.number(n), all=t.number(whole)) for n, whole in zip(own, of, strict=True)),
        )
        for band, own, of in zip(_bands(y, t), counts, all_counts, strict=True)
    ]
    return Table((title, *_bands(x, t)), tuple(rows))


def bin_names(axis: PlotAxis, t: Translator) -> list[str]:
    """Return what lies in each bin of an axis, in words."""
    return names_between(axis, axis.edges, t)


def names_between(axis: PlotAxis, edges: np.ndarray, t: Translator) -> list[str]:
    """Return what lies between each two of some positions on an axis, in words."""
    words = [scaled_words(axis, 10.0**edge if axis.scale == "log" else float(edge), t) for edge in edges]
    return [t.between(low, high, t.gettext("{low} to {high}", low=low, high=high)) for low, high in pairwise(words)]


def _bands(axis: PlotAxis, t: Translator) -> list[str]:
    """Return the parts of an axis that the table of the scatter has, each several bins wide."""
    size = len(axis.edges) - 1
    return names_between(axis, axis.edges[[-(-place * size // _BANDS) for place in range(_BANDS + 1)]], t)


def _cells(brush: BrushState, x: PlotAxis, y: PlotAxis, mask: np.ndarray | None) -> np.ndarray:
    """Count clients in each part, one row an upper part and one column a part along, shape (bands, bands)."""
    cells = _cell_of_each(brush.plots, x.column, y.column)
    counts = np.bincount(cells if mask is None else cells[chosen_by(mask).rows], minlength=_BANDS**2 + 1)
    return counts[:-1].reshape(_BANDS, _BANDS)


@kept(8)
def _cell_of_each(plots: PlotFrame, across: str, up: str) -> np.ndarray:
    """Return the part in which each client lies, shape (clients,), uint8; one more than the last without a value."""
    bands = []
    for column in (across, up):
        size = len(plots.axes[column].edges) - 1
        band = np.append(np.arange(size) * _BANDS // size, _BANDS).astype(np.uint8)
        bands.append(band[plots.bins[column]])
    lacking = (bands[0] == _BANDS) | (bands[1] == _BANDS)
    return np.where(lacking, np.uint8(_BANDS**2), bands[1] * np.uint8(_BANDS) + bands[0])


def _quantile(axis: PlotAxis, counts: np.ndarray, share: float) -> float:
    """Return a quantile of binned values, in the numbers of the axis."""
    below = np.concatenate([[0], np.cumsum(counts)]) / counts.sum()
    position = float(np.interp(share, below, axis.edges))
    scaled = 10.0**position if axis.scale == "log" else position
    return float(f"{scaled:.2g}") if axis.scale == "log" else round(scaled, 2)
