"""The score of a new application, explained like a client's, or what it still waits for."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.state.application import ApplicationState
from credit_panel.views.client_view import stylesheets
from credit_panel.views.decision import decision_html

_SUPERSEDED = ":host(.superseded) .decision { filter: grayscale(.85); }"


class ApplicationResult(pn.viewable.Viewer):
    """The decision about one visitor's application, redrawn at each change."""

    state = param.ClassSelector(class_=ApplicationState, allow_None=NoNone, doc="The visitor's application.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._notice = pn.pane.HTML("", sizing_mode="stretch_width", margin=0, stylesheets=stylesheets("application"))
        self._decision = pn.pane.HTML(
            "", sizing_mode="stretch_width", margin=0, stylesheets=[*stylesheets("decision"), _SUPERSEDED]
        )
        self._drawn: tuple[object, ...] = ()
        super().__init__(**params)
        self._layout = pn.Column(
            self._notice, self._decision, sizing_mode="stretch_width", margin=0, css_classes=["result"]
        )

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @param.depends("state.explanation", "state.current", "state.problems", "language", watch=True, on_init=True)
    def _redraw(self) -> None:
        t, state = translator(self.language), self.state
        with pn.io.hold():
            self._notice.object = str(render("views", "application_wait.html", t, self._waiting(t)))
            self._notice.visible = not state.current
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
        return decision_html(self.state.book, explanation, self.state.points_otherwise(), t, heading="h2")

    def _waiting(self, t: Translator) -> dict[str, object]:
        wrong, needed = len(self.state.wrong), len(self.state.needed)
        parts = []
        if needed:
            parts.append(t.ngettext("{n} field to fill", "{n} fields to fill", needed))
        if wrong:
            parts.append(t.ngettext("{n} field to correct", "{n} fields to correct", wrong))
        return {"scored": self.state.explanation is not None, "parts": parts}
