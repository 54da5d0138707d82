"""What the journal tells of two years of decisions, for those who watch over the model and its use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from credit_panel.decisions.journal_log import JournalLog
from credit_panel.journal.records import DECISIONS
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.cohorts.figures import served_arrays
from credit_panel.state.decision_rates import Month, Rates, by_advisor, by_month, by_reason, decisions_made

WATCHED = timedelta(days=730)
"""How far back is looked."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """How decisions went.

    Parameters
    ----------
    decisions
        How many there are; first ones, without reviews.
    months
        One row a month, the first first.
    advisors
        By month, the last first: the rates of each advisor, by number.
    reasons
        The rates of decisions with each reason.
    """

    decisions: int
    months: list[Month]
    advisors: list[tuple[str, list[tuple[int, Rates]]]]
    reasons: list[tuple[str, Rates]]


def read_monitoring(log: JournalLog, served: ServedModel, now: datetime | None = None) -> Monitoring:
    """Read how decisions went; it waits for the journal.

    Raises
    ------
    JournalError
        When it cannot be read.
    """
    since = (now or datetime.now(UTC)) - WATCHED
    made = decisions_made(log.entries(DECISIONS, since))
    arrays, ids = served_arrays(served), served.portfolio.ids
    numbers = log.numbers({each.client for each in made}, ids)
    places = {client: int(np.searchsorted(ids, number)) for client, number in numbers.items()}
    target = {client: float(arrays.target[place]) for client, place in places.items()}
    known = {client: value for client, value in target.items() if np.isfinite(value)}
    months = by_month(made, log.clients_shown(since), known, arrays.points)
    return Monitoring(len(made), months, by_advisor(made), by_reason(made))
