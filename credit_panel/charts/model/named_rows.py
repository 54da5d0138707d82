"""Pictures of rows, one below the other: a bar, or a dot with its interval, under the name of each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from credit_panel.charts.axis import Axis
from credit_panel.charts.plot import Layer, Plot, Reading
from credit_panel.scoring import Rate

_ROW, _BELOW = 42, 66
"""Pixels of a row, and of the axis under all of them."""


def bars_plot(key: str, axis: Axis, names: Sequence[str], values: Sequence[float], readings: Sequence[Reading]) -> Plot:
    """Return a bar a row, the first above.

    Parameters
    ----------
    key
        Name of the plot.
    axis
        The axis along the bars, from 0.
    names, values
        What each row is, and how long its bar is.
    readings
        What is read out of each.
    """
    rows = _rows(names)
    columns = {
        "left": np.zeros(len(names)),
        "bottom": rows - 0.34,
        "right": np.asarray(values, dtype=float),
        "top": rows - 0.02,
    }
    bars = Layer("boxes", columns, style={"line_alpha": 0}, readings=readings)
    return Plot(key, axis, _across(names), (bars, _names(axis, names)), _BELOW + _ROW * len(names))


def pairs_plot(
    key: str,
    axis: Axis,
    names: Sequence[str],
    values: Sequence[np.ndarray],
    legend: tuple[str, str],
    readings: Sequence[Reading],
) -> Plot:
    """Return two bars a row, one under the other, as `legend` names them; see `bars_plot`."""
    rows, tones = _rows(names), ("review", "favourable")
    layers = [
        Layer(
            "boxes",
            {
                "left": np.zeros(len(names)),
                "bottom": rows - 0.18 - 0.17 * place,
                "right": np.asarray(shares, dtype=float),
                "top": rows - 0.02 - 0.17 * place,
            },
            tones[place],  # type: ignore[arg-type]
            legend[place],
            {"line_alpha": 0},
            readings,
        )
        for place, shares in enumerate(values)
    ]
    height = _BELOW + _ROW * len(names)
    return Plot(key, axis, _across(names), (*layers, _names(axis, names)), height)


def intervals_plot(
    key: str,
    axis: Axis,
    names: Sequence[str],
    rates: Sequence[Rate],
    reference: tuple[float, str],
    legend: str,
    readings: Sequence[Reading],
) -> Plot:
    """Return a dot with its interval a row, the first above, and a line to hold them against; see `bars_plot`."""
    rows = _rows(names) - 0.2
    ends = {end: np.array([np.nan if getattr(r, end) is None else getattr(r, end) for r in rates]) for end in _ENDS}
    layers = (
        Layer("upright", {"x": np.array([reference[0]])}, "review", reference[1], {"line_width": 1.5}),
        Layer(
            "whiskers", {"y": rows, "low": ends["low"], "high": ends["high"]}, style={"line_width": 3, "alpha": 0.55}
        ),
        Layer("dots", {"x": ends["value"], "y": rows}, name=legend, style={"size": 11}, readings=readings),
        _names(axis, names),
    )
    return Plot(key, axis, _across(names), layers, _BELOW + _ROW * len(names))


_ENDS = ("value", "low", "high")


def _rows(names: Sequence[str]) -> np.ndarray:
    return np.arange(len(names), 0, -1, dtype=float)


def _across(names: Sequence[str]) -> Axis:
    return Axis("", 0.45, len(names) + 0.55)


def _names(axis: Axis, names: Sequence[str]) -> Layer:
    columns = {"x": np.full(len(names), axis.low), "y": _rows(names) + 0.04, "text": list(names)}
    style = {"text_align": "left", "text_baseline": "bottom", "text_font_size": "12.5px"}
    return Layer("texts", columns, "ink", "", style)
