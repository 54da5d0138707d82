"""Segments: what the model is worth on parts of the clients, with intervals, and nothing where a part is small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from credit_panel.scoring.fairness import MINIMUM_CELL, Rate, age_bands, wilson
from credit_panel.scoring.ranking import auc, auc_deviation


@dataclass(frozen=True, slots=True)
class SegmentEvaluation:
    """What held-out probabilities are worth on one segment.

    Parameters
    ----------
    segmentation, segment
        By what the clients are parted, and which part this is.
    count
        Clients of known outcome in it.
    observed
        Default rate.
    predicted
        Mean probability, with its 95 % interval; beside `observed` it tells calibration within the segment.
    auc
        Area under the ROC curve with its 95 % interval (DeLong et al., 1988); None with fewer than `MINIMUM_CELL`
        clients of either outcome.
    """

    segmentation: str
    segment: str
    count: int
    observed: Rate
    predicted: Rate
    auc: Rate

    def as_json(self) -> dict[str, object]:
        """Return the figures as plain values."""
        return asdict(self)


def segmentations(features: pl.DataFrame) -> dict[str, pl.Series]:
    """Return the segment of each client by contract, income, age and credit history; null where unknown.

    Parameters
    ----------
    features
        What `build_features` returns, collected; a segmentation whose column is absent is left out.
    """
    found: dict[str, pl.Series] = {
        name: features[name] for name in ("NAME_CONTRACT_TYPE", "NAME_INCOME_TYPE") if name in features.columns
    }
    if "DAYS_BIRTH" in features.columns:
        found["age_band"] = age_bands(features["DAYS_BIRTH"])
    for name, yes, no in (
        ("has_own_history", "known client", "first credit here"),
        ("has_bureau_history", "credits elsewhere", "no credit elsewhere"),
    ):
        if name in features.columns:
            found[name] = features.select(pl.when(pl.col(name) > 0).then(pl.lit(yes)).otherwise(pl.lit(no))).to_series()
    return found


def evaluate_segments(
    segments: Mapping[str, pl.Series], *, probability: np.ndarray, target: np.ndarray
) -> tuple[SegmentEvaluation, ...]:
    """Return what probabilities are worth on each segment, in the order given and then by name.

    Parameters
    ----------
    segments
        Segment of each client by segmentation, shape (n,) each; null leaves a client out.
    probability
        Held-out probabilities of default, shape (n,).
    target
        1 for a default, 0 otherwise and NaN where unknown, shape (n,).
    """
    known = ~np.isnan(target)
    found = []
    for segmentation, column in segments.items():
        names = column.cast(pl.String)
        for name in sorted(names.drop_nulls().unique().to_list()):
            member = (names == name).fill_null(False).to_numpy() & known
            p, y = probability[member], target[member]
            found.append(
                SegmentEvaluation(segmentation, name, len(y), wilson(float(y.sum()), len(y)), _mean(p), _auc(p, y))
            )
    return tuple(found)


def _mean(p: np.ndarray) -> Rate:
    if len(p) < MINIMUM_CELL:
        return Rate(None, None, None, len(p))
    return Rate(float(p.mean()), *_ends(float(p.mean()), float(p.std(ddof=1)) / np.sqrt(len(p))), len(p))


def _auc(p: np.ndarray, y: np.ndarray) -> Rate:
    if min(y.sum(), len(y) - y.sum()) < MINIMUM_CELL:
        return Rate(None, None, None, len(y))
    area = auc(score=p, target=y)
    return Rate(area, *_ends(area, auc_deviation(score=p, target=y)), len(y))


def _ends(value: float, deviation: float) -> tuple[float, float]:
    """Return the 95 % interval of a mean, or a figure like one, between 0 and 1."""
    return max(0.0, value - 1.96 * deviation), min(1.0, value + 1.96 * deviation)
