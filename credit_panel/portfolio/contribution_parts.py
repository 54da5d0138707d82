"""The contributions of every client, some at a time: all of a large book at once would fill the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from credit_panel.portfolio.store import Portfolio

ROWS_AT_ONCE = 100_000
"""Clients whose points are read at once."""


def contribution_parts(
    portfolio: Portfolio, columns: Sequence[str | pl.Expr], rows: int = ROWS_AT_ONCE
) -> Iterator[pl.DataFrame]:
    """Yield what is asked of the contributions, by rising client number.

    Parameters
    ----------
    columns
        Features, or expressions that work row by row.
    rows
        Most clients of a part.

    Raises
    ------
    ReplacedError
        When the portfolio on disk is no longer the one that was opened.
    """
    asked = portfolio.contributions.select(columns)
    for first in range(0, len(portfolio), rows):
        yield portfolio.read(asked.slice(first, rows))
