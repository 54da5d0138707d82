"""What the views of one client have in common: a state, a language, and one block of HTML made of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.palette import css_variables
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.state import ClientState

_STYLES = Path(__file__).parent / "styles"


class ClientView(pn.viewable.Viewer):
    """A view of the client that is open in a visitor's state, redrawn whole when the client or the language changes.

    One block of HTML costs one model in the browser, where a page of widgets costs one a widget.
    """

    state = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(
        default=True, doc="Whether the view is on screen; a hidden one waits to be redrawn until it is shown again."
    )

    style: str = ""
    """Name of the view's style sheet in ``views/styles``, and of its class in the layout around it."""

    def __init__(self, **params: Any) -> None:
        self._stale = True
        self._pane = pn.pane.HTML(
            "",
            sizing_mode="stretch_width",
            margin=0,
            css_classes=[self.style],
            stylesheets=stylesheets(self.style),
        )
        super().__init__(**params)

    @param.depends("state.explanation", "state.unknown", "state.recent", "language", watch=True, on_init=True)
    def _redraw(self) -> None:
        self._stale = True
        self._show()

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        if self.shown and self._stale:
            self._stale = False
            self._pane.object = str(self.html(translator(self.language)))
        self._pane.visible = self.shown

    def html(self, t: Translator) -> Markup:
        """Return the view as safe HTML in the language of `t`."""
        raise NotImplementedError

    def __panel__(self) -> pn.viewable.Viewable:
        return self._pane


def stylesheets(style: str) -> list[str]:
    """Return the style sheets of a view: the colours, what all views share, and its own."""
    return [css_variables(), _css("base"), _css(style)]


def _css(name: str) -> str:
    return (_STYLES / f"{name}.css").read_text(encoding="utf-8")
