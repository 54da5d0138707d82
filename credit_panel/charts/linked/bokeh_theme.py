"""How the linked pictures look: colours by theme, a bare frame, and a name for screen readers.

Text, axes and grids follow the page's own theme in the browser; what is left are the colours of the data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bokeh.models import Axis, BoxSelectTool, CustomJS, Grid, Plot
from bokeh.models.renderers import GlyphRenderer

from credit_panel.charts.palette import PALETTES, Theme

FONT_SIZES = {"labels": "13px", "ticks": "13px"}


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of one theme in the pictures.

    Parameters
    ----------
    chosen, others
        Of the clients in the cohort, and of all beside them.
    mark
        Of the open client.
    text
        Of numbers beside the bars.
    ground
        Behind the picture.
    chosen_ramp, others_ramp
        From few clients to many, for the scatter.
    """

    chosen: str
    others: str
    mark: str
    text: str
    ground: str
    chosen_ramp: tuple[str, ...]
    others_ramp: tuple[str, ...]


def look(theme: Theme) -> Look:
    """Return the colours of a theme."""
    colours = PALETTES[theme]
    if theme == "light":
        blues = ("#a9d1ea", "#6db1dc", "#3a90c6", "#0072b2", "#004d7a")
        greys = ("#d5dce3", "#c6ced7", "#b5bfca", "#a2aebb", "#8d9bab")
        return Look(colours.favourable, "#cfd6de", colours.adverse_text, colours.ink, colours.card, blues, greys)
    blues = ("#1d4a66", "#2a6d96", "#3f93c6", "#7cc6f0", "#d3edfb")
    greys = ("#253240", "#2d3b4a", "#364656", "#405163", "#4b5d70")
    return Look(colours.favourable, "#3f4e5e", colours.adverse_text, colours.ink, colours.card, blues, greys)


Gesture = Literal["width", "both"]
"""What a drag brushes: along the axis, or a box on both."""


def frame(height: int, gesture: Gesture | None) -> dict[str, Any]:
    """Return the options that every linked picture shares.

    Parameters
    ----------
    height
        Pixels.
    gesture
        What a drag brushes; None for a picture that is tapped only.
    """
    return {
        "responsive": True,
        "height": height,
        "toolbar": None,
        "default_tools": [],  # those that a user asks for beside the brush stay
        "active_tools": ["box_select"] if gesture else [],
        "show_legend": False,
        "fontsize": FONT_SIZES,
        "shared_axes": False,
        "hooks": [_bare(gesture)],
    }


_CANVAS = (Path(__file__).parent / "canvas.js").read_text(encoding="utf-8")
"""Keeps the canvas out of the order of the Tab key, and lets a thumb scroll across it."""


def name_picture(figure: Plot, sentence: str) -> None:
    """Give a picture the sentence that stands for it."""
    attributes = {"role": "img", "aria-label": sentence}
    if figure.html_attributes != attributes:
        figure.html_attributes = attributes


def _bare(gesture: Gesture | None) -> Callable[[Any, Any], None]:
    """Return a hook that gives a picture its one gesture, and drops the lines that say nothing."""

    def dress(plot: Any, _: Any) -> None:
        figure = plot.state
        if "change:inner_width" not in figure.js_property_callbacks:
            figure.js_on_change("inner_width", CustomJS(code=_CANVAS))
        # a brush is told where it was drawn; that it also picks the bars under it would be two messages for nothing
        brushes = [tool for tool in figure.toolbar.tools if isinstance(tool, BoxSelectTool)]
        if gesture and not brushes:
            brushes = [BoxSelectTool(dimensions=gesture, renderers=[])]
            figure.add_tools(*brushes)
        figure.toolbar.active_drag = brushes[0] if brushes else None
        figure.update(background_fill_alpha=0, border_fill_alpha=0, outline_line_color=None, min_border_right=14)
        for axis in figure.select(Axis):
            axis.update(minor_tick_line_color=None, major_tick_line_color=None, axis_line_color=None)
        for grid in figure.select(Grid):
            grid.grid_line_alpha = 0.6
        for renderer in figure.select(GlyphRenderer):
            renderer.update(nonselection_glyph=None, selection_glyph=None)

    return dress
