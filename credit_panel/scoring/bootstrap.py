"""Bootstrap: how much figures of clients would move with other clients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

RESAMPLES = 200
"""Bootstrap resamples of an interval."""


def bootstrap_interval(
    statistic: Callable[[np.ndarray, np.ndarray], float],
    first: np.ndarray,
    second: np.ndarray,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[float, float]:
    """Return the 95 % interval of one figure; see `bootstrap_intervals`."""
    low, high = bootstrap_intervals(
        lambda *values: np.array([statistic(*values)]), first, second, seed=seed, resamples=resamples
    )
    return float(low[0]), float(high[0])


def bootstrap_intervals(
    statistics: Callable[[np.ndarray, np.ndarray], np.ndarray],
    first: np.ndarray,
    second: np.ndarray,
    *,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> tuple[np.ndarray, np.ndarray]:
    """Return 95 % percentile intervals of figures of paired values (Efron, 1979), always the same for a seed.

    Parameters
    ----------
    statistics
        Figures, shape (k,), of two arrays whose first axis is the clients; resamples where one is NaN are left out
        of its interval.
    first, second
        The paired values, n clients each.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper ends, shape (k,).
    """
    random = np.random.default_rng(seed)
    # in order, so that each resample comes in order too: what ranks it has nothing left to sort
    order = np.argsort(first if first.ndim == 1 else first[:, 0])
    first, second = first[order], second[order]

    def resampled() -> np.ndarray:
        times = np.bincount(random.integers(0, len(first), len(first)), minlength=len(first))
        return statistics(np.repeat(first, times, axis=0), np.repeat(second, times, axis=0))

    values = np.array([resampled() for _ in range(resamples)])
    low, high = np.nanquantile(values, (0.025, 0.975), axis=0)
    return low, high
