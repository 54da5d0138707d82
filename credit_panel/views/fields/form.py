"""The form of raw fields, one component: for an application typed in, and for the table of a what-if."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import param
from pydantic import Field

from credit_panel.locale import LANGUAGES, Language
from credit_panel.views.parts.component import Component, Key, Message, Text
from credit_panel.views.parts.scripts import scripts

_Texts = Annotated[dict[Key, Text], Field(max_length=500)]


class Entered(Message):
    """Texts were typed, by field."""

    kind: Literal["enter"]
    texts: _Texts


class TakenBack(Message):
    """A field goes back to its own value."""

    kind: Literal["back"]
    field: Key


class Started(Message):
    """The fields of the client of this number are to be copied."""

    kind: Literal["start"]
    text: Text


class Restored(Message):
    """A draft that the browser kept: its texts, their language, and the client whose fields were copied."""

    kind: Literal["restore"]
    language: Language
    origin: Key
    texts: _Texts


class FormUsed(Message):
    """All fields are to be emptied, or the table was unfolded or folded."""

    kind: Literal["clear", "open", "close"]


FormMessage = Entered | TakenBack | Started | Restored | FormUsed
"""What the browser sends of a form."""


class FieldForm(Component):
    """Fields by theme, each with its value and what is wrong with it; or the same fields as rows of a table.

    Texts are sent once typing pauses. One message is sent at a time, and again until `answered` names its serial
    number, so that a lost connection loses nothing. A text that is being typed is never replaced.
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

    message = Annotated[FormMessage, Field(discriminator="kind")]

    _esm = scripts("parts/elements", "parts/focus", "parts/drafts", "parts/texts", "fields/form")

    sheets = ("fields/form",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
