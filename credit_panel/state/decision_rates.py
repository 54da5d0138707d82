"""How decisions went: acceptance, overrule and review rates, by month, advisor and reason; nobody's name is in them.

A figure of a few decisions says little, and says it of somebody whom colleagues know: small cells are hidden, and with
a single hidden one the next smallest, since the total would give it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from credit_panel.journal.records import Entry, Kind, clean_name
from credit_panel.scoring import Outcome
from credit_panel.scoring.drift import BINS, critical_value, stability_index
from credit_panel.scoring.fairness import MINIMUM_CELL, Rate, wilson

HIDDEN = Rate(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class Made:
    """A first decision about a case.

    Parameters
    ----------
    month
        When, in UTC, such as ``"2026-11"``.
    advisor
        Who, as a number: the first who ever decided is 1.
    client
        Pseudonym of the client.
    accepted, overruled, reviewed
        Whether it accepts, is against the proposal, and somebody else decided the case again.
    reason
        Code of the reason; empty where none was given.
    points
        The client's points then.
    """

    month: str
    advisor: int
    client: str
    accepted: bool
    overruled: bool
    reviewed: bool
    reason: str
    points: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of some decisions, with intervals of 95 %.

    Parameters
    ----------
    decisions
        How many; None where hidden.
    accepted, overruled, reviewed
        Shares of them.
    """

    decisions: int | None
    accepted: Rate
    overruled: Rate
    reviewed: Rate


@dataclass(frozen=True, slots=True)
class Month:
    """One month.

    Parameters
    ----------
    month
        Such as ``"2026-11"``.
    shown
        Clients whose proposal was shown; None where hidden.
    rates
        Of its decisions.
    observed
        Share of defaults among the clients decided on whose outcome is known.
    drift, critical
        Population stability index of their points against the portfolio's, and what it passes by chance once in a
        hundred times; None for too few.
    """

    month: str
    shown: int | None
    rates: Rates
    observed: Rate
    drift: float | None
    critical: float | None


def decisions_made(entries: Iterable[Entry]) -> tuple[Made, ...]:
    """Return the first decisions among records, which are in their order and hold the second ones too."""
    kept = list(entries)
    again = {entry.content.get("reviews") for entry in kept if entry.kind == Kind.REVIEW}
    advisors: dict[str, int] = {}
    return tuple(
        Made(
            month=entry.at.strftime("%Y-%m"),
            advisor=advisors.setdefault(clean_name(entry.person).casefold(), len(advisors) + 1),
            client=entry.client or "",
            accepted=entry.content["decided"] == Outcome.ACCEPT,
            overruled=entry.kind == Kind.OVERRULE,
            reviewed=entry.sequence in again,
            reason=str(entry.content.get("reason", "")),
            points=float(entry.content["points"]),
        )
        for entry in kept
        if entry.kind in (Kind.DECISION, Kind.OVERRULE)
    )


def rates_of(made: Sequence[Made]) -> Rates:
    """Return the rates of some decisions; nothing under `MINIMUM_CELL` of them."""
    count = len(made)
    if count < MINIMUM_CELL:
        return Rates(None, HIDDEN, HIDDEN, HIDDEN)
    sums = (sum(getattr(each, what) for each in made) for what in ("accepted", "overruled", "reviewed"))
    accepted, overruled, reviewed = (wilson(float(found), count) for found in sums)
    return Rates(count, accepted, overruled, reviewed)


def by_advisor(made: Sequence[Made]) -> list[tuple[str, list[tuple[int, Rates]]]]:
    """Return the rates of each advisor in each month, the last month first."""
    months = _grouped(made, lambda each: each.month)
    return [(month, _hiding(_grouped(own, lambda each: each.advisor))) for month, own in reversed(months)]


def by_reason(made: Sequence[Made]) -> list[tuple[str, Rates]]:
    """Return the rates of the decisions with each reason, the most frequent first; empty is none given."""
    grouped = _grouped(made, lambda each: each.reason)
    return _hiding(sorted(grouped, key=lambda group: len(group[1]), reverse=True))


def by_month(
    made: Sequence[Made], shown: Mapping[str, int], target: Mapping[str, float], points: np.ndarray
) -> list[Month]:
    """Return one row a month, the first first.

    Parameters
    ----------
    shown
        By month, how many clients' proposals were shown.
    target
        1 for a default and 0 for none, by pseudonym, of the clients whose outcome is known.
    points
        Those of the whole portfolio.
    """
    decided = dict(_grouped(made, lambda each: each.month))
    return [
        _month(month, shown.get(month, 0), decided.get(month, []), target, points)
        for month in sorted({*decided, *shown})
    ]


def _month(month: str, shown: int, made: Sequence[Made], target: Mapping[str, float], points: np.ndarray) -> Month:
    known = [target[client] for client in {each.client for each in made} if client in target]
    drift = critical = None
    if len(made) >= MINIMUM_CELL:
        edges = np.unique(np.quantile(points, np.linspace(0, 1, BINS + 1)[1:-1]))
        before, after = (
            np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1)
            for values in (points, np.array([each.points for each in made]))
        )
        drift, critical = stability_index(before, after), critical_value(len(points), len(made), len(edges) + 1)
    return Month(
        month, shown if shown >= MINIMUM_CELL else None, rates_of(made), wilson(sum(known), len(known)), drift, critical
    )


def _grouped[Key: (str, int)](made: Iterable[Made], key: Callable[[Made], Key]) -> list[tuple[Key, list[Made]]]:
    return [(group, list(own)) for group, own in groupby(sorted(made, key=key), key)]


def _hiding[Key](groups: Sequence[tuple[Key, Sequence[Made]]]) -> list[tuple[Key, Rates]]:
    """Return the rates of groups; where a single one is hidden, the smallest of the others is too."""
    rates = [(key, rates_of(own)) for key, own in groups]
    seen = [place for place, (_, own) in enumerate(rates) if own.decisions is not None]
    if len(seen) == len(rates) - 1 and seen:
        smallest = min(seen, key=lambda place: len(groups[place][1]))
        rates[smallest] = (rates[smallest][0], Rates(None, HIDDEN, HIDDEN, HIDDEN))
    return rates
