"""Rows of a history table: repeated clients, kinds of rows, labels and values by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.profile import Floats

Index = NDArray[np.int64]


def repeated(counts: NDArray[Any]) -> tuple[Index, Index]:
    """Return the owner of each row and the row's place among the owner's rows.

    Parameters
    ----------
    counts
        Shape (owners,): how many rows each owner has.

    Returns
    -------
    owner, place
        Shape (sum of counts,).
    """
    counts = counts.astype(np.int64)
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def draw_kinds(shares: Sequence[float], slopes: Sequence[float], risk: Floats, rng: np.random.Generator) -> NDArray[np.int16]:
    """Draw the kind of each row; a kind of positive slope is more frequent among risky clients.

    Parameters
    ----------
    shares
        Share of each kind over all clients.
    slopes
        Change of the kind's log-odds per standard deviation of risk.
    risk
        Shape (rows,): standardised risk of the row's client.
    rng
        Source of randomness.
    """
    slope = np.array(slopes, dtype=np.float32)
    # A normal risk of slope b multiplies the odds by exp(b^2 / 2) on average: taken back here.
    scores = np.log(np.array(shares, dtype=np.float32)) - slope**2 / 2 + risk[:, None] * slope
    cumulative = np.cumsum(np.exp(scores), axis=1)
    uniform = rng.random(len(risk), dtype=np.float32)
    return (cumulative[:, :-1] < uniform[:, None] * cumulative[:, -1:]).sum(axis=1).astype(np.int16)


def mixed(owner: Index, owners: int, shared: float, rng: np.random.Generator) -> Floats:
    """Return one standard normal a row, correlated by ``shared ** 2`` between the rows of one owner."""
    own = rng.standard_normal(owners, dtype=np.float32)[owner]
    return np.float32(shared) * own + np.float32(np.sqrt(1 - shared**2)) * rng.standard_normal(
        len(owner), dtype=np.float32
    )


def by_kind(kinds: NDArray[np.int16], maps: Sequence[Mapping[str, Any] | None], latent: Floats) -> NDArray[np.float64]:
    """Return the value of each row through the quantile map of its kind, NaN where the kind has none."""
    values = np.full(len(kinds), np.nan)
    for kind, stored in enumerate(maps):
        if stored is None:
            continue
        rows = np.flatnonzero(kinds == kind)
        values[rows] = np.interp(latent[rows], stored["z"], stored["v"])
    return values


def labels_by_kind(
    kinds: NDArray[np.int16], shares: Sequence[Mapping[str, float]], rng: np.random.Generator
) -> pl.Series:
    """Draw a label for each row from the shares of its kind; the empty label is a missing value."""
    levels = sorted({level for one in shares for level in one})
    codes = np.zeros(len(kinds), dtype=np.int64)
    uniform = rng.random(len(kinds), dtype=np.float32)
    for kind, one in enumerate(shares):
        if not one:
            continue
        rows = np.flatnonzero(kinds == kind)
        cumulative = np.cumsum(np.array(list(one.values())) / sum(one.values()))[:-1]
        places = np.array([levels.index(level) for level in one])
        codes[rows] = places[np.searchsorted(cumulative, uniform[rows], side="right")]
    return pl.Series([level or None for level in levels], dtype=pl.String).gather(codes)


def happens(probability: NDArray[Any] | float, count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw for each of `count` rows whether an event of this probability happens."""
    return rng.random(count, dtype=np.float32) < probability


def blank(values: NDArray[Any], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values as numbers with a missing value in these places."""
    return np.where(where, np.nan, values.astype(np.float64))
