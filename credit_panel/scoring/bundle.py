"""Bundles: a model on disk, in a few plain files that cannot be changed unnoticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import xgboost as xgb

from credit_panel.errors import BundleError, TablesError
from credit_panel.formats import BUNDLE_FORMAT as FORMAT
from credit_panel.scoring.alternatives import Search
from credit_panel.scoring.alternatives_file import read_search
from credit_panel.scoring.calibration import Sigmoid
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.golden import TOLERANCE, golden_difference, golden_models
from credit_panel.scoring.manifest import Manifest, version_of
from credit_panel.scoring.routes import FOLD
from credit_panel.scoring.sampling_interval import SamplingInterval
from credit_panel.scoring.sealing import is_as_written, seal_of
from credit_panel.scoring.trees import Booster, Trees, trees_of
from credit_panel.scoring.withheld import scores_read

MODEL = "model.ubj"
LIGHTGBM_MODEL = "model.txt"
"""The file of the final trees: the second where they were imported from LightGBM."""

CALIBRATION = "calibration.json"
ALONE = "alone"
"""Folder of the model of applications alone, with the first two of these files."""

MANIFEST = "manifest.json"


def fold_file(number: int) -> str:
    """Return the name of the file with the trees that were grown without the clients of a fold."""
    return f"fold_{number}.ubj"


@dataclass(frozen=True)
class Bundle:
    """A model that was read from disk and found intact.

    Parameters
    ----------
    manifest
        What it says of itself.
    booster
        The final trees.
    sigmoid, interval
        Calibration, and how far another sample would have moved a probability: None where that was not measured.
    low_scores
        The bad score of each external score that it reads: what missing ones are held against.
    fold_files
        Content of the file of each fold, in their order: its trees are made when somebody asks for them.
    alone
        The model of applications alone; None when this one reads no histories.
    search
        What was found when less discriminatory alternatives were searched; None when they were not.
    """

    manifest: Manifest
    booster: Booster
    sigmoid: Sigmoid
    interval: SamplingInterval | None
    low_scores: Mapping[str, float]
    fold_files: tuple[bytes, ...] = ()
    alone: Bundle | None = None
    search: Search | None = None

    @property
    def encoding(self) -> Encoding:
        """The columns that the final trees read."""
        return self.manifest.encoding.of(self.manifest.features)

    def fold(self, number: int) -> tuple[xgb.Booster, Encoding]:
        """Make the trees that were grown without the clients of a fold, and return them with their columns.

        Raises
        ------
        TablesError
            When the model has no such fold.
        BundleError
            When they are not those that the manifest describes.
        """
        if not 0 <= number < len(self.fold_files):
            raise TablesError(
                f"The column {FOLD} holds {number}, and the model {self.manifest.name!r} has the folds 0 to "
                f"{len(self.fold_files) - 1}: take the clients from the portfolio that was built with it."
            )
        encoding = self.manifest.encoding.of(self.manifest.folds[number])
        return _booster_of(self.fold_files[number], encoding, fold_file(number)), encoding


def read_bundle(folder: Path) -> Bundle:
    """Read the model in `folder` and check that nothing in it was changed.

    Raises
    ------
    BundleError
        When the folder or one of its files is absent, altered, damaged, or of a newer format.

    Examples
    --------
    >>> import credit_panel as cp
    >>> scorer = cp.Scorer(cp.read_bundle(cp.Settings.from_env().bundle_dir()))
    """
    manifest = _read_manifest(folder)
    bundle = _read_model(folder, manifest)
    folds = tuple(_checked(folder, fold_file(number), manifest) for number in range(len(manifest.folds)))
    alone = None if manifest.alone is None else _read_model(folder, manifest.of_alone(), f"{ALONE}/")
    return replace(bundle, fold_files=folds, alone=alone, search=read_search(folder, manifest.version))


def verify_bundle(folder: Path) -> float:
    """Read the model in `folder` and score its golden sample again.

    Returns
    -------
    float
        Largest difference between remembered and present probabilities, at most `TOLERANCE`.

    Raises
    ------
    BundleError
        As `read_bundle`, and when this machine's libraries score the sample otherwise than those that trained.
    """
    bundle = read_bundle(folder)
    manifest = bundle.manifest
    trees = [trees_of(bundle.booster, bundle.encoding), *(Trees(*bundle.fold(k)) for k in range(len(manifest.folds)))]
    alone = None
    if bundle.alone is not None:
        alone = trees_of(bundle.alone.booster, bundle.alone.encoding), bundle.alone.sigmoid
    difference = golden_difference(manifest.golden, manifest.encoding, golden_models(trees, bundle.sigmoid, alone))
    if not difference <= TOLERANCE:
        library = "lightgbm" if MODEL not in manifest.files else "xgboost"
        known = manifest.versions.get("xgboost-cpu" if library == "xgboost" else library, "of that time")
        raise BundleError(
            f"The model in {folder} gives probabilities {difference:.1e} away from those at training: install "
            f"{library} {known}, or build the model again."
        )
    return difference


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        raise BundleError(
            f"There is no model in {folder}: build one with 'credit-panel build --tables PATH --name {folder.name}'."
        )
    try:
        text = path.read_text(encoding="utf-8")
        content: Mapping[str, Any] = json.loads(text)
        format = int(content["format"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise BundleError(f"{path} cannot be read: build the model again with 'credit-panel build'.") from error
    if format > FORMAT:
        raise BundleError(
            f"The model in {folder} has format {format} and this version reads format {FORMAT}: "
            "install a newer version of credit-panel."
        )
    if format < FORMAT:
        raise BundleError(
            f"The model in {folder} was built by an earlier version: build it again with 'credit-panel build "
            f"--tables PATH --name {folder.name}'."
        )
    if content.get("seal") != seal_of(content) or not is_as_written(text, content):
        raise BundleError(f"{path} was changed after training: build the model again with 'credit-panel build'.")
    try:
        manifest = Manifest.from_json(content)
        if manifest.version != version_of(manifest.files, manifest.scale, manifest.policy):
            raise ValueError("the version is not that of the files, the scale and the policy")
        return manifest
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BundleError(f"{path} lacks what a model needs: build it again with 'credit-panel build'.") from error


def _read_model(folder: Path, manifest: Manifest, within: str = "") -> Bundle:
    """Read the final trees and the calibration that lie in `within`, and which the manifest describes."""
    model = LIGHTGBM_MODEL if LIGHTGBM_MODEL in manifest.files else MODEL
    content = {name: _checked(folder, within + name, manifest) for name in (model, CALIBRATION)}
    booster = _booster_of(content[model], manifest.encoding.of(manifest.features), folder / within / model)
    try:
        calibration = json.loads(content[CALIBRATION])
        sigmoid = Sigmoid(**calibration["sigmoid"])
        widths = calibration["interval"]
        interval = None if widths is None else SamplingInterval(tuple(widths["half_widths"]))
        low = {name: float(calibration["low_scores"][name]) for name in scores_read(manifest.every_feature)}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BundleError(f"The model in {folder} cannot be read: build it again with 'credit-panel build'.") from error
    return Bundle(manifest, booster, sigmoid, interval, low)


def _checked(folder: Path, name: str, manifest: Manifest) -> bytes:
    """Return the content of a file of the bundle, if it is what was written."""
    path = folder / name
    if not path.is_file():
        raise BundleError(f"The file {path} is missing: build the model again with 'credit-panel build'.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != manifest.files.get(name, ""):
        raise BundleError(f"{path} was changed after training: build the model again with 'credit-panel build'.")
    return content


def _booster_of(content: bytes, encoding: Encoding, path: Path | str) -> Booster:
    """Make trees from the content of their file, and check that they read the columns that the manifest says."""
    if Path(path).name == LIGHTGBM_MODEL:
        from credit_panel.scoring.lightgbm_trees import booster_of_text  # the library is an extra, which few have

        grown = booster_of_text(content.decode("utf-8"))
        if tuple(grown.feature_name()) != encoding.features:
            raise _other_features(path)
        return grown
    try:
        booster = xgb.Booster()
        booster.load_model(bytearray(content))
    except xgb.core.XGBoostError as error:
        raise BundleError(f"{path} cannot be read: build the model again with 'credit-panel build'.") from error
    if tuple(booster.feature_names or ()) != encoding.features or booster.feature_types != encoding.types:
        raise _other_features(path)
    return booster


def _other_features(path: Path | str) -> BundleError:
    return BundleError(
        f"The features of {path} are not those of {MANIFEST}, or stand in another order: build the model again "
        "with 'credit-panel build'."
    )
