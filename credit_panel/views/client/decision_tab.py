"""The tab of the decision: what the model proposes, and below it what the advisor decides."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language
from credit_panel.state.decision import DecisionState
from credit_panel.views.client.decision import DecisionView
from credit_panel.views.client.record import RecordView
from credit_panel.views.parts.drawn_view import stack
from credit_panel.views.parts.view import View


class DecisionTab(View):
    """The proposal and the person's decision about the same client."""

    state = param.ClassSelector(
        class_=DecisionState, allow_None=NoNone, doc="The decisions about the visitor's client."
    )

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the tab is on screen; a hidden one waits to be redrawn.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._proposal = DecisionView(state=self.state.client, language=self.language)
        self._record = RecordView(state=self.state, language=self.language)
        self._layout = stack(self._proposal, self._record)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @param.depends("language", watch=True)
    def _speak(self) -> None:
        for view in (self._proposal, self._record):
            view.language = self.language

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        for view in (self._proposal, self._record):
            view.shown = self.shown
        self._layout.visible = self.shown
