"""What views have in common: a language, and that they draw when what they show has changed and is on screen."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup

from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.views.parts.style_sheets import ON_PAPER, dressed, stylesheets
from credit_panel.views.parts.view import View


class DrawnView(View):
    """A view that draws itself whole; while it is hidden it waits, and draws once when it is shown again.

    A subclass makes its parts in `lay_out`, fills them in `draw`, and calls `redraw` when what it shows has changed.
    """

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the view is on screen; a hidden one waits to be drawn.")

    def __init__(self, **params: Any) -> None:
        self._stale = True
        self._layout = self.lay_out()
        super().__init__(**params)

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty parts of the view, as Panel lays them out."""
        raise NotImplementedError

    def draw(self, t: Translator) -> None:
        """Fill the parts in the language of `t`."""
        raise NotImplementedError

    @param.depends("language", watch=True, on_init=True)
    def redraw(self, *_: param.parameterized.Event) -> None:
        """Draw now, or when the view is shown again."""
        self._stale = True
        self._show()

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        if self.shown and self._stale:
            self._stale = False
            with pn.io.hold():
                self.draw(translator(self.language))
        self._layout.visible = self.shown

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


class HtmlView(DrawnView):
    """A view in one block of HTML, which costs one model in the browser where widgets cost one each."""

    style: str = ""
    """The view's style sheet as ``room/name``; its name is the class in the layout around it too."""

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the empty block."""
        self._pane = html_pane(self.style)
        return self._pane

    def draw(self, t: Translator) -> None:
        """Fill the block."""
        self._pane.object = str(self.html(t))

    def html(self, t: Translator) -> Markup:
        """Return the view as safe HTML in the language of `t`."""
        raise NotImplementedError


def html_pane(style: str, *classes: str, more: str = "") -> pn.pane.HTML:
    """Return an empty block of HTML as wide as its place, with the sheets of `style`, the CSS `more`, and `classes`."""
    classes = (style.rpartition("/")[2], *classes)
    pane = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, css_classes=[*classes])
    return dressed(pane, lambda: [*stylesheets(style), *([more] if more else [])])


def grid(layout: str, *parts: pn.viewable.Viewable) -> pn.Column:
    """Return parts that lie as the CSS `layout` says, in a column that can be hidden: a grid's own display wins."""
    inside = pn.Column(*parts, sizing_mode="stretch_width", margin=0, stylesheets=[layout, ON_PAPER])
    return stack(inside)


def stack(*parts: pn.viewable.Viewable | pn.viewable.Viewer) -> pn.Column:
    """Return parts one below the other, on paper too, in a column that can be hidden."""
    column = pn.Column(*parts, sizing_mode="stretch_width", margin=0, stylesheets=[ON_PAPER])
    column.param.watch(lambda event: setattr(column, "css_classes", [] if event.new else ["away"]), "visible")
    return column
