"""The linked view: two histograms, bars and a scatter of all clients under one brush, and its keyboard twins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.charts.linked.bars import bars
from credit_panel.charts.linked.histogram import histogram
from credit_panel.charts.linked.own_picture import own_picture
from credit_panel.charts.linked.scatter import scatter
from credit_panel.charts.palette import css_variables
from credit_panel.charts.plot import Plot, place_of
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.state.brush import BrushState
from credit_panel.views.parts.style_sheets import css, dressed
from credit_panel.views.parts.view import View
from credit_panel.views.portfolio.brush_card import (
    BrushCard,
    BrushMessage,
    RefusedEnd,
    level_rows,
    not_drawn,
    range_row,
    read_end,
)
from credit_panel.views.portfolio.brushed_block import BrushedBlock
from credit_panel.views.portfolio.heatmap import RateMapView

_CARDS = css("portfolio/linked_cards")

_CARD = css("portfolio/linked_card")

ROLES = {"first": ("first",), "second": ("second",), "bars": ("bars",), "scatter": ("x", "y")}
"""By picture, the parameters of the brush that say which columns it shows."""


class LinkedView(View):
    """Four pictures and their cards; a gesture on any of them, or a box beside them, redraws all.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> from credit_panel.state import CohortState
    >>> shown = LinkedView(brush=BrushState(cohort=CohortState(current_model())), language="en")
    """

    brush = param.ClassSelector(class_=BrushState, allow_None=NoNone, doc="What the pictures show and choose.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    dark = param.Boolean(default=False, doc="Whether the pictures are drawn on a dark ground.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._refused: dict[str, RefusedEnd] = {}
        self._heads = {name: BrushCard() for name in ROLES}
        self._blocks = {name: BrushedBlock(self.brush) for name in ROLES}
        for head in self._heads.values():
            head.on_message(self._receive)
        self._rates = RateMapView(brush=self.brush, language=self.language, dark=self.dark)
        cards = [
            _card("large" if name == "scatter" else "small", self._heads[name], self._blocks[name]) for name in ROLES
        ]
        self._layout = pn.Column(
            *cards, _card("large", self._rates), sizing_mode="stretch_width", margin=0, stylesheets=[_CARDS]
        )
        # HoloViews tells of gestures without the page's lock: Panel would lose what else the visitor does just then
        self.brush.hand_over = partial(pn.state.execute, schedule=True)
        self._draw_all()
        self.brush.param.watch(self._draw_all, "version")
        self.brush.param.watch(self._change_columns, ["first", "second", "bars", "x", "y"])

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @property
    def plots(self) -> dict[str, Any]:
        """The pictures as HoloViews objects: ``first``, ``second``, ``bars``, ``scatter`` and ``default-rate``.

        Each takes ``.opts(...)``, ``*`` an annotation and ``+`` a neighbour, follows the brush, the columns, the
        language and the theme wherever it is shown, and takes the brush's gestures there.
        """
        shown = (block.plots for block in self._blocks.values())
        return {name: plot for plots in shown for name, plot in plots.items()} | self._rates.plots

    def join(
        self,
        draw: Callable[[Any], Any],
        x: str | None = None,
        y: str | None = None,
        columns: Sequence[str] | None = None,
    ) -> Any:
        """Return a picture of your own under the same brush: it is drawn of the chosen clients, and a box chooses.

        Parameters
        ----------
        draw
            Returns the picture, an element of HoloViews or hvPlot, of a Polars frame of the chosen clients.
        x, y
            The columns along its axes, in whose numbers a box chooses.
        columns
            Those of the frame; `x` and `y` when None.

        Returns
        -------
        holoviews.DynamicMap
            Which takes ``.opts(...)``, ``*`` and ``+`` like those of `plots`.
        """
        return own_picture(self.brush, draw, x, y, columns)

    @param.depends("language", watch=True)
    def _speak(self) -> None:
        self._rates.language = self.language

    @param.depends("dark", watch=True)
    def _follow_theme(self) -> None:
        self._rates.dark = self.dark

    @param.depends("language", "dark", watch=True)
    def _draw_all(self, *_: param.parameterized.Event) -> None:
        self._draw(*ROLES)

    def _draw(self, *names: str) -> None:
        t = translator(self.language)
        titles = _titles(t)
        with pn.io.hold():
            for name in names:
                drawable, block = self._is_drawable(name), self._blocks[name]
                plot = self._plot(name, t) if drawable else None
                place = "" if plot is None else str(place_of(plot, t))
                block.put(place, [] if plot is None else [(titles[name], plot)], self.dark, t)
                block.visible = drawable
            self._fill()

    def _plot(self, name: str, t: Translator) -> Plot:
        if name == "bars":
            return bars(self.brush, t)
        return scatter(self.brush, t) if name == "scatter" else histogram(self.brush, name, t)

    def _change_columns(self, *events: param.parameterized.Event) -> None:
        changed = {event.name for event in events}
        self._draw(*(name for name, roles in ROLES.items() if changed & {*roles}))

    def _fill(self) -> None:
        t = translator(self.language)
        titles = _titles(t)
        for name, roles in ROLES.items():
            if name == "bars":
                content = level_rows(self.brush, t)
            else:
                content = {"rows": [range_row(self.brush, role, self._refused.get(role), t) for role in roles]}
            if not self._is_drawable(name):
                note = t.gettext("All clients have the same value, or none: no picture.")
            elif name == "scatter":
                note = not_drawn(self.brush, tuple(self.brush.axis(role).column for role in roles), t)
            else:
                note = ""
            self._heads[name].content = {"title": titles[name], "note": note, **content}

    def _is_drawable(self, name: str) -> bool:
        return name == "bars" or all(self.brush.axis(role).is_drawable for role in ROLES[name])

    def _receive(self, message: BrushMessage) -> None:
        kind, role, value = message.kind, message.role, message.value
        if kind == "level":
            levels = self.brush.plots.levels[self.brush.bars]
            if value.isascii() and value.isdigit() and int(value[:4]) < len(levels):
                self.brush.tap(levels[int(value[:4])])
        elif kind == "column":
            if any(role in roles for roles in ROLES.values()) and value in self.brush.param[role].objects:
                self._refused.pop(role, None)
                setattr(self.brush, role, value)
        elif role in ("first", "second", "x", "y"):
            self._receive_range(kind, role, value, message.on)

    def _receive_range(self, kind: str, role: str, value: str, up: bool) -> None:
        axis = self.brush.axis(role)
        self._refused.pop(role, None)
        if kind == "lift":
            self.brush.cohort.where(axis.column, None)
        elif kind == "missing":
            self.brush.choose_missing(role, up)
        elif kind == "step":
            self.brush.step(role, value == "high", up)
        elif kind in ("low", "high"):
            low, high = self.brush.ends(role)
            try:
                end = read_end(axis.column, value, translator(self.language))
            except ValueError:
                self._refused[role] = RefusedEnd(kind, value[:40], "text")
            else:
                low, high = (end, high) if kind == "low" else (low, end)
                if not self.brush.between(role, low, high):
                    self._refused[role] = RefusedEnd(kind, value[:40], "order")
        self._fill()


def _titles(t: Translator) -> dict[str, str]:
    return {
        "first": t.gettext("Histogram: drag across it to choose; Esc or a double click lifts it"),
        "second": t.gettext("Histogram: drag across it to choose; Esc or a double click lifts it"),
        "bars": t.gettext("Bars: tap one to choose it"),
        "scatter": t.gettext("Scatter: drag a box to choose; Esc or a double click lifts it"),
    }


def _card(size: str, *parts: Any) -> pn.Column:
    card = pn.Column(*parts, sizing_mode="stretch_width", margin=0, css_classes=[size])
    return dressed(card, lambda: [css_variables(), _CARD])
