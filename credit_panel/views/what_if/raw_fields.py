"""All other raw fields of the open client in a table whose values can be changed, folded until it is asked for."""

from __future__ import annotations

from typing import Any

from credit_panel.errors import FieldProblem
from credit_panel.features import RAW_FIELDS
from credit_panel.locale import Translator
from credit_panel.state.levers import LEVERS
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.fields.entries import entry_text, is_choice, read_entry
from credit_panel.views.fields.form import Entered, FieldForm, FormMessage, FormUsed, TakenBack
from credit_panel.views.fields.words import not_given, problem_words, sections
from credit_panel.views.what_if.lever_words import result_line

FIELDS_LEFT = tuple(name for name in RAW_FIELDS if name not in LEVERS)
"""The raw fields that have no slider."""

_MOST_TEXT = 200


class RawFieldTable:
    """The table of raw fields of one visitor's what-if.

    Its rows are sent to the browser when it is first unfolded, and what they show only while it is.
    """

    def __init__(self) -> None:
        self.form = FieldForm(table=True, css_classes=["raw"])
        self.form.on_message(self._receive)
        self._scenario: ScenarioState | None = None
        self._t: Translator | None = None
        self._told: Translator | None = None
        self._client: int | None = None
        self._open = False
        self._refused: dict[str, tuple[str, FieldProblem]] = {}
        self._not_given: dict[str, str] = {}

    def draw(self, scenario: ScenarioState, t: Translator) -> None:
        """Show the scenario in the language of `t`."""
        if scenario.client.client_id != self._client:
            self.forget()
        self._scenario, self._t, self._client = scenario, t, scenario.client.client_id
        self.form.words = _words(scenario, t)
        if not self._open:
            return
        if self._told is not t:
            self._told = t
            self.form.sections = sections(FIELDS_LEFT, (), t)
        self.form.param.update(
            entries={name: self._entry(scenario, name, t) for name in FIELDS_LEFT}, summary=self._summary(t)
        )

    def forget(self) -> None:
        """Let go of the texts that were refused or said nothing, as when all changes are taken back."""
        self._refused.clear()
        self._not_given.clear()

    def _entry(self, scenario: ScenarioState, name: str, t: Translator) -> dict[str, Any]:
        own, value = scenario.own_field(name), scenario.field(name)
        refused = self._refused.get(name)
        told = t.value(name, own) if own is None or is_choice(name) else entry_text(name, own, t)  # as in its box
        return {
            "text": refused[0] if refused else entry_text(name, value, t),
            "wrong": problem_words(refused[1], t) if refused else "",
            "own": told,
            "changed": value != own or refused is not None,
            "back": t.gettext("Back to {value}", value=told),
        }

    def _summary(self, t: Translator) -> list[dict[str, Any]]:
        told = {name: word for name, word in self._not_given.items() if self._is_missing(name)}
        if not self._refused:
            return not_given(told, t)
        n = len(self._refused)
        title = t.ngettext(
            "{n} value was not taken: the last good one counts.",
            "{n} values were not taken: the last good ones count.",
            n,
        )
        return [
            {"kind": "wrong", "title": title, "links": [[name, t.label(name)] for name in self._refused]},
            *not_given(told, t),
        ]

    def _is_missing(self, name: str) -> bool:
        return self._scenario is not None and self._scenario.field(name) is None

    def _receive(self, message: FormMessage) -> None:
        scenario, t = self._scenario, self._t
        if scenario is None or t is None or scenario.result is None:
            return
        match message:
            case FormUsed(kind="open"):
                self._open = True
            case FormUsed(kind="close"):
                self._open = False
            case TakenBack(field=name) if name in FIELDS_LEFT:
                self._refused.pop(name, None)
                self._not_given.pop(name, None)
                scenario.change_field(name, scenario.own_field(name))
            case Entered(texts=texts):
                for name, text in texts.items():
                    if name in FIELDS_LEFT:
                        self._change(scenario, name, text[:_MOST_TEXT], t)
        self.draw(scenario, t)

    def _change(self, scenario: ScenarioState, name: str, text: str, t: Translator) -> None:
        refused = self._refused.pop(name, None)
        self._not_given.pop(name, None)
        if refused is None and text == entry_text(name, scenario.field(name), t):
            return
        own = scenario.own_field(name)
        problem: FieldProblem | None
        try:
            # a time is shown in months: what reads like the client's own is their own, to the day
            value = own if text == entry_text(name, own, t) else read_entry(name, text, t)
        except ValueError:
            problem = FieldProblem(name, "cannot be read")
        else:
            problem = scenario.change_field(name, value)
            if problem is None and value is None and text.strip():
                self._not_given[name] = text.strip()
        if problem is not None:
            self._refused[name] = (text, problem)


def _words(scenario: ScenarioState, t: Translator) -> dict[str, Any]:
    result = scenario.result
    return {
        "result": "" if result is None else result_line(result, t),
        "fold": t.gettext("All other fields of the application"),
        "caption": t.gettext("Fields of the application, as they are and with the changes"),
        "field": t.gettext("Field"),
        "own": t.gettext("As it is"),
        "now": t.gettext("With the changes"),
    }
