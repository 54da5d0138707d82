"""Errors by threshold: who is wrongly accepted and wrongly refused, with what chance would make of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.bootstrap import RESAMPLES


@dataclass(frozen=True, slots=True)
class CostCurve:
    """What each threshold costs a client, in units of a good client refused, with 95 % bootstrap intervals.

    Parameters
    ----------
    threshold
        Clients at this probability or above are refused, rising, shape (k,).
    cost, low, high
        Mean cost and its interval at each threshold, shape (k,).
    """

    threshold: np.ndarray
    cost: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, slots=True)
class ThresholdErrors:
    """Both errors at k thresholds, as shares of all clients, so that any cost ratio weighs them at once.

    Parameters
    ----------
    threshold
        Clients at this probability or above are refused, rising, shape (k,).
    accepted
        Share of all clients accepted, shape (k,).
    missed, turned_away
        Defaults accepted and others refused, as shares of all clients, shape (k,).
    resampled_missed, resampled_turned_away
        The same in each resample of the clients, shape (resamples, k).
    """

    threshold: np.ndarray
    accepted: np.ndarray
    missed: np.ndarray
    turned_away: np.ndarray
    resampled_missed: np.ndarray
    resampled_turned_away: np.ndarray

    @property
    def accepted_default_rate(self) -> np.ndarray:
        """Share of defaults among the accepted, NaN where none is, shape (k,)."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.missed / self.accepted

    def cost(self, cost_ratio: float) -> CostCurve:
        """Return what each threshold costs a client.

        Parameters
        ----------
        cost_ratio
            What a default that was accepted costs, in units of a good client refused.
        """
        resampled = cost_ratio * self.resampled_missed + self.resampled_turned_away
        low, high = np.quantile(resampled, (0.025, 0.975), axis=0)
        return CostCurve(self.threshold, cost_ratio * self.missed + self.turned_away, low, high)


def threshold_errors(
    *, probability: np.ndarray, target: np.ndarray, threshold: np.ndarray, seed: int = 0
) -> ThresholdErrors:
    """Return both errors at chosen thresholds.

    A resample of the clients only matters by how many of either outcome fall between two thresholds, so those counts
    are drawn and not the clients: a bootstrap (Efron, 1979) whose time does not grow with the clients.

    Parameters
    ----------
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,).
    threshold
        Thresholds, rising, shape (k,).
    seed
        Seed of the bootstrap.
    """
    count, bins = len(probability), len(threshold) + 1
    cells = 2 * np.searchsorted(threshold, probability, side="right") + (target > 0)
    counts = np.bincount(cells, minlength=2 * bins)
    drawn = np.random.default_rng(seed).multinomial(count, counts / count, size=RESAMPLES)
    accepted, missed, turned_away = (part[0] for part in _errors(counts[None], count))
    _, resampled_missed, resampled_turned_away = _errors(drawn, count)
    return ThresholdErrors(
        np.asarray(threshold), accepted, missed, turned_away, resampled_missed, resampled_turned_away
    )


def _errors(counts: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return accepted clients, accepted defaults and refused others of counts by cell, shape (resamples, k) each."""
    others, defaults = (counts[:, outcome::2].cumsum(axis=1) / count for outcome in (0, 1))
    return others[:, :-1] + defaults[:, :-1], defaults[:, :-1], others[:, -1:] - others[:, :-1]
