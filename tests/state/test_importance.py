"""Importance is the mean strength over the whole portfolio, and is read once."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.store import CONTRIBUTIONS
from credit_panel.state.importance import importance_of


def test_importance_is_the_mean_strength_of_the_scorer_s_contributions(served: ServedModel) -> None:
    importance = importance_of(served.portfolio)
    clients = pl.read_parquet(served.portfolio.folder / "applications.parquet")
    explained = served.scorer.explain(clients)
    strengths = np.abs(explained.contributions).mean(axis=0)
    assert list(importance.features.values()) == pytest.approx(
        [strengths[explained.features.index(name)] for name in importance.features], rel=1e-4, abs=1e-4
    )
    assert set(importance.features) == set(explained.features)
    for theme, strength in importance.themes.items():
        own = [i for i, name in enumerate(explained.features) if FIELDS[name].theme == theme]
        expected = np.abs(explained.contributions[:, own].sum(axis=1)).mean()
        assert strength == pytest.approx(expected, rel=1e-4, abs=1e-4)


def test_the_file_is_read_once(served: ServedModel) -> None:
    assert importance_of(served.portfolio) is importance_of(served.portfolio)
    assert (served.portfolio.folder / CONTRIBUTIONS).is_file()
