"""Find clients by what is proposed to them, what they ask for and who they are, on a page of one client."""

from __future__ import annotations

import math
from typing import Any

import panel as pn
import param
from markupsafe import Markup
from param.parameters import NoNone

from credit_panel.charts.figure import render
from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.locale import LANGUAGES, Language, Translator, translator
from credit_panel.portfolio import Between, OneOf
from credit_panel.portfolio.cohorts.ages import ages, born
from credit_panel.scoring import Outcome
from credit_panel.state.cohort import CohortState
from credit_panel.state.deciding import DecisionState
from credit_panel.views.parts.html_block import HtmlBlock, Pressed
from credit_panel.views.parts.view import View
from credit_panel.views.portfolio.client_table import ClientTable
from credit_panel.views.portfolio.cohort_words import cohort_words
from credit_panel.views.what_if.lever_words import parse_value

GRADES = ("A", "B", "C", "D", "E", "F")
RANGES = ("AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL", "DAYS_BIRTH")
"""Columns that are asked for from one number to another; the days since birth are asked for as years."""

LISTS = ("NAME_INCOME_TYPE", "OCCUPATION_TYPE", "ORGANIZATION_TYPE")
"""Columns of which one level is chosen from a list: what the client lives on, does, and for whom."""

_CHOICES = ("outcome", "grade", "NAME_CONTRACT_TYPE")


class FinderBlock(HtmlBlock):
    """A block of the finder: its button, or its form."""

    sheets = ("client/finder",)


class ClientFinder(View):
    """A form of criteria and the table of those who meet them all; both are made when it is first opened.

    Examples
    --------
    >>> from credit_panel.portfolio import current_model
    >>> shown = ClientFinder(cohort=CohortState(current_model()), language="en", open=True)
    """

    cohort = param.ClassSelector(class_=CohortState, allow_None=NoNone, doc="The clients that meet the criteria.")

    decisions = param.ClassSelector(
        class_=DecisionState, default=None, allow_None=True, doc="What was decided; None for a list without it."
    )

    language: param.Selector[Language] = param.Selector(
        default="fr", objects=list(LANGUAGES), doc="The reader's language."
    )

    open = param.Boolean(default=False, doc="Whether the form and the table are on screen.")

    note = param.String(default="", doc="What was asked for and is not among the criteria, a sentence.")

    def __init__(self, **params: Any) -> None:
        self.button = FinderBlock(css_classes=["find"])
        self._form = FinderBlock()
        self._layout = pn.Column(self._form, sizing_mode="stretch_width", margin=0, css_classes=["finder"])
        self._table: ClientTable | None = None
        self._refused: dict[str, str] = {}
        super().__init__(**params)
        self.button.on_message(self._toggle)
        self._form.on_message(self._receive)

    def __panel__(self) -> pn.viewable.Viewable:
        return self._layout

    @param.depends("language", "open", "note", "cohort.cohort", watch=True, on_init=True)
    def _draw(self) -> None:
        t = translator(self.language)
        self.button.block = str(render("views", "client/finder_button.html", t, {"open": self.open}))
        if self.open:
            if self._table is None:
                self._table = ClientTable(cohort=self.cohort, decisions=self.decisions, language=self.language)
                self._layout.append(self._table)
            self._table.language = self.language
            self._form.block = str(self.html(t))
        if self._table is not None:
            self._table.shown = self.open
        self._layout.visible = self.open

    def html(self, t: Translator) -> Markup:
        """Return the form as safe HTML in the language of `t`."""
        conditions = self.cohort.cohort.conditions
        chosen = {
            column: found.values if isinstance(found := conditions.get(column), OneOf) else frozenset()
            for column in _CHOICES
        }
        values = {
            "choices": [
                {
                    "column": column,
                    "name": name,
                    "options": [(key, words, key in chosen[column]) for key, words in options],
                }
                for column, name, options in _options(t)
            ],
            "lists": [self._list(column, t) for column in LISTS if column in self.cohort.served.portfolio.schema],
            "ranges": [self._range(column, t) for column in RANGES],
            "understood": "" if self.cohort.cohort.is_everyone else cohort_words(self.cohort.cohort, t),
            "note": self.note,
            "narrowed": not self.cohort.cohort.is_everyone or bool(self._refused),
        }
        return render("views", "client/finder.html", t, values)

    def _list(self, column: str, t: Translator) -> dict[str, Any]:
        found = self.cohort.cohort.conditions.get(column)
        chosen = found.values if isinstance(found, OneOf) else frozenset()
        levels = sorted(((level, t.value(column, level)) for level in CATEGORIES[column]), key=lambda each: each[1])
        return {
            "column": column,
            "name": t.label(column),
            "options": [(level, words, chosen == {level}) for level, words in levels],
        }

    def _range(self, column: str, t: Translator) -> dict[str, Any]:
        keys = {side: f"{column}.{side}" for side in ("low", "high")}
        refused = next((self._refused[key] for key in keys.values() if key in self._refused), None)
        return {
            "column": column,
            "name": t.gettext("Age in years") if column == "DAYS_BIRTH" else t.label(column),
            "boxes": [(key, side, self._text(key, t), key in self._refused) for side, key in keys.items()],
            "wrong": "" if refused is None else _sentence(refused, t),
        }

    def _text(self, key: str, t: Translator) -> str:
        if key in self._refused:
            return self._refused[key]
        column, _, side = key.partition(".")
        number = self._ends(column)[side]
        return "" if number is None else t.amount(number)

    def _ends(self, column: str) -> dict[str, float | None]:
        """Return the numbers between which a column must lie, ages in years; None for an open end."""
        condition = self.cohort.cohort.conditions.get(column)
        if not isinstance(condition, Between):
            return {"low": None, "high": None}
        if column == "DAYS_BIRTH":
            return dict(zip(("low", "high"), ages(condition), strict=True))
        return {"low": condition.low, "high": condition.high}

    def _toggle(self, _: Pressed) -> None:
        self.open = not self.open

    def _receive(self, message: Pressed) -> None:
        column, _, side = message.action.partition(".")
        if message.action == "clear":
            self.clear()
        elif column in _CHOICES:
            self.choose(column, message.value)
        elif column in LISTS:
            known = message.value in CATEGORIES[column]
            self.cohort.where(column, OneOf(frozenset({message.value})) if known else None)
        elif column in RANGES and side in ("low", "high"):
            self.limit(column, side, message.value)
        self._form.block = str(self.html(translator(self.language)))

    def find(self, cohort: str, note: str = "") -> None:
        """List the clients of a cohort, as `Cohort.encode` writes it, with a note of what was left out."""
        if self.cohort.read(cohort):
            self._refused.clear()
            self.param.update(open=True, note=note)

    def clear(self) -> None:
        """Lift all criteria."""
        self.note = ""
        self._refused.clear()
        self.cohort.clear()

    def choose(self, column: str, level: str) -> None:
        """Take a level of a choice in or, when it is in, out; without any level every client meets the choice."""
        levels = {
            key for name, _, options in _options(translator(self.language)) if name == column for key, _ in options
        }
        condition = self.cohort.cohort.conditions.get(column)
        chosen = condition.values if isinstance(condition, OneOf) else frozenset()
        wanted = (chosen ^ {level}) & levels
        self.cohort.where(column, OneOf(frozenset(wanted)) if wanted else None)

    def limit(self, column: str, side: str, text: str) -> None:
        """Take what was typed as one end of a range; what is no number, or crosses the other end, is not taken."""
        key = f"{column}.{side}"
        for other in (f"{column}.low", f"{column}.high"):
            self._refused.pop(other, None)
        try:
            number = parse_value(column, text, translator(self.language))
            if number is not None and not (math.isfinite(number) and 0 <= number < 1e12):
                raise ValueError(text)
        except ValueError:
            self._refused[key] = text[:40]
            return
        ends = {**self._ends(column), side: number}
        low, high = ends["low"], ends["high"]
        if low is not None and high is not None and low > high:
            self._refused[key] = text[:40]
            return
        if low is None and high is None:
            self.cohort.where(column, None)
        else:
            self.cohort.where(column, born(low, high) if column == "DAYS_BIRTH" else Between(low, high))


def _options(t: Translator) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the choices: column, name, and its levels with their words."""
    contracts = [(level, t.value("NAME_CONTRACT_TYPE", level)) for level in CATEGORIES["NAME_CONTRACT_TYPE"]]
    return [
        ("outcome", t.gettext("Proposed outcome"), [(str(o), outcome_words(o, t)) for o in Outcome]),
        ("grade", t.gettext("Risk grade"), [(grade, grade) for grade in GRADES]),
        ("NAME_CONTRACT_TYPE", t.gettext("Contract"), contracts),
    ]


def _sentence(text: str, t: Translator) -> str:
    """Return why a number was not taken."""
    try:
        parse_value("", text, t)
    except ValueError:
        return t.gettext("{text} is not a number: the last good value still counts.", text=text)
    return t.gettext(
        "{text} is not taken: numbers are 0 or more, and “from” is at most “to”. The last good value still counts.",
        text=text,
    )
