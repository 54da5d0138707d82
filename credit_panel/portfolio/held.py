"""All that a portfolio holds about one client, as plain values."""

from __future__ import annotations

from typing import Any

import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.portfolio.store import Portfolio


def held_about(portfolio: Portfolio, client_id: int) -> dict[str, Any]:
    """Return a client's application, features and scores, what each feature moves, and every row of their past.

    Raises
    ------
    UnknownClientError
        When the portfolio has no such client.
    """
    row = portfolio.client(client_id).row(0, named=True)
    points = portfolio.read(portfolio.contributions.filter(pl.col(CLIENT) == client_id))
    return {
        "data": row,
        "points": {} if points.is_empty() else points.drop(CLIENT).row(0, named=True),
        "history": {name: events.to_dicts() for name, events in portfolio.history.events(client_id).items()},
    }
