"""What the model says of one client, ready to be shown: a value without behaviour."""

from __future__ import annotations

import math
from dataclasses import dataclass

import polars as pl

from credit_panel.home_credit.absence import Absence
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.withheld import Flag

Value = float | str | None
"""A feature's value: a number, a category, or None when missing."""


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model spoke.

    Parameters
    ----------
    name
        Name of the bundle.
    version
        Short hash of its content.
    synthetic
        Whether it was trained on invented clients.
    trained_at
        When, an ISO time in UTC.
    imported
        Whether its trees were grown elsewhere: the time is then that of the import.
    """

    name: str
    version: str
    synthetic: bool
    trained_at: str
    imported: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature moved.

    Parameters
    ----------
    feature
        Its name in the catalogue.
    value
        The client's value, None when missing.
    reference
        Median, or most frequent category, of the training clients; None when missing for all.
    points
        Points it adds to (safer) or takes from (riskier) the base points.
    absence
        Why the value is missing, None when it is not.
    """

    feature: str
    value: Value
    reference: Value
    points: float
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explained decision about one client.

    Parameters
    ----------
    client_id
        Number of the client; None for an application that has none.
    probability, low, high
        Calibrated probability of default and its interval, whose ends are None where none was measured.
    points, grade, outcome
        The same on the scale, in bands, and as the policy's proposal.
    threshold
        Probability above which the policy refuses.
    base_points
        Points before anything is known of the client, see `Explanations`; the contributions add up from there.
    contributions
        One a feature of the model, strongest first.
    model
        The model that scored.
    held_out
        Whether the client trained the model, and was scored by those of its trees that were grown without them.
    with_histories
        Whether credit histories were read, be it that there are none; false for an application that came without.
    flags
        Why it is to be reviewed, other than that its probability is near the threshold.

    Examples
    --------
    >>> import credit_panel as cp
    >>> explanation = cp.current_model().explain_client(100002)
    >>> frame = explanation.frame()
    """

    client_id: int | None
    probability: float
    low: float | None
    high: float | None
    points: float
    grade: str
    outcome: Outcome
    threshold: float
    base_points: float
    contributions: tuple[Contribution, ...]
    model: ModelStamp
    held_out: bool = False
    with_histories: bool = True
    flags: tuple[Flag, ...] = ()

    def frame(self) -> pl.DataFrame:
        """Return the contributions as a table, strongest first.

        Returns
        -------
        polars.DataFrame
            ``feature``, ``value`` of a number or ``level`` of a category, the same of the reference value
            (``reference_value``, ``reference_level``), ``absence`` (why there is no value, see `Absence`), and
            ``points``; these and `base_points` add up to `points`.
        """
        pairs = {"": [c.value for c in self.contributions], "reference_": [c.reference for c in self.contributions]}
        columns: dict[str, pl.Series] = {"feature": pl.Series([c.feature for c in self.contributions], dtype=pl.String)}
        for which, values in pairs.items():
            numbers = [None if isinstance(value, str) else value for value in values]
            levels = [value if isinstance(value, str) else None for value in values]
            columns[f"{which}value"] = pl.Series(numbers, dtype=pl.Float64)
            columns[f"{which}level"] = pl.Series(levels, dtype=pl.String)
        columns["absence"] = pl.Series([c.absence and str(c.absence) for c in self.contributions], dtype=pl.String)
        columns["points"] = pl.Series([c.points for c in self.contributions], dtype=pl.Float64)
        return pl.DataFrame(columns)


def plain_value(value: object) -> Value:
    """Return a value of a table as an explanation holds it: what is no number and no text counts as missing."""
    if value is None or isinstance(value, str):
        return value
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None
