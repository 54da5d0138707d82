"""Scores as columns, in the names that every table of them bears."""

from __future__ import annotations

import polars as pl

from credit_panel.scoring import Scores

BASE_POINTS = "base_points"
"""Column of a portfolio: the points from which the contributions of a client start."""


AT_LOW = "probability_at_low_scores"
"""Column of a portfolio: the highest probability were some external scores that were not supplied bad, or none."""


def score_columns(client_ids: pl.Series, scores: Scores) -> pl.DataFrame:
    """Return scores as columns beside their clients; ends of an interval that was not measured are null."""
    return pl.DataFrame(
        {
            "SK_ID_CURR": client_ids,
            "probability": scores.probability,
            "low": pl.Series(scores.low, nan_to_null=True),
            "high": pl.Series(scores.high, nan_to_null=True),
            "points": scores.points,
            "grade": [str(g) for g in scores.grade],
            "outcome": [str(o) for o in scores.outcome],
            "flags": [str(flag) for flag in scores.flags],
        }
    )
