"""The score of a new application, explained like a client's, or what it still waits for."""

from __future__ import annotations

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.locale import Translator
from credit_panel.portfolio.range_seen import unseen_values
from credit_panel.portfolio.statistics.budget import budget_of
from credit_panel.state.application import ApplicationState
from credit_panel.views.client.decision import decision_html
from credit_panel.views.parts.budget_words import doubt_words
from credit_panel.views.parts.drawn_view import DrawnView, html_pane
from credit_panel.views.parts.file_notes import unseen_words
from credit_panel.views.parts.service_trouble import TroubleBlock, service_words
from credit_panel.views.parts.style_sheets import css
from credit_panel.views.parts.term_words import term_words

_SUPERSEDED = css("application/superseded")


class ApplicationResult(DrawnView):
    """The decision about one visitor's application, redrawn at each change."""

    state = param.ClassSelector(class_=ApplicationState, allow_None=NoNone, doc="The visitor's application.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return what the score still waits for, above the decision."""
        self._notice = html_pane("application/application")
        self._decision = html_pane("client/decision", more=_SUPERSEDED)
        self._drawn: tuple[object, ...] = ()
        self._trouble: TroubleBlock | None = None
        self._column = pn.Column(
            self._notice, self._decision, sizing_mode="stretch_width", margin=0, css_classes=["result"]
        )
        return self._column

    @param.depends("state.explanation", "state.current", "state.problems", "state.asked", "state.trouble", watch=True)
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw what is waited for, and the decision anew unless it is of before the last entry."""
        state = self.state
        unseen = unseen_values(state.served.portfolio, state.values) if state.current else ()
        told = [unseen_words(found, t) for found in unseen]
        if state.current and (doubt := doubt_words(budget_of(state.values), t)):
            told.insert(0, doubt)
        self._tell_trouble(t)
        words = {"unseen": told, "current": state.current, **self._waiting(t)}
        self._notice.object = str(render("views", "application/wait.html", t, words))
        self._notice.visible = not state.current or bool(told)
        self._decision.visible = state.explanation is not None
        self._decision.css_classes = [] if state.current else ["superseded"]
        drawn = (state.explanation, self.language)
        if (state.current or state.explanation is None) and drawn != self._drawn:
            self._drawn = drawn
            self._decision.object = str(self.html(t))

    def html(self, t: Translator) -> Markup:
        """Return the decision as safe HTML in the language of `t`, nothing while there is none."""
        explanation = self.state.explanation
        if explanation is None:
            return Markup("")
        terms = self.state.terms()
        note = "" if terms is None else term_words(terms, t)
        return decision_html(self.state.served, explanation, self.state.points_otherwise(), t, heading="h2", note=note)

    def _tell_trouble(self, t: Translator) -> None:
        """Say why the scoring service has not scored the application; there is no place for it until it has not."""
        trouble = self.state.trouble
        if trouble and self._trouble is None:
            self._trouble = TroubleBlock()
            self._trouble.on_message(lambda _: self.state.ask_again())
            self._column.insert(0, self._trouble)
        if self._trouble is not None:
            self._trouble.tell(trouble, t, "typed")

    def _waiting(self, t: Translator) -> dict[str, object]:
        wrong, needed = len(self.state.wrong), len(self.state.needed)
        parts = []
        if needed:
            parts.append(t.ngettext("{n} field to fill", "{n} fields to fill", needed))
        if wrong:
            parts.append(t.ngettext("{n} field to correct", "{n} fields to correct", wrong))
        parts += service_words(asked=self.state.asked, fault=self.state.trouble, t=t)
        return {"scored": self.state.explanation is not None, "parts": parts}
