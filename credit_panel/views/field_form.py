"""The form of raw fields, one component: for an application typed in, and for the table of a what-if."""

from __future__ import annotations

from typing import Any, ClassVar

import panel as pn
import param

from credit_panel.locale import LANGUAGES, Language
from credit_panel.views.scripts import scripts
from credit_panel.views.style_sheets import stylesheets


class FieldForm(pn.custom.JSComponent):
    """Fields by theme, each with its value and what is wrong with it; or the same fields as rows of a table.

    The browser sends ``{kind, serial}`` with what was done: ``enter`` the ``texts`` by field (once typing pauses),
    ``back`` to the own value of a ``field``, ``start`` from the client of a ``text``, ``clear`` all, or ``restore``
    the ``texts`` of a draft. One message is sent at a time, and again until `answered` names its serial number, so
    that a lost connection loses nothing. A text that is being typed is never replaced.
    """

    sections = param.List(default=[], item_type=dict, doc="Themes and their fields, see `field_words.sections`.")

    entries = param.Dict(default={}, doc="By field: its text, what is wrong, and in a table its own value.")

    summary = param.List(default=[], item_type=dict, doc="What is needed and what is wrong, with links to the fields.")

    words = param.Dict(default={}, doc="The form's texts in the reader's language.")

    origin = param.String(default="", doc="Number of the client whose fields were copied.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The language that the texts are typed in."
    )

    table = param.Boolean(default=False, constant=True, doc="Whether the fields are the rows of one table.")

    draft = param.Boolean(default=False, constant=True, doc="Whether the browser's tab keeps what is typed.")

    answered = param.Integer(default=0, doc="Serial number of the last message that was answered.")

    _esm = scripts("elements", "drafts", "field_form")

    _stylesheets: ClassVar[list[str]] = stylesheets("field_form")

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
