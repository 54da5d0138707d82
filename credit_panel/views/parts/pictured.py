"""A view with pictures: one block of HTML that leaves a place for each, where HoloViews draws it.

Beside every picture stand, as before, its title, its sentence and its numbers as a table; its own tools are above it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import panel as pn
import param
from markupsafe import Markup
from panel.viewable import Children

from credit_panel.charts.figure import Figure
from credit_panel.locale import Translator, translator
from credit_panel.views.parts.component import Component
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.style_sheets import stylesheets

if TYPE_CHECKING:
    from credit_panel.charts.drawing import PlotPicture
    from credit_panel.charts.plot import Plot


class PicturedBlock(Component):
    """HTML with pictures in it; each has a toolbar of buttons, which a canvas's own cannot be for screen readers."""

    block = param.String(default="", doc="Safe HTML; an element with `data-picture` is the place of that picture.")

    pictures = Children(default=[], doc="The pictures.")

    places = param.List(default=[], item_type=str, doc="By picture, the name of its place.")

    words = param.Dict(default={}, doc="The tools in the reader's language, titles and units by place, and the theme.")

    _esm = scripts("parts/elements", "parts/pictures")

    _render_policy = "manual"  # the script itself puts further pictures into their places

    def __init__(self, style: str, *classes: str, **params: Any) -> None:
        super().__init__(
            margin=0,
            sizing_mode="stretch_width",
            css_classes=[style.rpartition("/")[2], *classes],
            stylesheets=stylesheets(style, "parts/pictures"),
            **params,
        )
        self._drawn: dict[str, tuple[PlotPicture, pn.pane.HoloViews]] = {}
        self._plots: dict[str, Plot] = {}
        self._asked = 0

    def fill(self, block: str, figures: Sequence[Figure], dark: bool | None, t: Translator) -> None:
        """Show a block with its pictures; one that is drawn already, and of the same kind, changes its numbers alone.

        Parameters
        ----------
        dark
            Whether on a dark ground; None where that is not known yet, and no picture is drawn.
        """
        self._plots = {} if dark is None else {plot.key: plot for figure in figures for plot in figure.plots}
        self._dark, self._asked = bool(dark), self._asked + 1
        self._words_of = {
            "titles": {plot.key: figure.title for figure in figures for plot in figure.plots},
            "units": {key: (plot.x.unit, plot.y.unit) for key, plot in self._plots.items()},
            "dark": self._dark,
        }
        self._drawn = {key: drawn for key, drawn in self._drawn.items() if self._turn(key, drawn[0])}
        self._put(block, t)
        self._draw_next(self._asked, t)

    def _turn(self, key: str, picture: PlotPicture) -> bool:
        """Return whether a picture is wanted still, and have it show what it is to show now."""
        plot = self._plots.get(key)
        if plot is None or picture.is_dark != self._dark or not picture.takes(plot):
            return False
        picture.show(plot)
        return True

    def _draw_next(self, asked: int, t: Translator) -> None:
        """Draw the first picture that is lacking; on a server the next one after what other visitors wait for."""
        document = pn.state.curdoc
        served = document is not None and document.session_context is not None
        lacking = [key for key in self._plots if key not in self._drawn]
        while lacking and asked == self._asked:
            self._draw(lacking.pop(0))
            self._put(self.block, t)
            if served and lacking:
                pn.state.execute(partial(self._draw_next, asked, t), schedule=True)
                return

    def _draw(self, key: str) -> None:
        from credit_panel.charts.drawing import PlotPicture  # HoloViews: nothing of it is in a page's first paint

        picture = PlotPicture(self._plots[key], dark=self._dark)
        pane = pn.pane.HoloViews(picture.object, backend="bokeh", sizing_mode="stretch_width", margin=0)
        self._drawn[key] = picture, pane

    def _put(self, block: str, t: Translator) -> None:
        self.place(block, {key: pane for key, (_, pane) in self._drawn.items()}, self._words_of, t)

    def place(
        self, block: str, panes: Mapping[str, pn.viewable.Viewable], words: Mapping[str, Any], t: Translator
    ) -> None:
        """Show a block with panes in its places.

        Parameters
        ----------
        words
            By place, ``titles`` and ``units`` of the two axes; and whether they are ``dark``.
        """
        self.param.update(block=block, words={**_words(t), **words}, places=list(panes))
        if list(panes.values()) != self.pictures:
            self.pictures = list(panes.values())

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures as HoloViews objects, by place."""
        return {key: picture.object for key, (picture, _) in self._drawn.items()}


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
        self._block = PicturedBlock(self.style, *self.classes)
        return self._block

    def html(self, t: Translator) -> Markup:
        """Return the view as safe HTML in the language of `t`, having each of its pictures `pictured`."""
        raise NotImplementedError

    @param.depends("dark", watch=True)
    def _follow_theme(self) -> None:
        if self.shown and self._block.block:
            self._block.fill(self._block.block, self._figures, self.dark, translator(self.language))
        else:
            self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the block, and draw its pictures."""
        self._figures.clear()
        block = str(self.html(t))
        self._block.fill(block, self._figures, self.dark, t)

    def pictured(self, figure: Figure) -> Figure:
        """Have a figure's picture drawn in the place that its HTML leaves, and return the figure."""
        self._figures.append(figure)
        return figure

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures on screen as HoloViews objects, by name.

        Each takes ``.opts(...)``, ``*`` an annotation and ``+`` a neighbour, and follows the view.
        """
        return self._block.plots


def _words(t: Translator) -> dict[str, str]:
    return {
        "language": t.language,
        "tools": t.gettext("Tools of the picture: {title}", title="{title}"),
        "nearer": t.gettext("Zoom in"),
        "farther": t.gettext("Zoom out"),
        "whole": t.gettext("Show all of it"),
        "save": t.gettext("Save as a picture"),
    }
