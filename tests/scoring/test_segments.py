from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from credit_panel.scoring import TrainedModel, evaluate_segments, segmentations
from credit_panel.scoring.fairness import MINIMUM_CELL


def test_segments_of_clients_are_those_of_a_plain_count(model: TrainedModel, features: pl.DataFrame) -> None:
    found = {(s.segmentation, s.segment): s for s in model.segments}
    assert {s.segmentation for s in model.segments} == set(segmentations(features))
    working = (features["NAME_INCOME_TYPE"] == "Working").to_numpy()
    segment = found["NAME_INCOME_TYPE", "Working"]
    assert segment.count == working.sum()
    assert segment.observed.value == pytest.approx(model.target[working].mean())
    assert segment.predicted.value == pytest.approx(model.oof_probability[working].mean())
    assert segment.auc.value == pytest.approx(roc_auc_score(model.target[working], model.oof_probability[working]))
    assert segment.auc.low < segment.auc.value < segment.auc.high
    for name in segmentations(features):
        assert sum(s.count for s in model.segments if s.segmentation == name) <= len(features)
    json.dumps([s.as_json() for s in model.segments], allow_nan=False)


def test_small_segments_show_nothing_and_few_defaults_no_area() -> None:
    n = 4 * MINIMUM_CELL
    segments = pl.Series(["few"] * (MINIMUM_CELL - 1) + ["many"] * (n - MINIMUM_CELL) + [None])
    p = np.linspace(0.01, 0.2, n)
    target = (np.arange(n) % 10 == 0).astype(float)
    few, many = evaluate_segments({"s": segments}, probability=p, target=target)
    assert (few.observed.value, few.predicted.value, few.auc.value) == (None, None, None)
    assert many.count == n - MINIMUM_CELL
    assert many.observed.value is not None
    assert many.auc.value is None


def test_first_credits_and_unknown_outcomes() -> None:
    features = pl.DataFrame({"has_own_history": [0, 1] * 40})
    target = np.array([0.0, np.nan] * 40)
    known, first = sorted(
        evaluate_segments(segmentations(features), probability=np.full(80, 0.1), target=target),
        key=lambda s: s.segment,
        reverse=True,
    )
    assert (first.segment, first.count) == ("first credit here", 40)
    assert (known.segment, known.count) == ("known client", 0)
