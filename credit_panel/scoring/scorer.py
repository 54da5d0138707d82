"""The scorer: the one path by which pages, API, notebooks and batches reach a probability."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from credit_panel.errors import TablesError
from credit_panel.scoring.bundle import Bundle
from credit_panel.scoring.explanation import Explanation
from credit_panel.scoring.judging import Judge, log_odds_of
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.routes import routes
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.scores import Explanations, Scores, settle
from credit_panel.scoring.trees import Trees, places_of, trees_of
from credit_panel.scoring.withheld import with_low_scores

if TYPE_CHECKING:
    import shap


class Scorer:
    """A model, its calibration and a policy, ready to score; shared by all visitors of a process.

    A client who trained the model, as the column ``fold`` of a portfolio says, is scored by the trees that were grown
    without them, so that what became of their credit is no part of what is said of it; anyone else by the final trees.
    For applications whose credit histories were not sent there is `without_histories`.

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
        self.features = bundle.manifest.every_feature
        self._bundle = bundle
        self._final = trees_of(bundle.booster, bundle.encoding, threads=threads)
        # those of the folds are read when first asked for; other policies share them
        self._of_folds: dict[int, Trees] = {}
        self._lock = threading.Lock()
        self._sigmoid = bundle.sigmoid
        self.interval, self.search, self.low_scores = bundle.interval, bundle.search, bundle.low_scores
        self.reads_histories = True
        self._of_applications = copy(self) if bundle.alone is None else Scorer(bundle.alone, policy, threads=threads)
        self._of_applications.reads_histories = False

    def with_policy(self, policy: Policy) -> Scorer:
        """Return the same model with another policy, of which its version and seal tell as if it shipped with it."""
        other = copy(self)
        other.policy = policy
        other.manifest = self.manifest.with_policy(policy)
        if self.reads_histories:
            other._of_applications = self._of_applications.with_policy(policy)
        return other

    @property
    def without_histories(self) -> Scorer:
        """What scores applications whose credit histories were not sent: it never saw one."""
        return self._of_applications if self.reads_histories else self

    @property
    def version(self) -> str:
        """Short hash of the model, its calibration, scale and policy."""
        return self.manifest.version

    @property
    def base_points(self) -> float:
        """Points of the final trees before anything is known of an applicant."""
        return self._base_points(self._final)

    @cached_property
    def explainer(self) -> shap.TreeExplainer:
        """The final trees as `shap` explains them, for its own pictures: values are log-odds before calibration."""
        with warnings.catch_warnings():
            # in a notebook its progress bars ask for ipywidgets, which nothing here needs
            warnings.simplefilter("ignore")
            import shap
        return shap.TreeExplainer(self._final.booster)

    def unseen(self, frame: pl.DataFrame) -> dict[str, int]:
        """Count, column by column, the clients whose category training never saw; they count as missing."""
        return self._final.encoding.unseen(frame)

    def score(self, frame: pl.DataFrame) -> Scores:
        """Score the clients of `frame`.

        Parameters
        ----------
        frame
            What `build_features` or `features_of_application` returns, collected; the column ``fold`` is that of a
            portfolio of this model, and other columns are ignored.

        Raises
        ------
        TablesError
            When the frame lacks a column of the model, one has another type, or a fold is none of the model's.
        """
        return self._scored(frame, self._log_odds(frame))

    def probabilities(self, frame: pl.DataFrame) -> np.ndarray:
        """Return the probability of each client of `frame` alone, of which the model's own columns are enough."""
        return probability_of(self._log_odds(frame))

    def scores_of(self, probability: np.ndarray, at_low: np.ndarray | None = None) -> Scores:
        """Return what follows from calibrated probabilities and `Scores.at_low`; None where nobody lacks a score."""
        return self._judge().scores(log_odds_of(probability), log_odds_of(probability if at_low is None else at_low))

    def proposals(self, scores: Scores, policy: Policy) -> np.ndarray:
        """Return what another policy would propose for the same clients, see `Policy.outcomes`."""
        return self._judge(policy).proposed(log_odds_of(scores.probability), log_odds_of(scores.at_low))[0]

    def review_zone(self, policy: Policy) -> tuple[float, float]:
        """Return the probabilities between which a policy proposes a review; the same twice when it never does."""
        return self._judge(policy).review_zone()

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
        runs = len(ends) // 2
        log_odds, safest = self._bounds(ends)
        low, low_of_safest = log_odds.copy(), safest.copy()
        near, far = self._low(ends[:runs]), self._low(ends[runs:])
        if near and far:  # both ends of a run lack the same scores
            rows, (found, bounds) = near[0], self._bounds(pl.concat([near[1], far[1]]))
            np.maximum.at(low, np.concatenate([rows, rows + runs]), found)
            np.maximum.at(low_of_safest, rows, bounds)
        return self._judge().scores(log_odds, low), self._judge().scores(safest, low_of_safest)

    def _bounds(self, ends: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the log-odds of both ends of n runs, shape (2n,), and bounds of them between the ends, shape (n,)."""
        runs = len(ends) // 2
        log_odds, safest = np.empty(2 * runs), np.empty(runs)
        for fold, rows in routes(ends[:runs]):
            trees = self._trees(fold)
            both = np.concatenate([rows, rows + runs]) if isinstance(rows, np.ndarray) else rows
            matrix = trees.matrix(ends, both)
            log_odds[both] = self._sigmoid.log_odds(trees.margins(matrix))
            safest[rows] = self._sigmoid.log_odds(trees.least_margins(*np.split(matrix, 2)))
        return log_odds, safest

    def explain(self, frame: pl.DataFrame) -> Explanations:
        """Score the clients of `frame` and say what each feature moved; see `score`."""
        log_odds, base = np.empty(len(frame)), np.empty(len(frame))
        points = np.zeros((len(frame), len(self.features)))
        factor = -self.scale.factor * self._sigmoid.slope
        for fold, rows in routes(frame):
            trees = self._trees(fold)
            matrix = trees.matrix(frame, rows)
            margins, added = trees.explain(matrix)
            log_odds[rows] = self._sigmoid.log_odds(margins)
            base[rows] = self._base_points(trees)
            own = np.zeros((len(matrix), len(self.features)))
            own[:, places_of(self.features, trees.features)] = added.astype(np.float64) * factor
            points[rows] = own
        scores = self._scored(frame, log_odds)
        settle(points, scores.points - base)
        return Explanations(scores, base, points, self.features)

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
            one = explained.one(
                place, values, self.policy.threshold, manifest.reference, manifest.stamp, client_id=client_id
            )
            yield replace(one, with_histories=self.reads_histories)

    def _trees(self, fold: int | None) -> Trees:
        """Return the trees of a fold, the final ones for None."""
        if fold is None:
            return self._final
        with self._lock:
            if fold not in self._of_folds:
                self._of_folds[fold] = Trees(*self._bundle.fold(fold), threads=self.threads)
            return self._of_folds[fold]

    def _base_points(self, trees: Trees) -> float:
        return float(self.scale.points(self._sigmoid.log_odds(np.asarray(trees.expected_margin))))

    def _log_odds(self, frame: pl.DataFrame) -> np.ndarray:
        log_odds = np.empty(len(frame))
        for fold, rows in routes(frame):
            trees = self._trees(fold)
            log_odds[rows] = self._sigmoid.log_odds(trees.margins(trees.matrix(frame, rows)))
        return log_odds

    def _scored(self, frame: pl.DataFrame, log_odds: np.ndarray) -> Scores:
        low = log_odds.copy()
        if bad := self._low(frame):
            np.maximum.at(low, bad[0], self._log_odds(bad[1]))
        return self._judge().scores(log_odds, low)

    def _low(self, frame: pl.DataFrame) -> tuple[np.ndarray, pl.DataFrame] | None:
        return with_low_scores(frame, self.features, self.low_scores)

    def _judge(self, policy: Policy | None = None) -> Judge:
        return Judge(self.scale, self.interval, policy or self.policy)
