"""The bar above every page: the product, the pages, whose data it is, the language and the light or dark theme."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import param
from pydantic import Field

from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.scoring.explanation import ModelStamp
from credit_panel.views.parts.component import Component, Message
from credit_panel.views.parts.scripts import scripts
from credit_panel.views.shell.session_memory import LONGEST

LONGEST_PASSWORD = 1_000
"""Characters of the longest password that is looked at."""

LONGEST_ADDRESS = 100_000
"""Characters of the longest address that is read."""


class Leaving(Message):
    """The client's view is to be left: the code of the branch, or the password of who is logged in."""

    password: Annotated[str, Field(max_length=LONGEST_PASSWORD)]


class Header(Component):
    """One component for the whole bar, since each Material widget costs 15 ms of a session's first paint.

    Each thing it does for the document is a script of its own beside ``header.js``: the address, the connection, the
    terms that explain themselves.

    It also keeps what belongs to the document and not to a view: the ``lang`` attribute, the title of the window, the
    colour scheme, the fragment of the address (Panel's own `Location` puts each one twice into the history, so that
    the browser's back button seems dead), and the line that screen readers speak when the decision changes.
    """

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language, changed by the list."
    )

    dark = param.Boolean(default=None, allow_None=True, doc="Dark theme; None until the browser says what it prefers.")

    synthetic = param.Boolean(default=False, doc="Whether the clients are invented.")

    heading = param.String(default="", doc="What the window's title says before the product's name.")

    fragment = param.String(default="", doc="The address after and with its ``#``; follows the browser and leads it.")

    announcement = param.String(default="", doc="What screen readers speak when it changes.")

    notice = param.String(default="", doc="A sentence that everyone sees until it is closed, such as a bad address.")

    kept = param.String(
        default="", doc="What the browser's tab keeps of the session, from page to page; see `LONGEST`."
    )

    mode: param.Selector[str] = param.Selector(
        default="",
        objects=["", "advisor", "client"],
        doc="Who looks: the advisor, or the client beside them; empty where a page or its state has one view only.",
    )

    guarded = param.Boolean(
        default=False, doc="Whether leaving the client's view takes a code, or the password of who is logged in."
    )

    pin = param.Boolean(default=False, doc="Whether it is a code that leaving takes.")

    refused = param.String(default="", doc="Why the client's view was not left, a sentence; empty when all is well.")

    tour = param.Boolean(default=False, doc="Whether the tour was asked for; the page makes it then.")

    page = param.String(default="", doc="Key of the page that is open, which the bar marks.")

    pages = param.List(default=[], item_type=str, doc="Keys of the pages that the bar leads to, in its order.")

    visitor = param.String(default="", doc="Who is logged in, with a link to their account; empty without a login.")

    words = param.Dict(default={}, doc="The bar's texts in the reader's language.")

    led: ClassVar[dict[str, Any]] = {
        "language": Language,
        "dark": bool,
        "fragment": Annotated[str, Field(max_length=LONGEST_ADDRESS)],
        "mode": Literal["advisor", "client"],
        "notice": Literal[""],
        "tour": bool,
        "kept": Annotated[str, Field(max_length=LONGEST)],
    }

    message = Leaving

    _esm = scripts(
        "parts/elements",
        "parts/drafts",
        "shell/address",
        "shell/connection",
        "shell/terms",
        "shell/on_screen",
        "shell/shortcuts",
        "shell/tour_offer",
        "shell/paper",
        "shell/excel",
        "shell/session_end",
        "shell/leaving",
        "shell/hold",
        "shell/header",
    )

    sheets = ("shell/header",)

    based = False

    def __init__(self, *, stamp: ModelStamp | None = None, **params: Any) -> None:
        self._stamp = stamp
        super().__init__(**{"sizing_mode": "stretch_width", "margin": 0, **params})

    def may_set(self, name: str, value: object) -> bool:
        """Return whether the browser may set a parameter; a guarded view is left by its code or password alone."""
        return super().may_set(name, value) and not (name == "mode" and self.guarded and self.mode == "client")

    @param.depends("language", "pin", watch=True, on_init=True)
    def _translate(self) -> None:
        t = translator(self.language)
        self.words = {
            "pages": t.gettext("Pages"),
            "client": t.gettext("Client file"),
            "application": t.gettext("New application"),
            "portfolio": t.gettext("Portfolio"),
            "model": t.gettext("Model"),
            "account": t.gettext("Your account"),
            "skip": t.gettext("Skip to the content"),
            "synthetic": t.gettext("Synthetic data"),
            "language": t.gettext("Language"),
            "to_dark": t.gettext("Use the dark theme"),
            "to_light": t.gettext("Use the light theme"),
            "to_client": t.gettext("Show to the client"),
            "to_advisor": t.gettext("Advisor's view"),
            "print": t.gettext("Print"),
            "leaving": {
                "title": t.gettext("Go back to the advisor's view?"),
                "told": t.gettext("This is for the advisor: the whole file, and the way to other clients, come back."),
                "password": t.gettext("Code to leave the client's view") if self.pin else t.gettext("Your password"),
                "leave": t.gettext("Go back"),
                "stay": t.gettext("Stay here"),
            },
            "close": t.gettext("Close this message"),
            "close_sheet": t.gettext("Close"),
            "copy_link": t.gettext("Copy the link to this view"),
            "link_copied": t.gettext("The link is copied."),
            "link_kept": t.gettext("The browser does not let the link be copied: take it from the address bar."),
            "sheet": t.gettext("page {page} of {pages}"),
            "paper_model": ""
            if self._stamp is None
            else t.gettext("Model {name}, version {version}", name=self._stamp.name, version=self._stamp.version),
            "keys": t.gettext("Keyboard shortcuts"),
            "keys_on": t.gettext("Use these keys"),
            "tour": t.gettext("Take the tour"),
            "shortcuts": _shortcuts(t),
            "session": {
                "title": t.gettext("Your session ends soon"),
                "minutes": t.gettext("It ends in about {n} minutes,", n="{n}"),
                "minute": t.gettext("It ends within a minute,"),
                "idle": t.gettext("since nothing was done for a while. What you typed stays in this tab."),
                "last": t.gettext(
                    "since you logged in half a day ago: log in again to go on. What you typed stays in this tab."
                ),
                "stay": t.gettext("Stay logged in"),
                "close": t.gettext("Close"),
            },
            "lost": t.gettext(
                "The connection to the server is lost: trying again. The client, the what-if and what you typed stay."
            ),
        }


def _shortcuts(t: Translator) -> list[list[str]]:
    """Return the keys and what each does, as the sheet names them."""
    return [
        ["/", t.gettext("Search for a client")],
        ["1 … 7", t.gettext("Open a tab by its place")],
        ["d", t.gettext("Go to the advisor's decision")],
        ["l", t.gettext("Copy the link to this view")],
        ["n", t.gettext("Begin a new application")],
        ["?", t.gettext("Show this list")],
    ]
