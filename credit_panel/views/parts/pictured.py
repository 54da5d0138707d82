"""A view with pictures: one block of HTML that leaves a place for each, where the browser draws it.

Beside every picture stand, as before, its title, its sentence and its numbers as a table; its own tools are above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import panel as pn
import param
from markupsafe import Markup

from credit_panel.charts.figure import Figure
from credit_panel.locale import Translator, translator
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.style_sheets import stylesheets

if TYPE_CHECKING:
    from credit_panel.charts.overlay import LivePlot
    from credit_panel.charts.plot import Plot


class PicturedBlock(Component):
    """HTML with pictures in it; each has a toolbar of buttons, which a canvas's own cannot be for screen readers.

    The browser has the pictures alone: the session holds no model of them, and a change sends their numbers.
    """

    block = param.String(default="", doc="Safe HTML; an element with `data-picture` is the place of that picture.")

    drawings = param.Dict(default={}, doc="How each picture is drawn, by its place: see `charts.drawing.drawing`.")

    numbers = param.Dict(default={}, doc="What each picture shows, by its place: see `charts.drawing.numbers`.")

    words = param.Dict(default={}, doc="The tools in the reader's language, titles by place, and the theme.")

    _esm = scripts("parts/elements", "parts/axis_marks", "parts/picture", "parts/pictures")

    def __init__(self, style: str, *classes: str, **params: Any) -> None:
        super().__init__(
            margin=0,
            sizing_mode="stretch_width",
            css_classes=[style.rpartition("/")[2], *classes],
            stylesheets=stylesheets(style, "parts/pictures"),
            **params,
        )

    def fill(self, block: str, figures: Sequence[Figure], dark: bool | None, t: Translator) -> None:
        """Show a block with its pictures; one that is drawn already, and of the same kind, changes its numbers alone.

        Parameters
        ----------
        dark
            Whether on a dark ground; None where that is not known yet, and no picture is drawn.
        """
        titles = {plot.key: figure.title for figure in figures for plot in figure.plots}
        found: dict[str, tuple[str, str]] = {}
        if titles and dark is not None:
            from credit_panel.charts.drawing import drawing, numbers  # HoloViews: not in a page's first paint

            plots = [plot for figure in figures for plot in figure.plots]
            found = {plot.key: (drawing(plot, dark=dark), numbers(plot, dark=dark)) for plot in plots}
        self.param.update(
            block=block,
            words={**_words(t), "titles": titles, "dark": bool(dark)},
            drawings={key: drawn for key, (drawn, _) in found.items()},
            numbers={key: shown for key, (_, shown) in found.items()},
        )


class PicturedView(DrawnView):
    """A view in one block of HTML with pictures in it, which its subclass names as it makes the HTML."""

    style: str = ""
    """The view's style sheet as ``room/name``; its name is a class in the layout around it too."""

    classes: ClassVar[tuple[str, ...]] = ()
    """Further classes in the layout around it."""

    dark = param.Boolean(
        default=False, allow_None=True, doc="Whether the ground is dark; None until known, when nothing is drawn."
    )

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._figures: list[Figure] = []
        self._live: dict[str, LivePlot] = {}
        self._block = PicturedBlock(self.style, *self.classes)
        return self._block

    def html(self, t: Translator) -> Markup:
        """Return the view as safe HTML in the language of `t`, having each of its pictures `pictured`."""
        raise NotImplementedError

    @param.depends("dark", watch=True)
    def _follow_theme(self) -> None:
        if self.shown and self._block.block:
            self._fill(self._block.block, translator(self.language))
        else:
            self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the block, and draw its pictures."""
        self._figures.clear()
        block = str(self.html(t))
        self._fill(block, t)

    def _fill(self, block: str, t: Translator) -> None:
        self._block.fill(block, self._figures, self.dark, t)
        plots = self._plots()
        self._live = {key: live for key, live in self._live.items() if key in plots}
        for key, live in self._live.items():
            live.show(plots[key], dark=bool(self.dark))

    def _plots(self) -> dict[str, Plot]:
        return {plot.key: plot for figure in self._figures for plot in figure.plots}

    def pictured(self, figure: Figure) -> Figure:
        """Have a figure's picture drawn in the place that its HTML leaves, and return the figure."""
        self._figures.append(figure)
        return figure

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures on screen as HoloViews objects, by name.

        Each takes ``.opts(...)``, ``*`` an annotation and ``+`` a neighbour, and follows the view.
        """
        from credit_panel.charts.overlay import LivePlot

        for key, plot in self._plots().items():
            self._live.setdefault(key, LivePlot(plot, dark=bool(self.dark)))
        return {key: live.object for key, live in self._live.items()}


def _words(t: Translator) -> dict[str, str]:
    return {
        "language": t.language,
        "tools": t.gettext("Tools of the picture: {title}", title="{title}"),
        "nearer": t.gettext("Zoom in"),
        "farther": t.gettext("Zoom out"),
        "whole": t.gettext("Show all of it"),
        "save": t.gettext("Save as a picture"),
    }
