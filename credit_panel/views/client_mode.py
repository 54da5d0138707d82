"""What a client sees beside the advisor: their own file, its explanation and a what-if, larger and in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from panel.models.esm import DataEvent
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.charts.hundred import hundred_figure
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.scoring import Explanation, Scenario
from credit_panel.state.decision import DecisionState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.client_view import stylesheets
from credit_panel.views.controls import LeverBoard
from credit_panel.views.facts import CLIENT, REQUEST
from credit_panel.views.lever_messages import follow_message
from credit_panel.views.lever_words import lever_rows
from credit_panel.views.plain_words import (
    answer,
    answer_sentences,
    board_words,
    reason_groups,
    result_words,
    risk_sentences,
)
from credit_panel.views.record_words import decided_words

_LARGER = """
:host { zoom: 1.18; }
@media print { :host { display: none; } }
"""

_LAYOUT = """
:host { display: grid; gap: 22px; width: 100%; max-width: 1000px; margin: 0 auto; height: max-content !important; }
"""


class ClientModeView(pn.viewable.Viewer):
    """A client's own information, with nothing of anybody else: no percentile, no average, no usual value, no list."""

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="What was decided about the client.")

    scenario = param.ClassSelector(class_=ScenarioState, allow_None=NoNone, doc="What the client tries.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    shown = param.Boolean(default=True, doc="Whether the view is on screen; a hidden one waits to be redrawn.")

    def __init__(self, **params: Any) -> None:
        self._stale = True
        self._typed: dict[str, str] = {}
        panes = {"sizing_mode": "stretch_width", "margin": 0, "stylesheets": stylesheets("client_mode")}
        self._file = pn.pane.HTML("", **panes)
        self._board = LeverBoard(heading="h2", stylesheets=[_LARGER])
        self._result = pn.pane.HTML("", **panes)
        # within a plain column: a grid's own display would keep it on screen when hidden
        self._layout = pn.Column(
            pn.Column(self._file, self._board, self._result, sizing_mode="stretch_width", stylesheets=[_LAYOUT]),
            sizing_mode="stretch_width",
            margin=0,
        )
        super().__init__(**params)
        self._board.on_msg(self._receive)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @param.depends("decisions.recorded", "language", "scenario.result", "scenario.refusal", watch=True, on_init=True)
    def _redraw(self) -> None:
        self._stale = True
        self._show()

    @param.depends("shown", watch=True)
    def _show(self) -> None:
        if self.shown and self._stale:
            self._stale = False
            with pn.io.hold():
                self._draw(translator(self.language))
        self._layout.visible = self.shown

    def _draw(self, t: Translator) -> None:
        scenario, result = self.scenario, self.scenario.result
        if result is None:
            self._file.object = self._result.object = ""
            return
        if scenario.refusal is None:
            self._typed.clear()
        self._file.object = str(self._own_file(result.before, t))
        self._board.param.update(
            levers=lever_rows(scenario, self._typed, t),
            able={"undo": scenario.can_undo, "redo": scenario.can_redo, "reset": scenario.scenario != Scenario()},
            words=board_words(t),
        )
        self._result.object = str(render("views", "client_result.html", t, result_words(result, scenario, t)))

    def _own_file(self, explanation: Explanation, t: Translator) -> Markup:
        row = self.decisions.client.row
        values = {} if row is None else row.row(0, named=True)
        recorded = self.decisions.recorded
        return render(
            "views",
            "client_file.html",
            t,
            {
                "today": t.date(datetime.now(UTC).isoformat()),
                "synthetic": explanation.model.synthetic,
                "number": explanation.client_id,
                "outcome": str(explanation.outcome),
                "headline": answer(explanation.outcome, t),
                "sentences": answer_sentences(explanation.outcome, t),
                "decided": decided_words(recorded[-1].decided, t) if recorded else "",
                "risk": risk_sentences(explanation, t),
                "hundred": hundred_figure(explanation.probability, t),
                "groups": reason_groups(explanation, t),
                "facts": [(t.label(n), t.value(n, values[n])) for n in (*REQUEST, *CLIENT) if n in values],
            },
        )

    def _receive(self, event: DataEvent) -> None:
        message = event.data
        with pn.io.hold():
            follow_message(self.scenario, message, self._typed, translator(self.language))
            self._board.answered = int(message["serial"])
