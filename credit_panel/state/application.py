"""The application that one visitor types in: what could be read of it, what could not, and its explained score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import param

from credit_panel.amendments.client_data import Ahead, ClientData, DataOf, at_hand
from credit_panel.errors import CreditPanelError, FieldProblem, JournalError, UnknownClientError
from credit_panel.features import RAW_FIELDS, features_of_application
from credit_panel.home_credit import validate_application
from credit_panel.home_credit.applications import field_problems
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.home_credit.numbers import may_group
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, points_otherwise, reasons_of
from credit_panel.scoring.elsewhere import Elsewhere, Scored, ServiceError
from credit_panel.scoring.explanation import Value
from credit_panel.scoring.tariff import Terms, terms_of
from credit_panel.state.asked_fields import asked_fields
from credit_panel.state.background import Background, at_once
from credit_panel.state.client import LONGEST_NUMBER
from credit_panel.state.driving import settle


class ApplicationState(param.Parameterized):
    """One visitor's new application; it belongs to one session, and nothing of it is ever saved.

    The score follows each change as soon as no field is wrong; until then the last one stays, and `current` says that
    it is of before.

    Parameters
    ----------
    served
        The portfolio and model to read from; shared by all visitors, and immutable.
    elsewhere
        Scores the application in place of the model here; `trouble` says when it does not.
    background
        Runs what waits for it; only the outcome of the last change is of use.
    data_of
        Returns what is on file of a client to start from; None takes every client as the portfolio has them.
    ahead
        Has that looked up before, where it takes time.
    """

    values = param.Dict(
        default={}, constant=True, doc="What was read, by field, in the units of the tables; never mutated."
    )

    unread = param.Dict(
        default={}, constant=True, doc="Texts that could not be read, by field, as they were typed; never mutated."
    )

    problems = param.ClassSelector(
        class_=tuple, default=(), constant=True, doc="What is wrong, a `FieldProblem` each, in the order of the table."
    )

    explanation = param.ClassSelector(
        class_=Explanation,
        default=None,
        allow_None=True,
        constant=True,
        doc="The explained score; None until there is one.",
    )

    current = param.Boolean(default=False, constant=True, doc="Whether the score is that of the values.")

    asked = param.Boolean(default=False, constant=True, doc="Whether the score of the values is being waited for.")

    trouble = param.String(
        default="", constant=True, doc="Why they could not be scored, a `ServiceFault`; empty when all is well."
    )

    origin = param.Integer(
        default=None, allow_None=True, constant=True, doc="Number of the client whose fields were copied."
    )

    origin_version = param.Integer(
        default=1, constant=True, doc="Version of that client's data; 0 where it is not known whether it is the last."
    )

    unknown = param.String(default="", doc="What was to be copied and is no client; empty when all is well.")

    def __init__(
        self,
        served: ServedModel,
        *,
        elsewhere: Elsewhere | None = None,
        background: Background = at_once,
        data_of: DataOf | None = None,
        ahead: Ahead = at_hand,
        **params: Any,
    ) -> None:
        self.served = served
        self._elsewhere, self._background, self._data_of, self._ahead = elsewhere, background, data_of, ahead
        self._copying: int | None = None
        self._otherwise: Mapping[Theme, float] | None = None
        self._checked = 0
        super().__init__(**params)
        self.fields = asked_fields(served)
        self._check({}, {})

    @property
    def needed(self) -> tuple[str, ...]:
        """Fields that every application needs and this one has not yet."""
        return tuple(problem.field for problem in self.problems if problem.kind == "required")

    @property
    def wrong(self) -> tuple[FieldProblem, ...]:
        """What has to be corrected."""
        return tuple(problem for problem in self.problems if problem.kind != "required")

    @property
    def scores_elsewhere(self) -> bool:
        """Whether another server scores the application."""
        return self._elsewhere is not None

    def enter(self, read: Mapping[str, Value], unread: Mapping[str, str] | None = None) -> None:
        """Take what was typed into some fields: the value of each, None for an emptied one, or the text as it stands.

        Raises
        ------
        KeyError
            When a field is none that an application is asked for.
        """
        unread = unread or {}
        for name in (*read, *unread):
            if name not in self.fields:
                raise KeyError(name)
        values = {n: v for n, v in {**self.values, **read}.items() if v is not None and n not in unread}
        texts = {n: text for n, text in {**self.unread, **unread}.items() if n not in read}
        self._check(values, texts)

    def start_from(self, wanted: str | int, then: Callable[[], None] = lambda: None) -> bool:
        """Copy the raw fields of a client in the place of all that was typed; the client's histories stay out.

        Parameters
        ----------
        then
            Called once they are copied: at once, or when their data are looked up.

        Returns
        -------
        bool
            Whether the client was found; if not, `unknown` says so and the application is as before.
        """
        text = str(wanted).strip()
        try:
            if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
                raise UnknownClientError(text)
            self.served.portfolio.check_client(int(text))
        except UnknownClientError:
            self.unknown = text[:40]
            return False
        self._copying = int(text)
        if self._ahead(int(text), partial(self._copy, int(text), then)):
            self._copy(int(text), then)
        return True

    def _copy(self, client_id: int, then: Callable[[], None]) -> None:
        """Copy the client who was asked for, unless another application was begun meanwhile."""
        if client_id != self._copying:
            return
        data = ClientData(self.served, client_id)
        try:
            data = data if self._data_of is None else self._data_of(client_id)
            version = data.number
        except JournalError:
            version = 0
        row = data.row.row(0, named=True)
        values = {name: row[name] for name in self.fields if row[name] is not None}
        self._check(values, {}, origin=client_id, origin_version=version)
        then()

    def take(self, values: Mapping[str, Value]) -> None:
        """Put an application that was read elsewhere in the place of all that was typed."""
        found = {name: values[name] for name in self.fields if values.get(name) is not None}
        self._check(found, {}, origin=None)

    def clear(self) -> None:
        """Start again with nothing."""
        self._check({}, {}, origin=None, explanation=None)

    def ask_again(self) -> None:
        """Have an application scored that could not be."""
        if self.trouble:
            self._check(dict(self.values), dict(self.unread))

    def terms(self) -> Terms | None:
        """Return the terms that are asked for; None when they cannot be told."""
        return terms_of(self._features, self.served.tariff) if self.current else None

    def points_otherwise(self) -> dict[Theme, float]:
        """Return the points with the theme of each adverse reason as it usually is; see `ClientState`."""
        if self.explanation is None or not self.current:
            return {}
        if self._otherwise is not None:
            return dict(self._otherwise)
        return points_otherwise(self.served.scorer.without_histories, self._features, reasons_of(self.explanation))

    def _check(self, values: dict[str, Value], unread: dict[str, str], **others: object) -> None:
        found = {problem.field: problem for problem in field_problems(values)}
        found |= {
            name: FieldProblem(name, "cannot be read", "ambiguous" if may_group(text.strip(" -")) else "number")
            for name, text in unread.items()
        }
        problems = tuple(found[name] for name in RAW_FIELDS if name in found)
        self._copying = None if "origin" in others else self._copying
        settled = {"values": values, "unread": unread, "problems": problems, "unknown": "", "trouble": "", **others}
        self._checked += 1
        ask = not problems and self._elsewhere is not None
        if not problems:
            self._features = features_of_application(validate_application(values))
            if not ask:
                settled["explanation"] = self.served.scorer.without_histories.explain_one(self._features)
        settle(self, current=not problems and not ask, asked=ask, **settled)
        if ask:
            self._ask_elsewhere(values, self._checked)

    def _ask_elsewhere(self, values: Mapping[str, Value], checked: int) -> None:
        """Have the values scored; what comes back after a later change is of no use."""
        elsewhere, features = self._elsewhere, self._features
        assert elsewhere is not None  # noqa: S101 - asked only where there is one

        def finish(found: Scored | CreditPanelError) -> None:
            if checked != self._checked:
                return
            if isinstance(found, Scored):
                self._otherwise = found.otherwise
                settle(self, explanation=found.explanation, current=True, asked=False)
            else:
                fault = found.fault if isinstance(found, ServiceError) else "nonsense"
                settle(self, trouble=fault, asked=False)

        self._background(lambda: elsewhere(values, features), finish)
