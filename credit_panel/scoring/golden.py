"""The golden sample: invented clients whose probability a bundle remembers, to tell whether it still scores alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from credit_panel.scoring.calibration import Sigmoid
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.scale import probability_of
from credit_panel.scoring.trees import Trees

CLIENTS = 9
"""Invented clients of the sample."""

PROBABILITY = "probability"
"""Key of the remembered probabilities of the final trees; features never bear that name. Those of the trees of folds
are ``probability_0`` and so on, those of the model of applications alone ``probability_alone``."""

Models = Mapping[str, tuple[Trees, Sigmoid]]
"""Calibrated trees by the key of their probabilities."""

TOLERANCE = 1e-9
"""Largest difference of a probability that counts as the same."""


def golden_models(
    models: Sequence[Trees], sigmoid: Sigmoid, alone: tuple[Trees, Sigmoid] | None
) -> dict[str, tuple[Trees, Sigmoid]]:
    """Return all trees of a bundle by their keys.

    Parameters
    ----------
    models
        The final trees, then those of each fold.
    sigmoid
        Their calibration.
    alone
        The model of applications alone, if there is one.
    """
    keys = golden_keys(len(models) - 1, alone=alone is not None)
    calibrated = [(trees, sigmoid) for trees in models] + ([] if alone is None else [alone])
    return dict(zip(keys, calibrated, strict=True))


def golden_keys(folds: int, *, alone: bool) -> list[str]:
    """Return the keys of the remembered probabilities of a bundle with so many folds."""
    parts = [*range(folds), *(["alone"] if alone else [])]
    return [PROBABILITY, *(f"{PROBABILITY}_{part}" for part in parts)]


def golden_sample(training: pl.DataFrame, encoding: Encoding, models: Models) -> dict[str, list[Any]]:
    """Return invented clients with their probabilities, column by column.

    The first takes the lowest decile of every feature, the last the highest; levels of categories take turns, and a
    feature that half of the clients lack is missing for every other one. So no one is described.

    Parameters
    ----------
    encoding
        All columns that any of the trees reads.
    """
    frame = pl.DataFrame({name: _values(training[name], encoding.categories.get(name)) for name in encoding.features})
    return frame.to_dict(as_series=False) | _probabilities(frame, models)


def golden_difference(sample: Mapping[str, list[Any]], encoding: Encoding, models: Models) -> float:
    """Return the largest difference between remembered and present probabilities; within `TOLERANCE` all is well."""
    schema = {name: pl.String if name in encoding.categories else pl.Float64 for name in encoding.features}
    frame = pl.DataFrame({name: sample[name] for name in encoding.features}, schema=schema)
    present = _probabilities(frame, models)
    return max(float(np.abs(np.subtract(values, sample[key])).max()) for key, values in present.items())


def _probabilities(frame: pl.DataFrame, models: Models) -> dict[str, list[float]]:
    return {
        key: probability_of(sigmoid.log_odds(trees.margins(trees.matrix(frame)))).tolist()
        for key, (trees, sigmoid) in models.items()
    }


def _values(column: pl.Series, levels: tuple[str, ...] | None) -> pl.Series:
    if levels is not None:
        return pl.Series(column.name, [levels[i % len(levels)] for i in range(CLIENTS)])
    known = column.cast(pl.Float64).drop_nulls().drop_nans()
    deciles = [known.quantile((i + 1) / (CLIENTS + 1)) for i in range(CLIENTS)]
    often_missing = column.null_count() > len(column) / 2
    return pl.Series(
        column.name, [None if often_missing and i % 2 else d for i, d in enumerate(deciles)], dtype=pl.Float64
    )
