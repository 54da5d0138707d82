"""Find a client by the first digits of their number, or clients by what they do, ask for and earn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio import Cohort
from credit_panel.portfolio.cohorts.asked import Asked, read_asked
from credit_panel.state import ClientState
from credit_panel.views.parts.component import Component, Message, Text
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.parts.view import View
from credit_panel.views.portfolio.cohort_words import cohort_words

SUGGESTIONS = 10
"""How many numbers are suggested: the browser never holds the whole list."""

READINGS = 5
"""How many meanings of words are suggested."""


class SearchMessage(Message):
    """What stands in the box: to ``look`` for what it may mean, to ``open`` the client, or a meaning to ``find``."""

    kind: Literal["look", "open", "find"]
    text: Text


class SearchBox(Component):
    """A box with a list of suggestions: Material's own takes its value from the server while one types."""

    text = param.String(default="", doc="What was asked for last; what is being typed stays before it.")

    asked = param.String(default="", doc="The text that `found` answers.")

    found = param.List(
        default=[], item_type=dict, doc="What it may mean: a client's number, or criteria with how many meet them."
    )

    note = param.String(default="", doc="What of the text was not understood, or that nobody is found; a sentence.")

    wrong = param.String(default="", doc="Why nobody was opened, a sentence; empty when all is well.")

    words = param.Dict(default={}, doc="The box's texts in the reader's language.")

    message = SearchMessage

    _esm = scripts("parts/elements", "parts/focus", "parts/drafts", "parts/messages", "parts/texts", "client/search")

    sheets = ("client/search",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", "css_classes": ["search"], **params})


class ClientSearch(View):
    """A search box over all clients of the portfolio: a number opens one, words lead to the list of who they mean."""

    state = param.ClassSelector(
        class_=ClientState, allow_None=NoNone, doc="The visitor's client, opened by the search."
    )

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    find: Callable[[str, str], object] | None = param.Callable(  # type: ignore[assignment]
        default=None,
        doc="Lists clients, of a cohort as `Cohort.encode` writes it, with a note; None where nobody does.",
    )

    misread = param.String(default="", doc="What was asked for in words and means nothing; empty when all is well.")

    def __init__(self, **params: Any) -> None:
        self._box = SearchBox()
        self._listed = ""
        super().__init__(**params)
        self._box.on_message(self._receive)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._box

    def _receive(self, message: SearchMessage) -> None:
        match message.kind:
            case "open":
                self._open(message.text)
            case "find":
                self._list(message.text, self._box.asked)
            case "look":
                self._look(message.text)

    def _open(self, text: str) -> None:
        """Open the client of a number, or list those whom words mean."""
        number = "".join(text.split())  # a number that was copied may be grouped
        is_number = number.isascii() and number.isdigit()
        if is_number and (number == text.strip() or self.state.served.portfolio.search(number, 1) == [int(number)]):
            self.misread = ""
            self.state.open(number)
            return
        found = self._readings(self._read(text))
        if found and self.find is not None:
            self._list(found[0][0].encode(), text)
        elif is_number or self.find is None:
            self.state.open(number)
        else:
            self.misread = text.strip()[:40]

    def _list(self, cohort: str, text: str) -> None:
        if self.find is not None:
            self._listed, self.misread = text, ""
            self._fill()
            self.find(cohort, _unread_words(self._read(text), translator(self.language)))

    def _look(self, text: str) -> None:
        t, number = translator(self.language), "".join(text.split())
        found = [
            {"kind": "client", "key": str(n), "text": str(n), "size": ""}
            for n in self.state.served.portfolio.search(number, SUGGESTIONS)
        ]
        note = "" if found else t.gettext("No client's number begins with {text}.", text=text.strip())
        if self.find is not None and not (found and number == text.strip()):
            asked = self._read(text)
            readings = [
                {
                    "kind": "criteria",
                    "key": cohort.encode(),
                    "text": cohort_words(cohort, t),
                    "size": t.ngettext("{n} client", "{n} clients", count),
                }
                for cohort, count in self._readings(asked)
                if count or number != text.strip()
            ]
            found += readings
            if not number.isdigit() or (readings and number != text.strip()):
                note = _unread_words(asked, t) if readings else _nothing_words(text, t)
        self._box.param.update(asked=text, found=found, note=note)

    def _read(self, text: str) -> Asked:
        return read_asked(text, self.state.served.portfolio.schema)

    def _readings(self, asked: Asked) -> list[tuple[Cohort, int]]:
        """Return what a text may mean with how many clients it is, those of nobody only where there is no other."""
        portfolio = self.state.served.portfolio
        counted = [(cohort, len(portfolio.ids_of(cohort.expression()))) for cohort in asked.cohorts]
        return [each for each in counted if each[1]][:READINGS] or counted[:1]

    @param.depends("language", "state.client_id", "state.unknown", "misread", watch=True, on_init=True)
    def _fill(self) -> None:
        t, state = translator(self.language), self.state
        open_now = "" if state.client_id is None else str(state.client_id)
        wrong = t.gettext("No client has the number {number}.", number=state.unknown) if state.unknown else ""
        self._box.param.update(
            text=self.misread or state.unknown or self._listed or open_now,
            wrong=self.misread_words() or wrong,
            words={
                "label": t.gettext("Client number")
                if self.find is None
                else t.gettext("Client number, occupation, amount…"),
                "placeholder": t.gettext("First digits") if self.find is None else t.gettext("driver 12,000"),
                "clear": t.gettext("Clear the search"),
            },
        )

    @param.depends("state.client_id", watch=True)
    def _forget(self) -> None:
        self._listed = self.misread = ""
        self._fill()

    def misread_words(self) -> str:
        """Return that nothing was understood of what was asked for, as a sentence; empty when all is well."""
        return _nothing_words(self.misread, translator(self.language)) if self.misread else ""


def _nothing_words(text: str, t: Translator) -> str:
    return t.gettext(
        "Nothing is understood of “{text}”: type a client's number, an occupation, an employer, an amount or an age.",
        text=text.strip()[:40],
    )


def _unread_words(asked: Asked, t: Translator) -> str:
    if not asked.unread:
        return ""
    return t.gettext("Not understood, and left out: {words}.", words=", ".join(asked.unread[:5])[:80])
