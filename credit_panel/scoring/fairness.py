"""Fairness: how groups fare under the policy, with intervals, and nothing where a group is too small."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scores import Scores

MINIMUM_CELL = 30
"""Clients under which a figure is not given: it would say little, and say it of people who could be recognised."""

AGE_BANDS = (30, 40, 50, 60)
"""Years at which the bands of age are cut; the lower limit belongs to the band."""

_Z = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure with its 95 % interval.

    Parameters
    ----------
    value
        The figure, such as a share; None when fewer than `MINIMUM_CELL` clients stand behind it.
    low, high
        Ends of its interval; None where there is no figure, or the figure has none.
    count
        Clients behind it.
    """

    value: float | None
    low: float | None
    high: float | None
    count: int


@dataclass(frozen=True, slots=True)
class GroupFairness:
    """How one group fares.

    Parameters
    ----------
    group
        Its name.
    count
        Clients in it.
    acceptance
        Share not proposed for refusal: a review leaves the door open.
    acceptance_ratio
        Its acceptance over that of the group with the highest, which has itself a ratio of 1 without an interval; see
        `acceptance_ratio`.
    false_positive
        Share of those who repaid that were proposed for refusal.
    false_negative
        Share of those who defaulted that were not.
    observed
        Default rate.
    predicted
        Mean probability, None where hidden; beside `observed` it tells calibration within the group.
    """

    group: str
    count: int
    acceptance: Rate
    acceptance_ratio: Rate
    false_positive: Rate
    false_negative: Rate
    observed: Rate
    predicted: float | None


@dataclass(frozen=True, slots=True)
class Groups:
    """The group of each client, as a number: counted ten times as fast as names.

    Parameters
    ----------
    names
        Names of the groups, in rising order.
    places
        Place of each client's group in `names`, shape (n,), uint8; as many as there are names where it is unknown.
    """

    names: tuple[str, ...]
    places: np.ndarray

    @classmethod
    def of(cls, names: pl.Series) -> Groups:
        """Return groups from the name of each client's; null is unknown."""
        known = names.cast(pl.String)
        found = sorted(known.drop_nulls().unique(), key=rising)
        places = known.replace_strict(found, range(len(found)), default=len(found), return_dtype=pl.UInt8)
        return cls(tuple(found), places.to_numpy())

    def take(self, rows: np.ndarray) -> Groups:
        """Return the groups of some clients, chosen by position."""
        return Groups(self.names, self.places[rows])


def fairness(groups: pl.Series, scores: Scores, target: np.ndarray) -> tuple[GroupFairness, ...]:
    """Compare groups of clients; see `compare_groups`.

    Parameters
    ----------
    groups
        Name of each client's group, shape (n,); null leaves a client out.
    scores
        Held-out scores of the same clients.
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,).
    """
    refused = scores.outcome == Outcome.REFUSE
    return compare_groups(Groups.of(groups), refused=refused, probability=scores.probability, target=target)


def compare_groups(
    groups: Groups, *, refused: np.ndarray, probability: np.ndarray, target: np.ndarray
) -> tuple[GroupFairness, ...]:
    """Compare groups of clients.

    Equal error rates and calibration within groups cannot both hold where default rates differ (Chouldechova, 2017;
    Kleinberg et al., 2016): the figures are to be read together.

    Parameters
    ----------
    groups
        The clients' groups.
    refused
        Whether a refusal is proposed to each by a held-out score, shape (n,).
    probability
        That score, shape (n,).
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,).

    Returns
    -------
    tuple of GroupFairness
        One a group that has clients, by name.
    """
    return compare_fates(groups.names, fates_of(groups, refused=refused, target=target), probability)


def fates_of(groups: Groups, *, refused: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Return group, outcome and proposal of each client as one small number, which counts all three at once.

    Parameters
    ----------
    groups, refused, target
        See `compare_groups`.

    Returns
    -------
    numpy.ndarray
        Shape (n,), uint16: six times the group, and twice the outcome (repaid, defaulted, unknown), and the refusal.
    """
    outcome = np.where(np.isnan(target), 2, target).astype(np.uint16)
    return groups.places * np.uint16(6) + outcome * np.uint16(2) + refused


def compare_fates(names: tuple[str, ...], fates: np.ndarray, probability: np.ndarray) -> tuple[GroupFairness, ...]:
    """Compare groups of clients of whom `fates_of` tells all; see `compare_groups`."""
    size = len(names) + 1
    counts = np.bincount(fates, minlength=6 * size).reshape(size, 3, 2)
    sums = np.bincount(fates, weights=probability, minlength=6 * size).reshape(size, 6).sum(axis=1)
    found = [_group(*own) for own in zip(names, counts, sums.tolist(), strict=False) if own[1].any()]
    best = max(found, key=lambda group: group.acceptance.value or 0.0, default=None)
    return tuple(
        group if best is None else replace(group, acceptance_ratio=acceptance_ratio(group.acceptance, best.acceptance))
        for group in found
    )


def age_bands(days_birth: pl.Series) -> pl.Series:
    """Return the band of age of each client, such as ``"30-39"``, from days counted backwards; null stays null."""
    between = (f"{low}-{high - 1}" for low, high in itertools.pairwise(AGE_BANDS))
    names = np.array([f"<{AGE_BANDS[0]}", *between, f"{AGE_BANDS[-1]}+"])
    years = -days_birth.cast(pl.Float64).to_numpy() / DAYS_A_YEAR
    bands = pl.Series("age_band", names[np.searchsorted(AGE_BANDS, years, side="right")])
    return bands.set(pl.Series(np.isnan(years)), None)


def rising(group: str) -> tuple[bool, str]:
    """Return what groups sort by: their names, of which ``"<30"`` comes before ``"30-39"``."""
    return not group.startswith("<"), group


def wilson(successes: float, count: int) -> Rate:
    """Return a share with its 95 % interval (Wilson, 1927), hidden under `MINIMUM_CELL` clients."""
    if count < MINIMUM_CELL:
        return Rate(None, None, None, count)
    p = successes / count
    centre = p + _Z**2 / (2 * count)
    half = _Z * np.sqrt(p * (1 - p) / count + _Z**2 / (4 * count**2))
    scale = 1 + _Z**2 / count
    return Rate(p, float(max((centre - half) / scale, 0)), float(min((centre + half) / scale, 1)), count)


def acceptance_ratio(acceptance: Rate, best: Rate) -> Rate:
    """Return one group's acceptance over that of the group with the highest, with its 95 % interval.

    The interval is normal in logarithms (Katz, D., Baptista, J., Azen, S. P. and Pike, M. C. (1978), Biometrics 34);
    it takes the best group as given and says nothing of the chance that another is best.

    Returns
    -------
    Rate
        Hidden where either acceptance is, or nobody is accepted; without an interval where the group is the best one
        or none of its clients is accepted.
    """
    p, q = acceptance.value, best.value
    if p is None or not q:
        return Rate(None, None, None, acceptance.count)
    if acceptance is best or not p:
        return Rate(p / q, None, None, acceptance.count)
    spread = np.exp(_Z * np.sqrt((1 - p) / (p * acceptance.count) + (1 - q) / (q * best.count)))
    return Rate(p / q, float(p / q / spread), float(p / q * spread), acceptance.count)


def _group(name: str, counts: np.ndarray, probability: float) -> GroupFairness:
    """Return the figures of one group.

    Parameters
    ----------
    counts
        Clients by outcome (repaid, defaulted, unknown) and by whether they are refused, shape (3, 2).
    probability
        Sum of their probabilities.
    """
    count, (good, bad, _) = int(counts.sum()), counts.sum(axis=1).tolist()
    return GroupFairness(
        group=name,
        count=count,
        acceptance=wilson(float(counts[:, 0].sum()), count),
        acceptance_ratio=Rate(None, None, None, count),
        false_positive=wilson(float(counts[0, 1]), good),
        false_negative=wilson(float(counts[1, 0]), bad),
        observed=wilson(float(bad), good + bad),
        predicted=probability / count if count >= MINIMUM_CELL else None,
    )
