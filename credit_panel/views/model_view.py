"""What the tabs of the model have in common: a book, a language, and one block of HTML that is drawn while shown."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio import Book
from credit_panel.views.client_view import stylesheets


class ModelView(pn.viewable.Viewer):
    """A view of the served model, redrawn whole when the language changes."""

    book = param.ClassSelector(class_=Book, allow_None=NoNone, doc="The model and its portfolio, shared and immutable.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(
        default=True, doc="Whether the view is on screen; a hidden one waits to be redrawn until it is shown again."
    )

    def __init__(self, **params: Any) -> None:
        self._stale = True
        self._pane = html_pane()
        self._layout = self.lay_out()
        super().__init__(**params)

    def lay_out(self) -> pn.viewable.Viewable:
        """Return what Panel lays out: the block alone, unless a view has a control beside it."""
        return self._pane

    @param.depends("language", watch=True, on_init=True)
    def _redraw(self) -> None:
        self._stale = True
        self._show()

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        if self.shown and self._stale:
            self._stale = False
            with pn.io.hold():
                self._draw(translator(self.language))
        self._layout.visible = self.shown

    def _draw(self, t: Translator) -> None:
        self._pane.object = str(self.html(t))

    def html(self, t: Translator) -> Markup:
        """Return the view as safe HTML in the language of `t`."""
        raise NotImplementedError

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout


def html_pane() -> pn.pane.HTML:
    """Return an empty pane with the style of the model's tabs."""
    return pn.pane.HTML(
        "", sizing_mode="stretch_width", margin=0, css_classes=["model"], stylesheets=stylesheets("model")
    )


def eyebrow(book: Book, t: Translator) -> str:
    """Return which model is shown, as every tab says above its title."""
    stamp = book.scorer.manifest.stamp
    return t.gettext("Model {name}, version {version}", name=stamp.name, version=stamp.version)
