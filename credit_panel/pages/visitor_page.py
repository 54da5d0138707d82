"""What every page does for its visitor: speaks their language, follows the address, writes to it, is announced."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import panel as pn
import param

from credit_panel.errors import CreditPanelError, ReplacedError
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.pages.ending import hear_of_the_end
from credit_panel.pages.fault_page import fault_pane
from credit_panel.pages.frame import serve_page, visitor_language
from credit_panel.pages.line import is_ours
from credit_panel.pages.portfolio_watch import watch
from credit_panel.pages.reloading import hear_of_a_newer_model
from credit_panel.portfolio import current_model
from credit_panel.server.command import PAGES
from credit_panel.server.visitor import may_open, visitor
from credit_panel.state.address import read_fragment, write_fragment
from credit_panel.views import Header
from credit_panel.views.parts.component import note_refusal
from credit_panel.views.parts.style_sheets import ON_PAPER

_LYING = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


class VisitorPage(param.Parameterized):
    """One visitor's page: the bar above, and the wires between it, the address and what the page holds.

    The address keeps every part it has, those of other pages too, so that the client and the cohort go along when the
    visitor follows a link of the bar.
    """

    key: ClassVar[str] = ""
    """Name of the page in the address and in the bar."""

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self) -> None:
        super().__init__(language=visitor_language())
        self.served = current_model()
        self.served.portfolio.check_current(histories=True)
        self.fault: CreditPanelError | None = None
        self.visitor = visitor.get()
        self.parts: dict[str, str] = {}
        self.following = False
        self.header = Header(
            language=self.language,
            synthetic=self.served.portfolio.manifest.synthetic,
            stamp=self.served.scorer.manifest.stamp,
            page=self.key,
            pages=[page for page in PAGES if may_open(self.visitor, page)],
            visitor="" if self.visitor is None else self.visitor.name,
        )
        self.header.param.watch(self._speak, "language")

    @property
    def holds(self) -> bool:
        """Whether the page stays as it is, whatever the address says."""
        return False

    def content(self) -> list[Any]:
        """Return what stands under the bar."""
        raise NotImplementedError

    def follow(self, parts: dict[str, str]) -> None:
        """Show what the parts of a new address ask for."""

    def set_language(self) -> None:
        """Put all that the page holds into `language`."""

    def serve(self) -> None:
        """Serve the page, then follow its address."""
        content = self.content()
        self.header.param.watch(self._follow, "fragment")
        self._page = serve_page(self.header, content, self.served.scorer.manifest.stamp)
        pn.config.exception_handler = weakly(self._meet)
        if pn.state.curdoc is not None:
            watch(self.served, pn.state.curdoc, self.give_up)
            hear_of_the_end(self.served, pn.state.curdoc, self.tell_of_the_end)
            hear_of_a_newer_model(self.served, pn.state.curdoc, self.tell_of_a_newer_model)

    def give_up(self, error: CreditPanelError) -> None:
        """Take everything off the page and say why: what it shows is of a portfolio that is no more."""
        self.fault = error
        self.header.param.update(heading="", announcement=str(error))
        self._page.main = [fault_pane(error, self.language)]

    def tell_of_a_newer_model(self) -> None:
        """Say that whoever opens a page now is shown another model than this one."""
        t = translator(self.language)
        if self.fault is not None:  # all of this page is gone already
            self.header.notice = t.gettext("A newer model is served: reload the page to see it.")
            return
        self.header.notice = t.gettext(
            "A newer model is served: reload the page to see it. Until then this page stays as it is."
        )

    def tell_of_the_end(self) -> None:
        """Say that the server ends, where everyone sees it until it is closed."""
        self.header.notice = translator(self.language).gettext(
            "This server is about to be started again. The page comes back by itself: the client, the what-if and what "
            "you typed stay."
        )

    def _meet(self, error: Exception) -> None:
        """Give up where a visitor's action met a portfolio that was replaced; any other fault of ours Bokeh logs.

        What comes out of the libraries alone is an event that they could not read, and is dropped.
        """
        if isinstance(error, ReplacedError):
            self.give_up(error)
        elif is_ours(error):
            raise error
        else:
            note_refusal(f"an event that its page does not take ({type(error).__name__})")

    def write(self, **parts: str) -> None:
        """Put parts into the address, each in the place of its last value; an empty one is taken out."""
        self.parts = {name: value for name, value in {**self.parts, **parts}.items() if value}
        self.header.fragment = write_fragment(self.parts)

    def announce(self, sentence: str) -> None:
        """Have a sentence spoken by screen readers."""
        self.header.announcement = sentence

    def _follow(self, event: param.parameterized.Event) -> None:
        if self.fault is not None:
            return
        parts = read_fragment(event.new)
        if self.holds and parts != self.parts:
            self.header.fragment = write_fragment(self.parts)
            return
        if parts == self.parts or (event.new.strip("#") and not parts):
            return
        self.parts, self.following = parts, True
        try:
            with pn.io.hold():
                self.follow(parts)
        finally:
            self.following = False

    def _speak(self, event: param.parameterized.Event) -> None:
        self.language = event.new
        if self.fault is not None:
            self.give_up(self.fault)
            return
        with pn.io.hold():
            self.set_language()


def column(*parts: pn.viewable.Viewable | pn.viewable.Viewer, more: str = "") -> pn.Column:
    """Return what stands under the bar, one part below the other, on paper too; `more` is CSS of the page's own."""
    return pn.Column(*parts, sizing_mode="stretch_width", margin=0, stylesheets=[_LYING, more, ON_PAPER])


def weakly(meet: Callable[[Exception], None]) -> Callable[[Exception], None]:
    """Return a method that does not hold its page: Panel keeps it beside the document, which would never be let go."""
    kept = weakref.WeakMethod(meet)

    def met(error: Exception) -> None:
        method = kept()
        if method is None:
            raise error
        method(error)

    return met
