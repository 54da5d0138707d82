"""What the model said of the clients who trained it, without having seen them: counted once a process and portfolio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.errors import PortfolioError
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.kept import kept
from credit_panel.portfolio.score_columns import AT_LOW
from credit_panel.scoring import FOLD, GroupFairness, Ranking, Scores, age_bands, fairness, ranking
from credit_panel.scoring.threshold_errors import ThresholdErrors, threshold_errors

THRESHOLDS = np.linspace(0.0025, 0.5, 200)
"""Thresholds of the curves: cost ratios from 1 (0.5) up."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """The n training clients, each with the probability of a model that had not seen them.

    Of a model that was imported they are those who calibrated it, and whether it had seen them is not known.

    Parameters
    ----------
    scores
        Their scores under the shipped policy.
    target
        1 for a default and 0 otherwise, shape (n,).
    ranking
        How the probability separates the outcomes, exact at every distinct value.
    errors
        Both errors at `THRESHOLDS`.
    fairness
        How groups fare under the shipped policy, by the attribute that parts them.
    """

    scores: Scores
    target: np.ndarray
    ranking: Ranking
    errors: ThresholdErrors
    fairness: dict[str, tuple[GroupFairness, ...]]


@kept(2)
def held_out_of(served: ServedModel) -> HeldOut:
    """Return what is known of the model from its training clients, computed once for a served model.

    Raises
    ------
    PortfolioError
        When the portfolio holds no training client of either outcome.
    """
    columns = ("TARGET", FOLD, "probability", AT_LOW, "CODE_GENDER", "DAYS_BIRTH")
    # of a model that was imported no fold is known, and whom it had seen neither
    known = ("TARGET",) if served.scorer.manifest.imported else ("TARGET", FOLD)
    frame = served.portfolio.select(None, columns).drop_nulls(known)
    target = frame["TARGET"].to_numpy().astype(np.float64)
    if len(np.unique(target)) < 2:
        raise PortfolioError("The portfolio holds no training client of either outcome: build it again.")
    scores = served.scorer.scores_of(frame["probability"].to_numpy(), frame[AT_LOW].to_numpy())
    return HeldOut(
        scores=scores,
        target=target,
        ranking=ranking(probability=scores.probability, target=target),
        errors=threshold_errors(probability=scores.probability, target=target, threshold=THRESHOLDS),
        fairness=_fairness(frame, scores, target),
    )


def _fairness(frame: pl.DataFrame, scores: Scores, target: np.ndarray) -> dict[str, tuple[GroupFairness, ...]]:
    groups = {"CODE_GENDER": frame["CODE_GENDER"], "age_band": age_bands(frame["DAYS_BIRTH"])}
    return {name: fairness(column, scores, target) for name, column in groups.items()}
