"""Kinds of rows of a history table, and the shares and quantiles of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from credit_panel.home_credit.synthetic.calibrate_margins import knots

KNOTS = 14
HEAP = 0.015
"""Share from which a value of a history is kept as a step of its own."""

ENOUGH = 25
"""A kind of row needs this many values for quantiles of its own; else it takes those of all rows."""


def stored_map(values: NDArray[Any], count: int = KNOTS) -> dict[str, list[float]] | None:
    """Return the quantile map of these values as it is stored; None when there are fewer than two."""
    if len(values) < 2:
        return None
    shares, at = knots(values, count, HEAP)
    return {"z": [round(float(z), 2) for z in ndtri(shares)], "v": [_short(v) for v in at]}


def _short(value: float) -> float | int:
    """Return four digits of a value, as briefly as JSON can write it."""
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded == int(rounded) else rounded


def maps_by_kind(
    frame: pl.DataFrame, kinds: Sequence[Mapping[str, Any]], value: pl.Expr, by: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the quantile maps of a value and which kind of row takes which.

    Parameters
    ----------
    frame
        Rows with the index of their `kind`.
    kinds
        The kinds, as `kinds_of` gives them.
    value
        What is mapped.
    by
        Columns of the kind whose levels share a map; all of them when empty.
    """
    table = frame.select("kind", value=value.cast(pl.Float64)).drop_nulls().filter(pl.col("value").is_finite())
    keys = [tuple(kind[name] for name in by or [name for name in kind if name != "share"]) for kind in kinds]
    maps: list[Any] = [stored_map(table["value"].to_numpy())]
    found: dict[tuple[Any, ...], int] = {}
    for key in dict.fromkeys(keys):
        members = [index for index, one in enumerate(keys) if one == key]
        values = table.filter(pl.col("kind").is_in(members))["value"].to_numpy()
        found[key] = -1 if not len(values) else 0
        if len(values) >= ENOUGH:
            found[key] = len(maps)
            maps.append(stored_map(values))
    return {"of": [found[key] for key in keys], "maps": maps}


def shares_by_kind(frame: pl.DataFrame, kinds: int, column: str) -> list[dict[str, float]]:
    """Return the shares of the levels of a column per kind of row."""
    found = []
    for kind in range(kinds):
        part = frame.filter(pl.col("kind") == kind)[column].fill_null("").value_counts(normalize=True, sort=True)
        kept = {level: round(share, 4) for level, share in part.rows() if share >= 0.004}
        found.append(kept)
    return found


def shares_of_values(values: pl.Series) -> dict[str, float]:
    """Return the shares of the values of a column that takes a few only; rare values are left out."""
    counted = values.drop_nulls().value_counts(normalize=True, sort=True).filter(pl.col("proportion") >= HEAP)
    return {str(value): round(share, 4) for value, share in counted.rows()}


def missing_by_kind(frame: pl.DataFrame, kinds: int, value: pl.Expr) -> list[float]:
    """Return the missing share of a value per kind of row."""
    return [share_missing(frame.filter(pl.col("kind") == kind).select(value).to_series()) for kind in range(kinds)]


def kinds_of(frame: pl.DataFrame, columns: Sequence[str], enough: int) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Return the rows with the index of their kind, and the kinds with their shares; rare kinds are left out."""
    counts = frame.group_by(columns).len().filter(pl.col("len") >= enough).sort("len", *columns, descending=True)
    counts = counts.with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int64))
    share = counts["len"] / counts["len"].sum()
    kinds = [
        {**{name: row[name] for name in columns}, "share": round(part, 5)}
        for row, part in zip(counts.iter_rows(named=True), share, strict=True)
    ]
    return frame.join(counts.drop("len"), on=columns, how="inner", nulls_equal=True), kinds


def count_maps(table: pl.DataFrame, clients: Mapping[str, pl.Series]) -> dict[str, dict[str, Any]]:
    """Return, for train and test clients, the share without rows and the quantiles of rows per client."""
    found = {}
    for sample, ids in clients.items():
        counts = table.filter(pl.col("SK_ID_CURR").is_in(ids.implode())).group_by("SK_ID_CURR").len()["len"]
        mapping = stored_map(counts.to_numpy().astype(float), 30)
        found[sample] = {"none": round(1 - len(counts) / len(ids), 4), "map": mapping}
    return found


def share(condition: pl.Series) -> float:
    """Return how often the condition holds, to five digits."""
    return round(float(condition.fill_null(False).to_numpy().astype(float).mean()), 5)


def share_missing(values: pl.Series) -> float:
    """Return the missing share, to four digits."""
    return round(values.null_count() / max(len(values), 1), 4)
