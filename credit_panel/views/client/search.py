"""Find a client by the first digits of their number, searched on the server."""

from __future__ import annotations

from typing import Any, Literal

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.state import ClientState
from credit_panel.views.parts.component import Component, Message, Text
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.view import View

SUGGESTIONS = 10
"""How many numbers are suggested: the browser never holds the whole list."""


class SearchMessage(Message):
    """What stands in the box: to ``look`` for numbers that begin with it, or to ``open`` the client of that number."""

    kind: Literal["look", "open"]
    text: Text


class SearchBox(Component):
    """A box with a list of suggestions: Material's own takes its value from the server while one types."""

    text = param.String(default="", doc="The number that was asked for last; what is being typed stays before it.")

    asked = param.String(default="", doc="The text that `found` answers.")

    found = param.List(default=[], item_type=str, doc="Numbers that begin with it.")

    wrong = param.String(default="", doc="Why nobody was opened, a sentence; empty when all is well.")

    words = param.Dict(default={}, doc="The box's texts in the reader's language.")

    message = SearchMessage

    _esm = scripts("parts/elements", "parts/focus", "parts/drafts", "parts/messages", "parts/texts", "client/search")

    sheets = ("client/search",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", "css_classes": ["search"], **params})


class ClientSearch(View):
    """A search box over all client numbers of the portfolio."""

    state = param.ClassSelector(
        class_=ClientState, allow_None=NoNone, doc="The visitor's client, opened by the search."
    )

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._box = SearchBox()
        super().__init__(**params)
        self._box.on_message(self._receive)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._box

    def _receive(self, message: SearchMessage) -> None:
        number = "".join(message.text.split())  # a number that was copied may be grouped
        if message.kind == "open":
            self.state.open(number)
        else:
            found = self.state.served.portfolio.search(number, SUGGESTIONS)
            self._box.param.update(asked=message.text, found=[str(client_id) for client_id in found])

    @param.depends("language", "state.client_id", "state.unknown", watch=True, on_init=True)
    def _fill(self) -> None:
        t, state = translator(self.language), self.state
        open_now = "" if state.client_id is None else str(state.client_id)
        self._box.param.update(
            text=state.unknown or open_now,
            wrong=t.gettext("No client has the number {number}.", number=state.unknown) if state.unknown else "",
            words={
                "label": t.gettext("Client number"),
                "placeholder": t.gettext("First digits"),
                "clear": t.gettext("Clear the number"),
                "nobody": t.gettext("No client's number begins with {text}.", text="{text}"),
            },
        )
