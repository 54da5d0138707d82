"""Calibration: from the margin of the trees to log-odds that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.scale import probability_of

_STEPS = 50
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """A straight line in log-odds: contributions to the margin stay additive after it.

    Parameters
    ----------
    slope, intercept
        Calibrated log-odds are ``slope · margin + intercept``; the slope is positive, so ranks do not change.

    Notes
    -----
    Platt, J. (1999), Probabilistic outputs for support vector machines; here without his smoothing of the targets,
    which would move the mean probability away from the default rate.
    """

    slope: float
    intercept: float

    def log_odds(self, margin: np.ndarray) -> np.ndarray:
        """Return calibrated log-odds of default of margins, any shape."""
        return self.slope * np.asarray(margin, dtype=np.float64) + self.intercept


def fit_sigmoid(*, margin: np.ndarray, target: np.ndarray) -> Sigmoid:
    """Fit the line that makes the targets most likely, by Newton's method.

    Parameters
    ----------
    margin
        Out-of-fold margins, shape (n,).
    target
        1 for a default and 0 otherwise, shape (n,); both must occur.

    Raises
    ------
    ValueError
        When the margins do not rank defaults above the others: a line of positive slope cannot calibrate them.
    """
    x = np.asarray(margin, dtype=np.float64)
    y = np.asarray(target, dtype=np.float64)
    design = np.column_stack([x, np.ones_like(x)])
    rate = y.mean()
    weights = np.array([0.0, np.log(rate / (1 - rate))])
    for _ in range(_STEPS):
        p = probability_of(design @ weights)
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, design.T @ (y - p))
        # a long first step can leave the region where Newton's method converges
        weights = weights + step / max(1.0, float(np.abs(step).max()) / 2)
        if np.abs(step).max() < _TOLERANCE:
            break
    if not weights[0] > 0:
        raise ValueError("The model does not rank defaults above repaid credits: its margins cannot be calibrated.")
    return Sigmoid(float(weights[0]), float(weights[1]))
