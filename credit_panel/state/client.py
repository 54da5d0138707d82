"""The client that one visitor looks at, and the explained decision about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import param
import polars as pl

from credit_panel.errors import UnknownClientError
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

    row = param.ClassSelector(
        class_=pl.DataFrame, default=None, allow_None=True, doc="The open client's one row of the portfolio."
    )

    unknown = param.String(default="", doc="What was asked for and is no client; empty when all is well.")

    recent = param.List(default=[], item_type=tuple, doc="The last opened clients, as (number, outcome), newest first.")

    decided = param.Dict(
        default={}, doc="What a person decided, an outcome by number of the client; it stands above the proposal."
    )

    def __init__(self, served: ServedModel, client_id: int | None = None, **params: Any) -> None:
        self.served = served
        self._otherwise: tuple[Explanation, dict[Theme, float]] | None = None
        super().__init__(**params)
        if client_id is not None:
            self.client_id = client_id

    def open(self, wanted: str | int) -> bool:
        """Open a client by number; say in `unknown` what is no client and keep the open one.

        Returns
        -------
        bool
            Whether the client was found.
        """
        text = str(wanted).strip()
        try:
            if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
                raise UnknownClientError(text)
            self.client_id = int(text)
        except UnknownClientError:
            self.unknown = text[:40]
            return False
        return True

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return the explained decision of the client who is to be opened, and what else comes with them.

        Raises
        ------
        UnknownClientError
            When the portfolio has no such client.
        """
        if value is None:
            return {"explanation": None, "row": None, "unknown": ""}
        if value == self.client_id:
            return {"unknown": ""}
        client_id = int(value)
        row = self.served.portfolio.client(client_id)
        explanation = self.served.scorer.explain_one(row, client_id=client_id)
        others = [entry for entry in self.recent if entry[0] != client_id]
        return {
            "explanation": explanation,
            "row": row,
            "unknown": "",
            "recent": [(client_id, explanation.outcome), *others][:RECENT],
        }

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
