"""A new application whole: the form beside the score that follows it."""

from __future__ import annotations

from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.locale import LANGUAGES, Language
from credit_panel.state.application import ApplicationState
from credit_panel.views.application.form import ApplicationForm
from credit_panel.views.application.result import ApplicationResult
from credit_panel.views.parts.drawn_view import stack
from credit_panel.views.parts.style_sheets import ON_PAPER, css
from credit_panel.views.parts.view import View

_SIDES = css("application/sides")


class OneApplication(View):
    """The form beside the score that follows it."""

    state = param.ClassSelector(class_=ApplicationState, allow_None=NoNone, doc="The visitor's application.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the view is on screen.")

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._form = ApplicationForm(state=self.state, language=self.language)
        self._result = ApplicationResult(state=self.state, language=self.language)
        sides = pn.Column(
            self._form, self._result, sizing_mode="stretch_width", margin=0, stylesheets=[_SIDES, ON_PAPER]
        )
        # around the grid, whose own display would keep it on screen
        self._layout = stack(sides)
        self._layout.visible = self.shown

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        self._layout.visible = self.shown

    @param.depends("language", watch=True)
    def _speak(self) -> None:
        self._form.language = self._result.language = self.language
