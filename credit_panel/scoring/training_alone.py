"""The training of the model of applications alone, beside the one that reads credit histories."""

from __future__ import annotations

import polars as pl

from credit_panel.scoring.candidates import catalogue_candidates, reads_histories
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.training import train
from credit_panel.scoring.trees import every_feature


def train_alone(features: pl.DataFrame, model: TrainedModel, *, threads: int = 2) -> TrainedModel | None:
    """Train the model of applications alone, on the clients of another and without what their histories tell.

    Parameters
    ----------
    features
        What the other was trained on.
    model
        The other. With the same seed, and so on the same folds, both hold the same clients out together.

    Returns
    -------
    TrainedModel or None
        None when the other reads no histories itself.

    Raises
    ------
    TablesError
        As `train`.
    """
    read = every_feature(model.encoding.features, (trees.features for trees in model.folds))
    if not any(map(reads_histories, read)):
        return None
    candidates = {
        name: direction for name, direction in catalogue_candidates(histories=False).items() if name in features.columns
    }
    folds = len(model.folds)
    return train(
        features,
        name=model.name,
        seed=model.seed,
        folds=folds,
        synthetic=model.synthetic,
        candidates=candidates,
        threads=threads,
        jurisdiction=model.jurisdiction,
    )
