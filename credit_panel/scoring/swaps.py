"""Swap sets: who changes side between two policies or models, and how they fared."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scores import Scores


@dataclass(frozen=True, slots=True)
class Swap:
    """The clients that go from one outcome to another.

    Parameters
    ----------
    before, after
        The outcomes.
    count
        How many.
    default_rate
        Share of defaults among those of known outcome, NaN when none is known.
    """

    before: Outcome
    after: Outcome
    count: int
    default_rate: float


def swap_set(before: Scores, after: Scores, target: np.ndarray) -> tuple[Swap, ...]:
    """Return who changes side, for each ordered pair of different outcomes.

    Parameters
    ----------
    before, after
        Scores of the same n clients under two policies or models.
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,).
    """
    return tuple(_swap(one, other, before, after, target) for one, other in itertools.permutations(Outcome, 2))


def _swap(one: Outcome, other: Outcome, before: Scores, after: Scores, target: np.ndarray) -> Swap:
    moved = (before.outcome == one) & (after.outcome == other)
    known = target[moved & ~np.isnan(target)]
    return Swap(one, other, int(moved.sum()), float(known.mean()) if len(known) else float("nan"))
