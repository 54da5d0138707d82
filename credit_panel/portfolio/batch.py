"""Scores of many applications at once, by the same path as one."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.progress import track
from credit_panel.scoring import Scorer, Scores


def score_tables(tables_path: Path, scorer: Scorer, *, chunk: int = 20_000) -> pl.DataFrame:
    """Score every application of the tables, train and test alike.

    Returns
    -------
    polars.DataFrame
        ``SK_ID_CURR``, ``probability``, ``low``, ``high``, ``points``, ``grade``, ``outcome``; one row an application,
        by rising client number.

    Raises
    ------
    TablesError
        When the tables cannot be used.
    """
    with read_tables(tables_path) as tables:
        features = build_features(tables).collect()
    parts: list[pl.DataFrame] = []
    with track("Scoring", total=len(features)) as step:
        for part in features.iter_slices(chunk):
            parts.append(score_columns(part["SK_ID_CURR"], scorer.score(part)))
            step.advance(len(part))
    return pl.concat(parts).sort("SK_ID_CURR")


def score_columns(client_ids: pl.Series, scores: Scores) -> pl.DataFrame:
    """Return scores as columns beside their clients."""
    return pl.DataFrame(
        {
            "SK_ID_CURR": client_ids,
            "probability": scores.probability,
            "low": scores.low,
            "high": scores.high,
            "points": scores.points,
            "grade": [str(g) for g in scores.grade],
            "outcome": [str(o) for o in scores.outcome],
        }
    )
