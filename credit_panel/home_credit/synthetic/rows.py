"""Rows of a history table: repeated clients, kinds of rows, labels and values by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.profile import Floats

Index = NDArray[np.int64]

LONG_AGO_MONTHS = 96
"""The archive's monthly tables go back 96 months."""

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


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


def draw_kinds(
    shares: Sequence[float] | NDArray[Any], slopes: Sequence[float], risk: Floats, rng: np.random.Generator
) -> NDArray[np.int16]:
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
    scores = _base_scores(np.array(shares), np.array(slopes)) + risk[:, None] * slope
    cumulative = np.cumsum(np.exp(scores), axis=1)
    uniform = rng.random(len(risk), dtype=np.float32)
    return (cumulative[:, :-1] < uniform[:, None] * cumulative[:, -1:]).sum(axis=1).astype(np.int16)


def _base_scores(shares: NDArray[Any], slopes: NDArray[Any]) -> Floats:
    """Return the log-odds at mean risk with which the kinds have their shares over a standard normal risk."""
    base = np.log(shares / shares.sum())
    for _ in range(12):
        odds = np.exp(base + NODES[:, None] * slopes)
        base += np.log(shares / shares.sum()) - np.log(WEIGHTS @ (odds / odds.sum(axis=1, keepdims=True)))
    return base.astype(np.float32)


def mixed(owner: Index, owners: int, shared: float, rng: np.random.Generator) -> Floats:
    """Return one standard normal a row, correlated by ``shared ** 2`` between the rows of one owner."""
    own = rng.standard_normal(owners, dtype=np.float32)[owner]
    return np.float32(shared) * own + np.float32(np.sqrt(1 - shared**2)) * rng.standard_normal(
        len(owner), dtype=np.float32
    )


def tilted(latent: Floats, risk: Floats, slope: float) -> Floats:
    """Return a standard normal that leans on the risk: their correlation is slope / sqrt(1 + slope²)."""
    leaning = (latent + np.float32(slope) * risk) / np.float32(np.sqrt(1 + slope**2))
    return leaning.astype(np.float32, copy=False)


def by_kind(kinds: NDArray[np.int16], stored: Mapping[str, Any], latent: Floats) -> NDArray[np.float64]:
    """Return the value of each row through the quantile map of its kind, NaN where the kind has none."""
    values = np.full(len(kinds), np.nan)
    taken = np.array(stored["of"])[kinds]
    for index, one in enumerate(stored["maps"]):
        rows = np.flatnonzero(taken == index)
        if len(rows):
            values[rows] = np.interp(latent[rows], one["z"], one["v"])
    return values


def spells(owner: Index, begins: NDArray[np.bool_], length: NDArray[Any]) -> tuple[Index, Index]:
    """Return the rows covered by spells that begin at some rows, and how far into its spell each is.

    Parameters
    ----------
    owner
        Shape (rows,): owner of each row; a spell ends with its owner's rows.
    begins
        Shape (rows,): where a spell begins.
    length
        Shape (spells,): how many rows each spell covers.
    """
    starts = np.flatnonzero(begins)
    spell, depth = repeated(length)
    at = starts[spell] + depth
    inside = at < len(owner)
    at, spell, depth = at[inside], spell[inside], depth[inside]
    same = owner[at] == owner[starts[spell]]
    return at[same], depth[same]


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


def drawn_value(shares: Mapping[str, float], size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw `size` numbers from the shares of a few values."""
    cumulative = np.cumsum(list(shares.values()))
    values = np.array([float(value) for value in shares])
    return values[np.searchsorted(cumulative[:-1] / cumulative[-1], rng.random(size), side="right")]


def happens(probability: NDArray[Any] | float, count: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw for each of `count` rows whether an event of this probability happens."""
    return rng.random(count, dtype=np.float32) < probability


def blank(values: NDArray[Any], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the values as numbers with a missing value in these places."""
    return np.where(where, np.nan, values.astype(np.float64))
