"""The form with which the advisor decides, its confirmation, and what was recorded."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, ClassVar

import panel as pn
import param
from param.parameters import NoNone
from pydantic import Field

from credit_panel.access.actions import Action
from credit_panel.decisions.case_words import review_words
from credit_panel.decisions.decision import LONGEST_COMMENT
from credit_panel.journal.records import LONGEST_NAME
from credit_panel.locale import LANGUAGES, Language, Translator
from credit_panel.state.deciding import DecisionState
from credit_panel.views.client.record_words import (
    choices,
    denied_words,
    lasting_words,
    problem_words,
    reasons,
    record_words,
    recorded_rows,
)
from credit_panel.views.parts.component import NOT_YET, Component, Count, Key, Message, Text
from credit_panel.views.parts.drawn_view import DrawnView
from credit_panel.views.parts.journal_words import journal_fault_words
from credit_panel.views.parts.scripts import scripts


class RecordMessage(Message):
    """The decision about a client, once it was confirmed."""

    client: Count
    outcome: Key
    reason: Key
    comment: Text


class RecordForm(Component):
    """The form in the browser: it sends what was decided once it is confirmed, and again until it is answered.

    All texts reach the page as text nodes, so that a comment is never read as HTML. A form half filled in stays in the
    tab's own storage until it is sent, and outlives a lost connection.
    """

    client = param.Integer(default=None, allow_None=True, doc="Number of the client to decide about; None hides it.")

    words = param.Dict(default={}, doc="The form's texts in the reader's language.")

    choices = param.List(default=[], item_type=dict, doc="The decisions to choose from.")

    reasons = param.List(default=[], item_type=dict, doc="The reasons to choose from.")

    recorded = param.List(default=[], item_type=dict, doc="What was recorded about the client, the last first.")

    problems = param.Dict(default={}, doc="What the server found wrong, by field.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The language in which the browser writes the time."
    )

    person = param.String(
        default="", doc="Who decides, as they gave their name; the browser keeps it for the next time."
    )

    longest = param.Integer(default=LONGEST_COMMENT, doc="Characters of the longest comment.")

    message = RecordMessage

    led: ClassVar[dict[str, Any]] = {"person": Annotated[str, Field(max_length=LONGEST_NAME)]}

    _esm = scripts("parts/elements", "parts/drafts", "client/record")

    sheets = ("client/record",)

    def __init__(self, **params: Any) -> None:
        super().__init__(**{"margin": (18, 0, 0, 0), "sizing_mode": "stretch_width", **params})


class RecordView(DrawnView):
    """The advisor's decision about the open client.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = DecisionState(client=cp.ClientState(cp.current_model()))
    >>> shown = RecordView(state=state, language="en")
    """

    state = param.ClassSelector(
        class_=DecisionState, allow_None=NoNone, doc="The decisions about the visitor's client."
    )

    def lay_out(self) -> pn.viewable.Viewable:
        """Return the form, which hides itself while it has no client."""
        self._recording = -1
        self._form = RecordForm(css_classes=["record"])
        self._form.on_message(self._receive)
        self._form.param.watch(self._name, "person")
        return self._form

    def _name(self, event: param.parameterized.Event) -> None:
        self.state.person = self.state.signature.over(event.new)

    @param.depends("state.client.explanation", watch=True)
    def _follow(self) -> None:  # apart from the next: Param loses the shorter paths of a list that has a longer one
        self.redraw()

    @param.depends("state.recorded", "state.problems", "state.case", "state.trouble", "state.person", watch=True)
    def _follow_decision(self) -> None:
        self.redraw()

    def draw(self, t: Translator) -> None:
        """Fill the form, or empty it when no client is open."""
        explanation = self.state.client.explanation
        if explanation is None or not self.state.signature.may(Action.DECIDE):
            self._form.param.update(client=None, recorded=[], person=self.state.person)
            return
        self._form.param.update(
            client=self.state.client.client_id,
            words=record_words(explanation, t) | self._lasting_words(t),
            person=self.state.person,
            choices=choices(explanation, t),
            reasons=reasons(t),
            recorded=recorded_rows(self.state.recorded, t),
            problems=problem_words(self.state.problems, t),
            language=self.language,
        )

    def _lasting_words(self, t: Translator) -> dict[str, str]:
        """Return the texts of a form whose decisions last."""
        state = self.state
        if state.lasting is None:
            return {}
        may = state.case is not None and state.case.may_review(state.person)
        allowed = state.signature.may_decide(state.case, state.person)
        review = "" if state.case is None else review_words(state.case, state.person, t, allowed=allowed)
        trouble = journal_fault_words(state.trouble, t) if state.trouble else ""
        return lasting_words(t, signed=bool(state.signature.name)) | {
            "trouble": trouble or ("" if allowed else denied_words(t)),
            "review": review,
            **({"correct": t.gettext("Record the review")} if may else {}),
        }

    def _receive(self, message: RecordMessage) -> object:
        """Have a decision recorded, and answer once it is; one that the browser sends again meanwhile counts once."""
        if message.serial == self._form.answered:
            return None
        if message.serial != self._recording:
            self._recording = message.serial
            answer = partial(self._answer, message.serial)
            self.state.decide(message.client, message.outcome, message.reason, message.comment, answer)
        return NOT_YET

    def _answer(self, serial: int) -> None:
        self._recording = -1
        self._form.answer(serial)
