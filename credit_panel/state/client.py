"""The client that one visitor looks at, and the explained decision about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
import param
import polars as pl

from credit_panel.amendments.client_data import Ahead, ClientData, DataOf, at_hand
from credit_panel.amendments.version import FIRST
from credit_panel.errors import JournalError, UnknownClientError
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, Outcome, points_otherwise, reasons_of
from credit_panel.state.driving import Driven, DrivingInteger

LONGEST_NUMBER = 18
"""Digits of the longest number worth looking up."""

RECENT = 5
"""How many clients the list of the last opened keeps."""


class ClientState(Driven):
    """One visitor's client; it belongs to one session and is never shared.

    Whoever sets `client_id` opens that client, None closes it, and a number that is no client's raises
    `UnknownClientError` before anything changes; `open` takes what a person typed and says in `unknown` what is wrong.

    Parameters
    ----------
    served
        The portfolio and model to read from; shared by all visitors, and immutable.
    data_of
        Returns what is on file of a client; None opens every client as the portfolio has them.
    ahead
        Has that looked up before, where it takes time; `opening` says for whom.

    Examples
    --------
    >>> import credit_panel as cp
    >>> state = cp.ClientState(cp.current_model())
    >>> state.client_id = 100002
    >>> state.explanation.client_id
    100002
    """

    client_id = DrivingInteger(default=None, allow_None=True, doc="Number of the open client, None when none is open.")

    explanation = param.ClassSelector(
        class_=Explanation, default=None, allow_None=True, doc="The explained decision about the open client."
    )

    data = param.ClassSelector(
        class_=ClientData, default=None, allow_None=True, doc="The open client's data: which version of them, and more."
    )

    row = param.ClassSelector(
        class_=pl.DataFrame, default=None, allow_None=True, doc="The open client's one row, as the portfolio has it."
    )

    newer = param.Integer(
        default=0, doc="The version of the open client's data that somebody has made since; 0 if none."
    )

    data_trouble = param.String(
        default="", doc="Why it is not known whether there are newer data, a `JournalFault`; empty when it is."
    )

    unknown = param.String(default="", doc="What was asked for and is no client; empty when all is well.")

    opening = param.Integer(
        default=None, allow_None=True, doc="Number of the client who is opened once their data are looked up."
    )

    recent = param.List(default=[], item_type=tuple, doc="The last opened clients, as (number, outcome), newest first.")

    decided = param.Dict(
        default={}, doc="What a person decided, an outcome by number of the client; it stands above the proposal."
    )

    def __init__(
        self,
        served: ServedModel,
        client_id: int | None = None,
        *,
        data_of: DataOf | None = None,
        ahead: Ahead = at_hand,
        **params: Any,
    ) -> None:
        self.served, self._data_of, self.ahead = served, data_of, ahead
        self._otherwise: tuple[Explanation, dict[Theme, float]] | None = None
        super().__init__(**params)
        if client_id is not None:
            self.client_id = client_id

    def open(self, wanted: str | int) -> bool:
        """Open a client by number; say in `unknown` what is no client and keep the open one.

        Returns
        -------
        bool
            Whether the client was found; they may be on screen later, see `opening`.
        """
        text = str(wanted).strip()
        try:
            if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
                raise UnknownClientError(text)
            number = int(text)
            self.served.portfolio.check_client(number)
            looks_up = number != self.client_id or self.newer or self.data_trouble
            if looks_up and not self.ahead(number, partial(self._open, number)):
                self.param.update(opening=number, unknown="")
            else:
                self.client_id = number
        except UnknownClientError:
            self.unknown = text[:40]
            return False
        return True

    def _open(self, number: int) -> None:
        """Open the client whose data were looked up, unless another was asked for meanwhile."""
        if number == self.opening:
            self.client_id = number

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return the explained decision of the client who is to be opened, and what else comes with them.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        """
        if value is None:
            empty = {"explanation": None, "row": None, "data": None, "opening": None}
            return {**empty, "newer": 0, "data_trouble": "", "unknown": ""}
        if value == self.client_id and not (self.newer or self.data_trouble):
            return {"unknown": "", "opening": None}
        client_id = int(value)
        data, trouble = self.data_of(client_id)
        row = data.row
        explanation = data.explanation
        others = [entry for entry in self.recent if entry[0] != client_id]
        return {
            "explanation": explanation,
            "row": row,
            "data": data,
            "newer": 0,
            "data_trouble": trouble,
            "unknown": "",
            "opening": None,
            "recent": [(client_id, explanation.outcome), *others][:RECENT],
        }

    def data_of(self, client_id: int) -> tuple[ClientData, str]:
        """Return what is on file of a client, and why it may be other than this; empty when it is not.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        """
        if self._data_of is None:
            return ClientData(self.served, client_id), ""
        try:
            return self._data_of(client_id), ""
        except JournalError as error:
            return ClientData(self.served, client_id), error.fault

    @property
    def idle(self) -> bool:
        """Whether no client is open, or about to be."""
        return self.client_id is None and self.opening is None

    @property
    def data_version(self) -> int:
        """Which version of the open client's data is shown; 1 is the portfolio's."""
        return FIRST if self.data is None else self.data.number

    def note_version(self, client_id: int, latest: int) -> None:
        """Note which version of a client's data is the last, when that is read of who is open."""
        if client_id == self.client_id and self._data_of is not None:
            self.newer = latest if latest != self.data_version else 0

    @property
    def decision(self) -> Outcome | None:
        """What a person decided about the open client; None while nobody has."""
        return None if self.client_id is None else self.decided.get(self.client_id)

    def points_otherwise(self) -> dict[Theme, float]:
        """Return the points the open client would have with the theme of each adverse reason as it usually is.

        They are worked out once a client: it takes as long as their explanation, and more than one reader asks.
        """
        explanation, row = self.explanation, self.row
        if row is None or explanation is None:
            return {}
        if self._otherwise is None or self._otherwise[0] is not explanation:
            self._otherwise = (explanation, points_otherwise(self.served.scorer, row, reasons_of(explanation)))
        return self._otherwise[1]

    def recall(self, opened: Iterable[tuple[int, Outcome]]) -> None:
        """Put clients that an earlier page of the same visitor opened behind the last ones; no others."""
        known = {number for number, _ in self.recent}
        found = [(n, outcome) for n, outcome in opened if n not in known and np.isin(n, self.served.portfolio.ids)]
        self.recent = [*self.recent, *found][:RECENT]

    def close(self) -> None:
        """Show no client."""
        self.client_id = None
