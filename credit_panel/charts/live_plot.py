"""A plot as a HoloViews object that becomes another plot wherever it is shown."""

from __future__ import annotations

import holoviews as hv

from credit_panel.charts.overlay import overlay
from credit_panel.charts.plot import Plot


class LivePlot:
    """A plot as a HoloViews object that becomes another plot where it is shown.

    Parameters
    ----------
    plot
        What it shows at first.
    dark
        Whether it is drawn on a dark ground.
    heard
        Stream that hears of what a visitor draws on it; None where nobody listens.

    Attributes
    ----------
    object : holoviews.DynamicMap
        What is shown. It takes ``.opts``, and goes on following under ``*`` and beside ``+`` of one's own.
    """

    def __init__(self, plot: Plot, *, dark: bool = False, heard: hv.streams.LinkedStream | None = None) -> None:
        self._shown = hv.streams.Pipe(data=(plot, dark))
        if heard is None:
            self.object = hv.DynamicMap(self._draw, streams=[self._shown])
            return
        # a stream is heard on an element of its own, not on an overlay
        lowest = hv.DynamicMap(lambda data: next(iter(self._draw(data))), streams=[self._shown])
        heard.source = lowest
        others = hv.DynamicMap(lambda data: hv.Overlay(list(self._draw(data))[1:]), streams=[self._shown])
        self.object = (lowest * others).opts(hv.Options("Overlay", backend="bokeh", show_legend=False))

    def show(self, plot: Plot, *, dark: bool = False) -> None:
        """Become another plot."""
        self._shown.send((plot, dark))

    @staticmethod
    def _draw(data: tuple[Plot, bool]) -> hv.Overlay:
        return overlay(data[0], dark=data[1])
