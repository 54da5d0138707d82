"""The scorer: the one path by which pages, API, notebooks and batches reach a probability."""

from __future__ import annotations

import math
import threading
import warnings
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import xgboost as xgb

from credit_panel.errors import TablesError
from credit_panel.scoring.boosting import contributions, margins
from credit_panel.scoring.bundle import Bundle
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.leaves import Leaves
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.scores import Explanations, Scores

if TYPE_CHECKING:
    import shap

SHARED_FROM = 500
"""Rows from which a second thread pays for itself."""
_ALONE = 100  # rows that one thread explains before others get their turn


class Scorer:
    """A model, its calibration and a policy, ready to score; shared by all visitors of a process.

    Parameters
    ----------
    bundle
        The model, as `read_bundle` returns it.
    policy
        Policy to propose outcomes by; None takes the one that the model ships with.
    threads
        Threads for batches; one client, and small batches, always take one. The result does not depend on it.

    Notes
    -----
    Contributions are those of `shap.TreeExplainer`, by XGBoost's own exact algorithm (Lundberg et al., 2020), since
    `shap` takes a second to load; calibration and scale are straight lines in log-odds, so in points they are those to
    the margin times one factor.

    Examples
    --------
    >>> import credit_panel as cp
    >>> scores = cp.current_model().scorer.score(cp.current_model().portfolio.clients([100002, 100003]))
    """

    def __init__(self, bundle: Bundle, policy: Policy | None = None, *, threads: int = 2) -> None:
        self.manifest = bundle.manifest
        self.scale = bundle.manifest.scale
        self.policy = policy or bundle.manifest.policy
        self.threads = threads
        self._encoding = bundle.encoding
        self._booster = bundle.booster
        self._sigmoid = bundle.sigmoid
        self.interval = bundle.interval
        # XGBoost allows concurrent calls of one kind only, and the number of threads belongs to the booster
        self._lock = threading.Lock()
        empty = np.full((1, len(self.features)), np.nan, dtype=np.float32)
        expected = self._contributions_to_margin(empty)[0, -1]
        self.base_points = float(self.scale.points(self._sigmoid.log_odds(expected.astype(np.float64))))

    def with_policy(self, policy: Policy) -> Scorer:
        """Return the same model with another policy, of which its version and seal tell as if it shipped with it."""
        other = copy(self)
        other.policy = policy
        other.manifest = self.manifest.with_policy(policy)
        return other

    @property
    def version(self) -> str:
        """Short hash of the model, its calibration, scale and policy."""
        return self.manifest.version

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the model's columns, in its order."""
        return self._encoding.features

    @cached_property
    def explainer(self) -> shap.TreeExplainer:
        """The trees as `shap` explains them, for its own pictures: values are in log-odds, before calibration."""
        with warnings.catch_warnings():
            # in a notebook its progress bars ask for ipywidgets, which nothing here needs
            warnings.simplefilter("ignore")
            import shap
        return shap.TreeExplainer(self._booster)

    def unseen(self, frame: pl.DataFrame) -> dict[str, int]:
        """Count, column by column, the clients whose category training never saw; they count as missing."""
        return self._encoding.unseen(frame)

    def score(self, frame: pl.DataFrame) -> Scores:
        """Score the clients of `frame`.

        Parameters
        ----------
        frame
            What `build_features` or `features_of_application` returns, collected; other columns are ignored.

        Raises
        ------
        TablesError
            When the frame lacks a column of the model, or one has another type.
        """
        return self._scores(self._log_odds(self._encoding.matrix(frame)))

    def scores_of(self, probability: np.ndarray) -> Scores:
        """Return what follows from calibrated probabilities, such as the out-of-fold ones of training, shape (n,)."""
        p = np.asarray(probability, dtype=np.float64)
        return self._scores(np.log(p) - np.log1p(-p))

    def proposals(self, probability: np.ndarray, policy: Policy) -> np.ndarray:
        """Return what another policy would propose at calibrated probabilities of shape (n,), see `Policy.outcomes`."""
        p = np.asarray(probability, dtype=np.float64)
        return self._proposed(np.log(p) - np.log1p(-p), policy)

    def review_zone(self, policy: Policy) -> tuple[float, float]:
        """Return the probabilities between which a policy proposes a review; the same twice when it never does."""
        centre, half = math.log(1 / policy.cost_ratio), self.interval.half_width(policy.review_level)
        low, high = probability_of(np.array([centre - half, centre + half]))
        return float(low), float(high)

    def score_runs(self, ends: pl.DataFrame) -> tuple[Scores, Scores]:
        """Score both ends of n runs, and the safest that anyone could be between the ends of each.

        Parameters
        ----------
        ends
            As for `score`: the n near ends, then the n far ones. A number lies between those of both ends, either way
            round; a category, and whether a value is missing, are the same at both.

        Returns
        -------
        tuple of Scores
            Those of the 2n ends, and bounds of the n runs: nobody between the ends is safer, perhaps not even as safe.
        """
        matrix = self._encoding.matrix(ends)
        near, far = np.split(matrix, 2)
        least = self._leaves.least(np.fmin(near, far), np.fmax(near, far))
        return self._scores(self._log_odds(matrix)), self._scores(self._sigmoid.log_odds(least))

    def explain(self, frame: pl.DataFrame) -> Explanations:
        """Score the clients of `frame` and say what each feature moved; see `score`."""
        matrix = self._encoding.matrix(frame)
        scores = self._scores(self._log_odds(matrix))
        factor = -self.scale.factor * self._sigmoid.slope
        points = self._contributions_to_margin(matrix)[:, :-1].astype(np.float64) * factor
        self._settle(points, scores.points)
        return Explanations(scores, self.base_points, points, self.features)

    def explain_one(self, frame: pl.DataFrame, *, client_id: int | None = None) -> Explanation:
        """Score and explain the one client of `frame`.

        Raises
        ------
        TablesError
            When the frame does not hold exactly one row, and as `score` does.
        """
        if len(frame) != 1:
            raise TablesError(f"One client is explained at a time, and the table holds {len(frame)} rows: keep one.")
        return next(self.explain_each(frame, (client_id,)))

    def explain_each(self, frame: pl.DataFrame, client_ids: Iterable[int | None]) -> Iterator[Explanation]:
        """Yield the explained decision about each client of `frame`, all scored at once; see `explain_one`."""
        explained, manifest = self.explain(frame), self.manifest
        rows = zip(frame.iter_rows(named=True), client_ids, strict=True)
        for place, (values, client_id) in enumerate(rows):
            yield explained.one(
                place, values, self.policy.threshold, manifest.reference, manifest.stamp, client_id=client_id
            )

    @cached_property
    def _leaves(self) -> Leaves:
        with self._lock:
            return Leaves.of(self._booster)

    def _log_odds(self, matrix: np.ndarray) -> np.ndarray:
        with self._lock:
            self._share(len(matrix))
            return self._sigmoid.log_odds(margins(self._booster, matrix))

    def _contributions_to_margin(self, matrix: np.ndarray) -> np.ndarray:
        """Return what each feature adds to the margin, then the expected margin, shape (n, features + 1)."""
        if not len(matrix):
            return np.empty((0, len(self.features) + 1))
        size = SHARED_FROM if self.threads > 1 else _ALONE  # the lock is free between two slices
        slices = np.split(matrix, range(size, len(matrix), size))
        return np.concatenate([self._slice_to_margin(rows) for rows in slices])

    def _slice_to_margin(self, matrix: np.ndarray) -> np.ndarray:
        kinds, threads = self._encoding.types, self._threads_for(len(matrix))
        data = xgb.DMatrix(matrix, feature_names=list(self.features), feature_types=kinds, nthread=threads)
        with self._lock:
            self._share(len(matrix))
            return contributions(self._booster, data)

    def _threads_for(self, rows: int) -> int:
        return self.threads if rows >= SHARED_FROM else 1

    def _share(self, rows: int) -> None:
        self._booster.set_param({"nthread": self._threads_for(rows)})

    def _scores(self, log_odds: np.ndarray) -> Scores:
        probability = probability_of(log_odds)
        low, high = self.interval.interval(log_odds)
        return Scores(
            probability=probability,
            low=low,
            high=high,
            points=self.scale.points(log_odds),
            outcome=self._proposed(log_odds, self.policy),
            grade=self.policy.grades(probability),
        )

    def _proposed(self, log_odds: np.ndarray, policy: Policy) -> np.ndarray:
        low, high = self.interval.interval(log_odds, policy.review_level)
        return policy.outcomes(probability_of(log_odds), low, high)

    def _settle(self, points: np.ndarray, totals: np.ndarray) -> None:
        """Put what 32-bit sums lost (under 0.001 points) on each client's largest contribution."""
        if not len(points):
            return
        rows = np.arange(len(points))
        largest = np.abs(points).argmax(axis=1)
        points[rows, largest] += totals - self.base_points - points.sum(axis=1)
