"""What the client owes and would owe beside what they earn, and the same on average of others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.statistics.percentile_rank import own_value
from credit_panel.portfolio.store import Among, Portfolio
from credit_panel.scoring import Outcome
from credit_panel.scoring.neighbours import FEWEST

RATIOS = ("annuity_income_ratio", "credit_income_ratio", "total_debt_income_ratio")
"""The instalment, the credit, and all known debts with the credit, each over the declared income."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """One ratio of the client, and its means.

    Parameters
    ----------
    ratio
        One of `RATIOS`.
    own
        The client's, None when a part of it is missing.
    everyone, accepted, similar
        Mean over all clients, over those for whom acceptance is proposed, and over the clients most similar to this
        one; None where fewer than `FEWEST` of them have the ratio.
    """

    ratio: str
    own: float | None
    everyone: float | None
    accepted: float | None
    similar: float | None


def debt_capacity(portfolio: Portfolio, own: Mapping[str, object], similar: Among) -> tuple[Capacity, ...]:
    """Return the client's debt capacity beside that of others, one entry for each of `RATIOS`.

    Parameters
    ----------
    own
        The client's values by feature.
    similar
        Numbers of the most similar clients.
    """
    everyone, accepted = _means(portfolio)
    alike = _mean(portfolio, similar)
    return tuple(
        Capacity(ratio, None if value is None else float(value), everyone[ratio], accepted[ratio], alike[ratio])
        for ratio in RATIOS
        for value in (own_value(own[ratio]),)
    )


@kept(8)
def _means(portfolio: Portfolio) -> tuple[dict[str, float | None], dict[str, float | None]]:
    return _mean(portfolio, None), _mean(portfolio, pl.col("outcome") == str(Outcome.ACCEPT))


def _mean(portfolio: Portfolio, among: Among) -> dict[str, float | None]:
    frame = portfolio.select(among, RATIOS).fill_nan(None)
    return {
        ratio: float(column.mean()) if column.count() >= FEWEST else None  # type: ignore[arg-type]
        for ratio in RATIOS
        for column in (frame[ratio],)
    }
