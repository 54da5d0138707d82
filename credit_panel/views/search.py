"""Find a client by the first digits of their number, searched on the server."""

from __future__ import annotations

from typing import Any

import panel as pn
import panel_material_ui as pmui
import param
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.state import ClientState

SUGGESTIONS = 10
"""How many numbers are suggested: the browser never holds the whole list."""


class ClientSearch(pn.viewable.Viewer):
    """A search box over all client numbers of the portfolio."""

    state = param.ClassSelector(
        class_=ClientState, allow_None=NoNone, doc="The visitor's client, opened by the search."
    )

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._box = pmui.AutocompleteInput(
            lazy_search=True,
            restrict=False,
            min_characters=1,
            size="small",
            sizing_mode="stretch_width",
            margin=0,
            css_classes=["search"],
        )
        # its own lazy search filters a list that it holds, and new options would erase what is being typed
        setattr(self._box, "_filter_options", self._look_up)  # noqa: B010 - mypy forbids the assignment
        self._box.param.watch(self._open, "value")
        self._name_box()
        self._show_client()

    def __panel__(self) -> pn.viewable.Viewable:
        return self._box

    def _look_up(self, query: str, *_: object) -> list[str]:
        return [str(client_id) for client_id in self.state.book.portfolio.search(query, SUGGESTIONS)]

    def _open(self, event: param.parameterized.Event) -> None:
        if event.new:
            self.state.open(event.new)

    @param.depends("state.client_id", watch=True)
    def _show_client(self) -> None:
        text = "" if self.state.client_id is None else str(self.state.client_id)
        if self._box.value != text:
            self._box.param.update(options=[text] if text else [], value=text)

    @param.depends("language", "state.unknown", watch=True)
    def _name_box(self) -> None:
        t = translator(self.language)
        unknown = self.state.unknown
        self._box.param.update(
            label=t.gettext("Client number"),
            placeholder=t.gettext("First digits"),
            error_state=bool(unknown),
            helper_text=t.gettext("No client has the number {number}.", number=unknown) if unknown else "",
        )
