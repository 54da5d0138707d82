"""Imported trees: a model of XGBoost or LightGBM that was trained elsewhere, read and held against the catalogue."""

from __future__ import annotations

import difflib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from credit_panel.errors import BundleError
from credit_panel.features import FEATURES
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.encoding import Encoding, is_categorical
from credit_panel.scoring.sealing import digest
from credit_panel.scoring.trees import Booster

Library = Literal["xgboost", "lightgbm"]

_LIBRARIES: Mapping[str, Library] = {".ubj": "xgboost", ".json": "xgboost", ".txt": "lightgbm"}
_TRIALS: Mapping[Library, str] = {
    "xgboost": """
import sys
sys.modules["sklearn"] = None
import numpy, xgboost
booster = xgboost.Booster(model_file=sys.argv[1])
nobody = xgboost.DMatrix(numpy.full((1, booster.num_features()), numpy.nan))
booster.predict(nobody, pred_contribs=True, validate_features=False)
""",
    "lightgbm": """
import sys
sys.modules["sklearn"] = None
import lightgbm, numpy
booster = lightgbm.Booster(model_file=sys.argv[1])
booster.predict(numpy.full((1, booster.num_feature()), numpy.nan), pred_contrib=True)
""",
}
"""What tells in a process of its own whether a file can be read: a damaged one may end the process that reads it."""

_PATIENCE = 300
"""Seconds after which a trial has failed."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ImportedTrees:
    """Trees that were grown elsewhere, and what their file tells of them.

    Parameters
    ----------
    booster, encoding
        The trees and their columns, with the categories that they know in the order of their codes.
    parameters
        What the file tells of how they were grown.
    source
        Library, name of the file and its SHA-256, as the manifest keeps them.
    notes
        What was left out or is not known, one sentence each.
    """

    booster: Booster
    encoding: Encoding
    parameters: Mapping[str, object]
    source: Mapping[str, object]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTrees:
    """What the reader of one library finds in a file, before it is held against the catalogue.

    Parameters
    ----------
    booster
        The trees.
    features
        Names of their columns, in their order.
    categories
        Levels of each categorical column in the order of their codes; None where the file has no names of them.
    parameters, notes
        As in `ImportedTrees`.
    """

    booster: Booster
    features: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...] | None]
    parameters: Mapping[str, object]
    notes: tuple[str, ...] = ()


def read_trees(path: Path, features: pl.DataFrame) -> ImportedTrees:
    """Read a model that was trained elsewhere.

    Parameters
    ----------
    path
        ``.ubj`` or ``.json`` as XGBoost writes it, ``.txt`` as LightGBM does.
    features
        What `build_features` returns of the tables that it is to serve, collected.

    Raises
    ------
    BundleError
        When the file is damaged, holds another kind of model or objective, reads what is no feature of the catalogue
        or what no model may read, or does not tell its categories by name.
    """
    library = _LIBRARIES.get(path.suffix.lower())
    if library is None:
        raise BundleError(
            f"The ending of {path.name} is none of .ubj and .json (XGBoost) and .txt (LightGBM): save the model with "
            "save_model under such a name."
        )
    if not path.is_file():
        raise BundleError(f"There is no file {path}: give the path of a saved model.")
    if library == "lightgbm":
        from credit_panel.scoring.imported_lightgbm import find_trees, require_lightgbm

        require_lightgbm()
    else:
        from credit_panel.scoring.imported_xgboost import find_trees
    _try_apart(path, library)
    found = find_trees(path)
    encoding, notes = _held_against_the_catalogue(found, features)
    if library == "xgboost":
        found.booster.feature_types = encoding.types
    source = {"library": library, "file": path.name, "sha256": digest(path)}
    return ImportedTrees(found.booster, encoding, found.parameters, source, (*found.notes, *notes))


def _try_apart(path: Path, library: Library) -> None:
    trial = [sys.executable, "-c", _TRIALS[library], str(path)]
    try:
        subprocess.run(trial, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - our own words
    except subprocess.SubprocessError as error:
        name = "XGBoost" if library == "xgboost" else "LightGBM"
        raise BundleError(
            f"{path} cannot be read as a model of {name}: it is damaged or of another kind; save it again with "
            "save_model."
        ) from error


def _held_against_the_catalogue(found: FoundTrees, features: pl.DataFrame) -> tuple[Encoding, tuple[str, ...]]:
    """Return the columns of the trees, and what is to be said of their categories."""
    _require_known(found.features)
    categories: dict[str, tuple[str, ...]] = {}
    notes = []
    for name in found.features:
        expected = is_categorical(features.schema[name])
        if expected != (name in found.categories):
            kinds = ("categories", "numbers") if expected else ("numbers", "categories")
            raise BundleError(
                f"The model reads {name} as {kinds[1]}, and the catalogue has {kinds[0]}: train it on the columns of "
                "build_features, texts as categories."
            )
        if not expected:
            continue
        levels = found.categories[name]
        if levels is None:
            raise BundleError(
                f"The model knows the categories of {name} by numbers alone: train it on a data frame whose texts are "
                "categories, so that it keeps their names (XGBoost from 3.1 on, LightGBM with pandas)."
            )
        occurring = set(features[name].cast(pl.String).drop_nulls().unique())
        if occurring.isdisjoint(levels):
            raise BundleError(
                f"None of the categories of {name} that the model knows ({_listed(levels)}) occurs in the tables, "
                f"which have {_listed(sorted(occurring))}: train it on the columns of build_features."
            )
        if strange := sorted(occurring.difference(levels)):
            notes.append(f"The model does not know {_listed(strange)} of {name}: they count as missing.")
        categories[name] = levels
    return Encoding(found.features, categories), tuple(notes)


def _require_known(names: Sequence[str]) -> None:
    if not names:
        raise BundleError("The model does not name its features: train it on a data frame, whose columns have names.")
    allowed = set(FEATURES)
    barred = [name for name in names if name not in allowed and name in FIELDS]
    if barred:
        raise BundleError(
            f"The model reads {_listed(barred)}, which no model may read here ({FIELDS[barred[0]].excluded}): train it "
            "without."
        )
    strange = [name for name in names if name not in allowed]
    if strange:
        nearest = difflib.get_close_matches(strange[0], FEATURES, 1)
        hint = f"; the nearest is {nearest[0]}" if nearest else ""
        raise BundleError(
            f"The model reads {_listed(strange)}, which the catalogue does not have{hint}: train it on the columns of "
            "build_features."
        )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
