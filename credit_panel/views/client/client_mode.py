"""What a client sees beside the advisor: their own file, its explanation and a what-if, larger and in plain words."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.client.icon_array import icon_array_figure
from credit_panel.charts.figure import render
from credit_panel.errors import CreditPanelError, UnexpectedError
from credit_panel.features.absence import absence_of
from credit_panel.locale import Translator, translator
from credit_panel.scoring import Explanation, Scenario
from credit_panel.state.credit_terms import client_terms
from credit_panel.state.deciding import DecisionState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.client.facts import CLIENT, REQUEST
from credit_panel.views.client.own_data import OwnDataBlock, own_data_html
from credit_panel.views.client.plain_words import (
    answer,
    answer_sentences,
    board_words,
    decided_answer,
    reason_groups,
    result_words,
    risk_sentences,
    waiting_words,
)
from credit_panel.views.parts.component import NOT_YET
from credit_panel.views.parts.data_words import changed_sentence
from credit_panel.views.parts.drawn_view import DrawnView, grid, html_pane
from credit_panel.views.parts.html_block import Pressed
from credit_panel.views.parts.latest_work import LatestWork, unforeseen_words
from credit_panel.views.parts.style_sheets import css
from credit_panel.views.parts.term_words import term_facts
from credit_panel.views.what_if.controls import LeverBoard, LeverMessage
from credit_panel.views.what_if.lever_messages import follow_message
from credit_panel.views.what_if.lever_words import lever_rows

_LARGER = css("client/client_mode_levers")

_LAYOUT = css("client/client_mode_layout")


class ClientModeView(DrawnView):
    """A client's own information, with nothing of anybody else: no average, no usual value, no list.

    Where they stand among all is told in quarters, and only of what they ask to see of all their data.
    """

    decisions = param.ClassSelector(class_=DecisionState, allow_None=NoNone, doc="What was decided about the client.")

    scenario = param.ClassSelector(class_=ScenarioState, allow_None=NoNone, doc="What the client tries.")

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the client's file above the levers and what they change."""
        self._typed: dict[str, str] = {}
        self._file, self._result = html_pane("client/client_mode"), html_pane("client/client_mode")
        self._board = LeverBoard(heading="h2", css_classes=["own"], stylesheets=[_LARGER])
        self._board.on_message(self._receive)
        self._asked: tuple[str, int | None] = ("", None)
        self._shown_data: tuple[object, ...] | None = None
        self._work = LatestWork()
        self._unanswered: int | None = None
        self._own_data = OwnDataBlock(css_classes=["own-data"])
        self._own_data.on_message(self._see)
        return grid(_LAYOUT, self._file, self._board, self._result, self._own_data)

    @param.depends(
        *("decisions.client.decided", "scenario.result", "scenario.refusal"),
        *("scenario.scenario", "scenario.asked", "scenario.trouble"),
        watch=True,
    )
    def _follow(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Draw the file, the levers and the result."""
        scenario, result = self.scenario, self.scenario.result
        if result is None:
            self._work.forget()
            self._shown_data = None
            self._file.object = self._result.object = self._own_data.block = ""
            return
        if scenario.refusal is None:
            self._typed.clear()
        self._file.object = str(self._own_file(result.before, t))
        waits = waiting_words(scenario, t)
        self._board.param.update(
            levers=lever_rows(scenario, self._typed, t),
            able={"undo": scenario.can_undo, "redo": scenario.can_redo, "reset": scenario.scenario != Scenario()},
            words={**board_words(result, t), **({"result": waits} if waits else {})},
        )
        self._result.object = str(render("views", "client/client_result.html", t, result_words(result, scenario, t)))

        self._draw_own_data(t)

    def _draw_own_data(self, t: Translator) -> None:
        """Draw what the client asked for, of this client alone: the next one has not asked yet."""
        client = self.decisions.client
        if self._asked[1] != client.client_id:
            self._asked = ("", client.client_id)
        drawn = (*self._asked, self.language)
        if drawn == self._shown_data or client.row is None:
            self._own_data.answer(self._unanswered)
            return
        self._shown_data = drawn
        own = partial(own_data_html, client.served, client.row.row(0, named=True), self._asked[0], t)
        if not self._asked[0]:
            self._work.forget()
            self._show_own_data(str(own()))
        else:  # all columns of all clients are counted
            self._work.begin(lambda _: str(own()), self._show_own_data)

    def _show_own_data(self, found: str | CreditPanelError) -> None:
        if isinstance(found, CreditPanelError):
            self._shown_data = None
            found = str(Markup("<p class='notice' role='alert'>{}</p>").format(self._fault(found)))
        self._own_data.block = found
        self._own_data.answer(self._unanswered)

    def _fault(self, error: CreditPanelError) -> str:
        t = translator(self.language)
        return unforeseen_words(t) if isinstance(error, UnexpectedError) else str(error)

    def _see(self, message: Pressed) -> object:
        if message.action == "see":
            self._asked = (message.value, self.decisions.client.client_id)
            self._unanswered = message.serial  # whatever is drawn next answers it
            self._draw_own_data(translator(self.language))
            return NOT_YET
        return None

    def _own_file(self, explanation: Explanation, t: Translator) -> Markup:
        row = self.decisions.client.row
        values = {} if row is None else row.row(0, named=True)
        decided = self.decisions.client.decision
        return render(
            "views",
            "client/client_file.html",
            t,
            {
                "today": t.date(datetime.now(UTC).isoformat()),
                "synthetic": explanation.model.synthetic,
                "number": explanation.client_id,
                "outcome": str(decided or explanation.outcome),
                "headline": answer(explanation.outcome, t) if decided is None else decided_answer(decided, t),
                "sentences": answer_sentences(explanation, decided, t),
                "proposed": "" if decided is None else answer(explanation.outcome, t),
                "risk": risk_sentences(explanation, t),
                "hundred": icon_array_figure(explanation.probability, t),
                "groups": reason_groups(explanation, t),
                "changed": changed_sentence(self.decisions.client, t),
                "facts": [
                    *self._facts(REQUEST, values, t),
                    *term_facts(client_terms(self.decisions.client), t),
                    *self._facts(CLIENT, values, t),
                ],
            },
        )

    def _facts(self, names: tuple[str, ...], values: dict[str, Any], t: Translator) -> list[tuple[str, str]]:
        return [(t.label(n), t.value(n, values[n], absence_of(n, values))) for n in names if n in values]

    def _receive(self, message: LeverMessage) -> None:
        follow_message(self.scenario, message, self._typed, translator(self.language))
