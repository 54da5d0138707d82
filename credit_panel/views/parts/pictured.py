"""A view with pictures: one block of HTML that leaves a place for each, where the browser draws it.

Beside every picture stand, as before, its title, its sentence and its numbers as a table; its own tools are above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal

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
    from credit_panel.charts.live_plot import LivePlot
    from credit_panel.charts.plot import Plot


class PicturedBlock(Component):
    """HTML with pictures in it; each has a toolbar of buttons, which a canvas's own cannot be for screen readers.

    The browser has the pictures alone: the session holds no model of them, and a change sends their numbers.
    """

    block = param.String(default="", doc="Safe HTML; an element with `data-picture` is the place of that picture.")

    kinds = param.Dict(default={}, doc="How each kind of picture is drawn, by its name: see `charts.drawing.drawing`.")

    drawings = param.Dict(default={}, doc="The kind of each picture, by its place.")

    numbers = param.Dict(default={}, doc="What each picture shows, by its place: see `charts.drawing.numbers`.")

    ground = param.String(default="", doc="The ground that a notebook shows it on, ``light`` or ``dark``, if one does.")

    words = param.Dict(default={}, doc="The tools in the reader's language, titles by place, and the theme.")

    _esm = scripts(
        "parts/elements",
        "parts/messages",
        "parts/axis_marks",
        "parts/picture_gestures",
        "parts/picture",
        "parts/pictures",
    )

    led: ClassVar[dict[str, Any]] = {"ground": Literal["light", "dark"]}

    def __init__(self, style: str, *classes: str, **params: Any) -> None:
        super().__init__(
            margin=0,
            sizing_mode="stretch_width",
            css_classes=[style.rpartition("/")[2], *classes],
            stylesheets=stylesheets(style, "parts/pictures"),
            **params,
        )
        self._style = style
        self._shown: dict[str, Plot] = {}
        self._put: tuple[Any, ...] | None = None
        self._dark = False
        self._live: dict[str, LivePlot] = {}

    def fill(self, block: str, figures: Sequence[Figure], dark: bool | None, t: Translator) -> None:
        """Show a block with the pictures of some figures: see `put`."""
        self.put(block, [(plot.title or figure.title, plot) for figure in figures for plot in figure.plots], dark, t)

    def put(self, block: str, plots: Sequence[tuple[str, Plot]], dark: bool | None, t: Translator) -> None:
        """Show a block with its pictures; one that is drawn already, and of the same kind, changes its numbers alone.

        Parameters
        ----------
        plots
            The title of each, and itself.
        dark
            Whether on a dark ground; None where that is not known yet, and no picture is drawn.
        """
        self._put = (block, plots, dark, t)
        dark = self.ground == "dark" if self.ground else dark
        self._dark = bool(dark)
        self._shown = {plot.key: plot for _, plot in plots}
        kinds, drawings, shown = ({}, {}, {}) if dark is None or not self._shown else self._draw()
        titles = {plot.key: title for title, plot in plots}
        self.param.update(
            block=block,
            words={**_words(t), "titles": titles, "dark": self._dark},
            kinds=kinds,
            drawings=drawings,
            numbers=shown,
        )
        self._live = {key: live for key, live in self._live.items() if key in self._shown}
        for key, live in self._live.items():
            live.show(self._shown[key], dark=self._dark)

    def take_theme(self) -> None:
        """Show in the theme that there is by now, the pictures too."""
        with pn.io.hold():
            self.stylesheets = stylesheets(self._style, "parts/pictures")
            if self._put is not None:
                self.put(*self._put)

    @param.depends("ground", watch=True)
    def _follow_ground(self) -> None:
        if self._put is not None:
            self.put(*self._put)

    def _draw(self) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
        """Return how each kind is drawn, the kind of each picture, and what it shows."""
        from credit_panel.charts.drawing import drawing, kind_name, numbers  # HoloViews: not for a page's first paint

        drawn = {key: drawing(plot, dark=self._dark) for key, plot in self._shown.items()}
        return (
            {kind_name(text): text for text in drawn.values()},
            {key: kind_name(text) for key, text in drawn.items()},
            {key: numbers(plot, dark=self._dark) for key, plot in self._shown.items()},
        )

    def heard(self, key: str) -> Any:
        """Return the stream of HoloViews that hears of gestures on a picture; None where it takes none."""

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures as HoloViews objects that follow it, by place."""
        from credit_panel.charts.live_plot import LivePlot

        for key, plot in self._shown.items():
            if key not in self._live:
                self._live[key] = LivePlot(plot, dark=self._dark, heard=self.heard(key))
        return {key: live.object for key, live in self._live.items()}


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

    def stand_in(self) -> dict[str, str]:
        """Return the sentences of the pictures, and the first that can be drawn without a browser, as it is now."""
        from credit_panel.charts.paper import svg

        told = super().stand_in()
        told["text/plain"] += "".join(f"\n{figure.title}. {figure.summary}" for figure in self._figures)
        plots = [plot for figure in self._figures for plot in figure.plots]
        still = next((plot for plot in plots if all(layer.kind != "image" for layer in plot.layers)), None)
        return told if still is None else told | {"image/svg+xml": svg(still, translator(self.language))}

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
        "box": t.gettext("Drag to zoom, not to choose"),
        "save": t.gettext("Save as a picture"),
        "vector": t.gettext("Save as a drawing (SVG)"),
    }
