"""A trained model, as training leaves it and before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Jurisdiction
from credit_panel.scoring.calibration import Sigmoid
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.evaluation import Evaluation
from credit_panel.scoring.rule_costs import RuleCost
from credit_panel.scoring.sampling_interval import SamplingInterval
from credit_panel.scoring.segments import SegmentEvaluation
from credit_panel.scoring.training_sample import TrainingSample
from credit_panel.scoring.trees import Booster, Trees
from credit_panel.scoring.tuning import Tuning


@dataclass(frozen=True)
class TrainedModel:
    """A model as training leaves it, before it is written.

    Parameters
    ----------
    name, synthetic, seed, trained_at
        Name of the bundle; whether the clients are invented; seed of every draw; ISO time in UTC.
    booster, encoding, directions
        The trees, their columns, and the monotone direction of those that have one, of the folds' columns too.
    folds
        The trees of each fold, which saw none of its clients.
    sigmoid, interval
        Calibration, fitted on out-of-fold margins, and how far another sample would have moved a probability: None for
        a model that was imported.
    evaluation, segments
        Figures of the out-of-fold probabilities, for all clients and by segment.
    candidates
        How many features were tried.
    parameters, tuning
        Settings of the trees, and the search that chose them, None without one.
    rule_costs
        What each rule costs whose price was asked for; None when none was.
    training
        The features of the training clients and the fields they come from, in the order of `training_ids`.
    training_ids, training_folds, target, oof_probability
        Number, fold held out of, outcome and calibrated out-of-fold probability of every training client, shape (n,).
        A model that was imported has no folds.
    imported
        Where the trees come from when they were grown elsewhere, see `Manifest`; None when they were grown here.
    sample
        What the training clients were drawn from; None when they are all clients of known outcome.
    jurisdiction
        Whose law barred features.
    """

    name: str
    synthetic: bool
    seed: int
    trained_at: str
    booster: Booster
    encoding: Encoding
    directions: Mapping[str, int]
    folds: tuple[Trees, ...]
    sigmoid: Sigmoid
    interval: SamplingInterval | None
    evaluation: Evaluation
    segments: tuple[SegmentEvaluation, ...]
    candidates: int
    parameters: Mapping[str, object]
    tuning: Tuning | None
    rule_costs: tuple[RuleCost, ...] | None
    training: pl.DataFrame
    training_ids: np.ndarray
    training_folds: np.ndarray | None
    target: np.ndarray
    oof_probability: np.ndarray
    imported: Mapping[str, Any] | None = None
    sample: TrainingSample | None = None
    jurisdiction: Jurisdiction = DEFAULT
