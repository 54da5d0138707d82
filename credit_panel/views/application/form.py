"""The form of a new application: what is needed first, the rest on demand, and what is wrong told at its top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import panel as pn
import param
from param.parameters import NoNone

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.scoring.explanation import Value
from credit_panel.state.application import ApplicationState
from credit_panel.state.asked_fields import FIRST_ASKED
from credit_panel.views.fields.entries import entry_text, read_entry
from credit_panel.views.fields.form import Entered, FieldForm, FormMessage, FormUsed, Restored, Started
from credit_panel.views.fields.words import not_given, problem_words, sections
from credit_panel.views.parts.view import View

_MOST_TEXT = 200


class ApplicationForm(View):
    """The fields of one visitor's application, checked and scored as they are typed.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> shown = ApplicationForm(state=ApplicationState(current_model()), language="en")
    """

    state = param.ClassSelector(class_=ApplicationState, allow_None=NoNone, doc="The visitor's application.")

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    def __init__(self, **params: Any) -> None:
        self._form = FieldForm(draft=True, css_classes=["form"])
        self._not_given: dict[str, str] = {}
        self._typed: dict[str, str] = {}
        super().__init__(**params)
        self._form.on_message(self._receive)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._form

    @param.depends("language", watch=True, on_init=True)
    def _speak(self) -> None:
        t = translator(self.language)
        with pn.io.hold():
            self._form.param.update(language=self.language, sections=sections(self.state.fields, FIRST_ASKED, t))
            self._fill()

    @param.depends(
        "state.values", "state.problems", "state.unread", "state.origin", "state.unknown", "state.current", watch=True
    )
    def _fill(self) -> None:
        t, state = translator(self.language), self.state
        wrong = {problem.field: problem_words(problem, t) for problem in state.wrong}
        texts = {name: self._text(name, t) for name in (*state.values, *state.unread)}
        self._form.param.update(
            entries={name: {"text": texts.get(name, ""), "wrong": wrong.get(name, "")} for name in {**texts, **wrong}},
            summary=[*_summary(state, wrong, t), *not_given(self._not_given, t)],
            words=_words(state, t),
            origin="" if state.origin is None else str(state.origin),
        )

    def _receive(self, message: FormMessage) -> None:
        match message:
            case Entered(texts=texts):
                self._enter(texts, translator(self.language))
            case Started(text=text):
                self.state.start_from(text, self._start_afresh)
            case FormUsed(kind="clear"):
                self._forget()
                self.state.clear()
            case Restored(language=language, origin=origin, texts=texts):
                self._restore(texts, origin, translator(language))
        self._fill()

    def _start_afresh(self) -> None:
        self._forget()
        self._fill()

    def _forget(self) -> None:
        self._not_given, self._typed = {}, {}

    def _restore(self, texts: Mapping[str, str], origin: str, t: Translator) -> None:
        """Take what the browser's tab kept, unless the address has opened another application meanwhile."""
        state = self.state

        def go_on() -> None:
            if origin == ("" if state.origin is None else str(state.origin)):
                self._enter({**dict.fromkeys(state.values, ""), **texts}, t)

        if state.origin is None and not state.values and origin:
            state.start_from(origin, go_on)
        else:
            go_on()

    def _enter(self, texts: Mapping[str, str], t: Translator) -> None:
        read: dict[str, Value] = {}
        unread: dict[str, str] = {}
        for name, given in texts.items():
            text = given[:_MOST_TEXT]
            self._not_given.pop(name, None)
            if name not in self.state.fields or text == self._text(name, t):
                continue  # as it stood: a time that is shown in months is kept to the day
            self._typed[name] = text
            try:
                read[name] = read_entry(name, text, t)
            except ValueError:
                unread[name] = text
            else:
                if read[name] is None and text.strip():
                    self._not_given[name] = text.strip()
        self.state.enter(read, unread)

    def _text(self, name: str, t: Translator) -> str:
        """Return what stands in a box: the value as it is read, or what was typed where it cannot count."""
        state = self.state
        if name in self._typed and (name in state.unread or any(problem.field == name for problem in state.wrong)):
            return self._typed[name]
        if name in state.unread:
            return str(state.unread[name])
        return entry_text(name, self.state.values.get(name), t)


def _summary(state: ApplicationState, wrong: dict[str, str], t: Translator) -> list[dict[str, Any]]:
    found = []
    if wrong:
        links = [[n, t.gettext("{field}: {problem}", field=t.label(n), problem=said)] for n, said in wrong.items()]
        title = t.ngettext("{n} field has to be corrected:", "{n} fields have to be corrected:", len(wrong))
        found.append({"kind": "wrong", "title": title, "links": links})
    if state.needed:
        links = [[name, FIELDS[name].label[t.language]] for name in state.needed]
        title = t.ngettext("{n} field is still needed:", "{n} fields are still needed:", len(links))
        found.append({"kind": "needed", "title": title, "links": links})
    return found


def _result(state: ApplicationState, t: Translator) -> str:
    """Return the score in a line, for a screen too narrow to have it beside the form; nothing while it is of before."""
    if state.explanation is None or not state.current:
        return ""
    return t.gettext(
        "{outcome}: probability of default {p}, {points} points",
        outcome=outcome_words(state.explanation.outcome, t),
        p=t.percent(state.explanation.probability),
        points=t.number(state.explanation.points),
    )


def _words(state: ApplicationState, t: Translator) -> dict[str, Any]:
    if state.unknown:
        note = t.gettext("No client has the number {number}: nothing was copied.", number=state.unknown)
    elif state.origin is not None:
        note = t.gettext(
            "Copied from client {number}. Their credit histories are not part of an application: the score is without.",
            number=state.origin,
        )
        if state.origin_version > 1:
            changed = t.gettext("Their data are version {version}, as changed.", version=state.origin_version)
            note = f"{note} {changed}"
        elif not state.origin_version:
            unsure = t.gettext("It could not be looked up whether they were changed: these are the portfolio's.")
            note = f"{note} {unsure}"
    else:
        note = t.gettext("Their fields are copied, their credit histories are not part of an application.")
    return {
        "result": _result(state, t),
        "title": t.gettext("New application"),
        "intro": " ".join(
            (
                t.gettext("The score follows what you type. Nothing is saved; what is left empty counts as unknown."),
                # hundreds of rows are no matter of typing, and a table of one client is a file as any other
                t.gettext("Credit histories come as files: with them, give this one application as a file too."),
            )
        ),
        "start": t.gettext("Start from an existing client"),
        "copy": t.gettext("Copy"),
        "clear": t.gettext("Clear all fields"),
        "required": t.gettext("needed"),
        "unknown": bool(state.unknown),
        "note": note,
    }
