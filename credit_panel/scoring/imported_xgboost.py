"""A model of XGBoost that was trained elsewhere: its trees, its columns and the names of its categories."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import xgboost as xgb

from credit_panel.errors import BundleError
from credit_panel.scoring.imported_trees import FoundTrees

OBJECTIVES = ("binary:logistic", "reg:logistic")
"""Objectives whose margin is the log-odds of the outcome."""


def find_trees(path: Path) -> FoundTrees:
    """Read a file that was seen to be one of XGBoost's.

    Of a model that was stopped early the trees after the best are left out, as scikit-learn's interface does.

    Raises
    ------
    BundleError
        When it holds another booster or objective.
    """
    with warnings.catch_warnings():
        # of boosters that are on their way out, and of files of older versions: what is no use here is told below
        warnings.simplefilter("ignore")
        booster = xgb.Booster(model_file=path)
    learner = json.loads(booster.save_raw("json"))["learner"]
    kind, objective = learner["gradient_booster"]["name"], learner["objective"]["name"]
    if kind != "gbtree":
        raise BundleError(f"{path.name} holds a booster {kind!r}, and only trees of 'gbtree' are served: train one.")
    if objective not in OBJECTIVES or int(learner["learner_model_param"].get("num_target", 1)) > 1:
        raise BundleError(
            f"{path.name} was trained with the objective {objective!r}, and a probability of default takes "
            f"{OBJECTIVES[0]!r} on one outcome: train it so."
        )
    notes: tuple[str, ...] = ()
    best = booster.attr("best_iteration")
    rounds = booster.num_boosted_rounds()
    if best is not None and int(best) + 1 < rounds:
        booster = booster[: int(best) + 1]
        notes = (f"The model was stopped early: of its {rounds} rounds the first {int(best) + 1} are served.",)
    features = tuple(booster.feature_names or ())
    # columns without names may have types all the same
    types = dict(zip(features, booster.feature_types or (), strict=False))
    names = _levels(booster)
    return FoundTrees(
        booster,
        features,
        {name: names.get(name) for name in features if types.get(name) == "c"},
        {"objective": objective, "trees": booster.num_boosted_rounds()},
        notes,
    )


def _levels(booster: xgb.Booster) -> dict[str, tuple[str, ...]]:
    """Return the categories that the file names, by column."""
    known: list[tuple[str, Any]] = booster.get_categories(export_to_arrow=True).to_arrow()
    return {name: tuple(map(str, levels.to_pylist())) for name, levels in known if levels is not None}
