"""The golden sample: invented clients whose probability a bundle remembers, to tell whether it still scores alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
import xgboost as xgb

from credit_panel.scoring.boosting import margins
from credit_panel.scoring.calibration import Sigmoid
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.scale import probability_of

CLIENTS = 9
"""Invented clients of the sample."""

PROBABILITY = "probability"
"""Key of the remembered probabilities; features never bear that name."""

TOLERANCE = 1e-9
"""Largest difference of a probability that counts as the same."""


def golden_sample(
    training: pl.DataFrame, encoding: Encoding, booster: xgb.Booster, sigmoid: Sigmoid
) -> dict[str, list[Any]]:
    """Return invented clients with their probabilities, column by column.

    The first takes the lowest decile of every feature, the last the highest; levels of categories take turns, and a
    feature that half of the clients lack is missing for every other one. So no one is described.
    """
    frame = pl.DataFrame({name: _values(training[name], encoding.categories.get(name)) for name in encoding.features})
    return frame.to_dict(as_series=False) | {PROBABILITY: _probabilities(frame, encoding, booster, sigmoid).tolist()}


def golden_difference(
    sample: Mapping[str, list[Any]], encoding: Encoding, booster: xgb.Booster, sigmoid: Sigmoid
) -> float:
    """Return the largest difference between remembered and present probabilities; within `TOLERANCE` all is well."""
    schema = {name: pl.String if name in encoding.categories else pl.Float64 for name in encoding.features}
    frame = pl.DataFrame({name: sample[name] for name in encoding.features}, schema=schema)
    return float(np.abs(_probabilities(frame, encoding, booster, sigmoid) - np.array(sample[PROBABILITY])).max())


def _probabilities(frame: pl.DataFrame, encoding: Encoding, booster: xgb.Booster, sigmoid: Sigmoid) -> np.ndarray:
    return probability_of(sigmoid.log_odds(margins(booster, encoding.matrix(frame))))


def _values(column: pl.Series, levels: tuple[str, ...] | None) -> pl.Series:
    if levels is not None:
        return pl.Series(column.name, [levels[i % len(levels)] for i in range(CLIENTS)])
    known = column.cast(pl.Float64).drop_nulls().drop_nans()
    deciles = [known.quantile((i + 1) / (CLIENTS + 1)) for i in range(CLIENTS)]
    often_missing = column.null_count() > len(column) / 2
    return pl.Series(
        column.name, [None if often_missing and i % 2 else d for i, d in enumerate(deciles)], dtype=pl.Float64
    )
