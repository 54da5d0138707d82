"""What the tabs of the model have in common: a book, and which model they speak of."""

from __future__ import annotations

import param
from param.parameters import NoNone

from credit_panel.locale import Translator
from credit_panel.portfolio import Book
from credit_panel.views.drawn_view import HtmlView


class ModelView(HtmlView):
    """A view of the served model."""

    style = "model"

    book = param.ClassSelector(class_=Book, allow_None=NoNone, doc="The model and its portfolio, shared and immutable.")


def eyebrow(book: Book, t: Translator) -> str:
    """Return which model is shown, as every tab says above its title."""
    stamp = book.scorer.manifest.stamp
    return t.gettext("Model {name}, version {version}", name=stamp.name, version=stamp.version)
