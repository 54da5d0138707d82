"""What the scoring service answers, checked before any of it is shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast, get_args

import polars as pl

from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.scoring import GRADES, Contribution, Explanation, Flag, Outcome, Scorer
from credit_panel.scoring.elsewhere import Scored
from credit_panel.scoring.explanation import Value, plain_value

_NEAR = 1e-6
"""How far, in points, contributions may be from adding up."""


def model_version(told: Mapping[str, Any]) -> str:
    """Return the version of the model that an answer names.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it names none.
    """
    return _text(told["model"]["version"])


def scored(told: Mapping[str, Any], scorer: Scorer, features: pl.DataFrame) -> Scored:
    """Return what an answer of `POST /api/v1/score/explanation` says; see `explanation_of`."""
    return Scored(explanation_of(told, scorer, features), _otherwise(told["adverse"]))


def explanation_of(told: Mapping[str, Any], scorer: Scorer, features: pl.DataFrame) -> Explanation:
    """Return the explained decision that an answer holds.

    Parameters
    ----------
    scorer, features
        The same model here, and what it would read of the application: an answer about anything else is none.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it is none that this model gives of this application.
    """
    own, reference = features.row(0, named=True), scorer.manifest.reference
    contributions = tuple(_contribution(each, own, reference) for each in told["contributions"])
    if sorted(each.feature for each in contributions) != sorted(scorer.features):
        raise ValueError("its features are not those of the model")
    explanation = Explanation(
        client_id=None if told["client_id"] is None else int(told["client_id"]),
        probability=_share(told["probability"]),
        low=_end(told["low"], scorer),
        high=_end(told["high"], scorer),
        points=_number(told["points"]),
        grade=_text(told["grade"]),
        outcome=Outcome(told["outcome"]),
        threshold=_share(told["threshold"]),
        base_points=_number(told["base_points"]),
        contributions=contributions,
        model=scorer.manifest.stamp,
        held_out=told["held_out"] is True,
        with_histories=told["with_histories"] is True,
        flags=tuple(Flag(each) for each in told["flags"]),
    )
    total = explanation.base_points + math.fsum(each.points for each in contributions)
    if abs(total - explanation.points) > _NEAR:
        raise ValueError("its contributions do not add up to its points")
    if explanation.grade not in GRADES:
        raise ValueError("its grade is none")
    return explanation


def scored_rows(told: Mapping[str, Any], client_ids: pl.Series, scorer: Scorer) -> pl.DataFrame:
    """Return what an answer of `POST /api/v1/score/batch` says, in the columns of `score_columns`.

    Parameters
    ----------
    client_ids
        The numbers of those who were asked about, in their order.
    scorer
        The same model here.

    Raises
    ------
    ValueError, KeyError, TypeError
        When it does not say of each of them what this model can say of somebody.
    """
    rows = told["scores"]
    if told["refused"] or [row["row"] for row in rows] != list(range(len(client_ids))):
        raise ValueError("it does not score all that it was asked for")
    if not {row["grade"] for row in rows} <= set(GRADES):
        raise ValueError("a grade of it is none")
    return pl.DataFrame(
        {
            CLIENT: client_ids,
            "probability": [_share(row["probability"]) for row in rows],
            "low": pl.Series([_end(row["low"], scorer) for row in rows], dtype=pl.Float64),
            "high": pl.Series([_end(row["high"], scorer) for row in rows], dtype=pl.Float64),
            "points": [_number(row["points"]) for row in rows],
            "grade": [_text(row["grade"]) for row in rows],
            "outcome": [str(Outcome(row["outcome"])) for row in rows],
            "flags": [",".join(str(Flag(flag)) for flag in row["flags"]) for row in rows],
        }
    )


def _contribution(told: Mapping[str, Any], own: Mapping[str, object], reference: Mapping[str, Value]) -> Contribution:
    feature, absence = _text(told["feature"]), told["absence"]
    value, usual = plain_value(own[feature]), reference[feature]
    if not (_same(told["value"], value) and _same(told["reference"], usual)):
        raise ValueError("it tells of another application")
    points = _number(told["points"])
    return Contribution(feature, value, usual, points, None if absence is None else Absence(absence))


def _otherwise(adverse: list[Mapping[str, Any]]) -> dict[Theme, float]:
    found = {reason["theme"]: reason["points_otherwise"] for reason in adverse}
    if not set(found) <= set(get_args(Theme)):
        raise ValueError("its themes are none")
    return {cast(Theme, theme): _number(points) for theme, points in found.items() if points is not None}


def _same(told: object, own: Value) -> bool:
    if own is None or isinstance(own, str):
        return told == own
    return math.isclose(_number(told), own, rel_tol=1e-9)


def _share(told: object) -> float:
    number = _number(told)
    if not 0 <= number <= 1:
        raise ValueError("a probability of it is none")
    return number


def _end(told: object, scorer: Scorer) -> float | None:
    """Return an end of the interval, which a model that was trained elsewhere does not have."""
    if scorer.interval is None and told is None:
        return None
    return _share(told)


def _number(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise TypeError("a number of it is none")
    return float(told)


def _text(told: object) -> str:
    if not isinstance(told, str):
        raise TypeError("a text of it is none")
    return told
