"""One client's data in one version, with what the model says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from credit_panel.amendments.version import FIRST, Change, Version
from credit_panel.features import RAW_FIELDS
from credit_panel.features.build import DERIVED_FEATURES
from credit_panel.home_credit import CLIENT
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.score_columns import AT_LOW, BASE_POINTS, score_columns
from credit_panel.scoring import Explanation
from credit_panel.scoring.explanation import plain_value
from credit_panel.scoring.scenario import features_after

DataOf = Callable[[int], "ClientData"]
"""Returns what is on file of a client; it may raise `JournalError`."""

Ahead = Callable[[int, Callable[[], None]], bool]
"""Returns whether that can be said at once; if not, has it looked up, and calls the second when it can."""


def at_hand(_: int, __: Callable[[], None]) -> bool:
    """Return that nothing has to be looked up beside whoever asks: they wait for it."""
    return True


@dataclass(frozen=True)
class ClientData:
    """What is known of a client of the portfolio: as it was built, or as somebody has changed it since.

    Their histories, what became of their credit and the fold that they trained are the portfolio's in every version.

    Parameters
    ----------
    served
        The model and the portfolio.
    client_id
        The client's number.
    version
        What changed their data; None for the portfolio's own.
    latest
        Number of the last version that is on file.

    Examples
    --------
    >>> import credit_panel as cp
    >>> data = cp.client_data(100002)
    >>> data.number, data.latest  # doctest: +SKIP
    (1, 1)
    """

    served: ServedModel
    client_id: int
    version: Version | None = None
    latest: int = FIRST

    @property
    def number(self) -> int:
        """Number of the version; 1 is the portfolio's."""
        return FIRST if self.version is None else self.version.number

    @cached_property
    def row(self) -> pl.DataFrame:
        """The client's one row, in the columns of the portfolio: fields, features and scores."""
        row = self.served.portfolio.client(self.client_id)
        return row if self.version is None else _amended(row, self.version.data, self.served)

    @cached_property
    def explanation(self) -> Explanation:
        """The explained decision."""
        if self.version is None and "row" not in vars(self):
            return self.served.explain_client(self.client_id)  # reads the columns that the model needs alone
        return self.served.scorer.explain_one(self.row, client_id=self.client_id)

    @property
    def moved(self) -> tuple[str, ...]:
        """Changed fields whose value in the portfolio is another than when they were changed.

        The portfolio was built anew since. What was changed counts all the same; a value that the portfolio has taken
        over is none of them.
        """
        if self.version is None:
            return ()
        own = self.served.portfolio.client(self.client_id).row(0, named=True)
        return tuple(
            name
            for name, change in self.version.data.items()
            if plain_value(own[name]) not in (change.before, change.after)
        )


def differences(before: pl.DataFrame, after: pl.DataFrame) -> dict[str, Change]:
    """Return the fields of the application that two rows differ in."""
    rows = before.select(RAW_FIELDS).row(0), after.select(RAW_FIELDS).row(0)
    values = zip(RAW_FIELDS, *(map(plain_value, row) for row in rows), strict=True)
    return {name: Change(one, other) for name, one, other in values if one != other}


def _amended(row: pl.DataFrame, data: Mapping[str, Change], served: ServedModel) -> pl.DataFrame:
    """Return the row of the portfolio with changed fields, and all that follows from them.

    The values were checked when they were recorded: they are those that a row held then.
    """
    changed = pl.DataFrame([pl.Series(name, [each.after]).cast(row.schema[name]) for name, each in data.items()])
    features = features_after(row, changed) if data else row
    amended = row.with_columns(features.select(RAW_FIELDS + DERIVED_FEATURES))
    explained = served.scorer.explain(amended)
    scores = score_columns(amended[CLIENT], explained.scores).drop(CLIENT)
    return amended.with_columns(
        *scores, pl.Series(BASE_POINTS, explained.base_points), pl.Series(AT_LOW, explained.scores.at_low)
    ).cast(row.schema)
