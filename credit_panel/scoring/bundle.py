"""Bundles: a model on disk, in three plain files that cannot be changed unnoticed."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import xgboost as xgb

from credit_panel.errors import BundleError
from credit_panel.formats import BUNDLE_FORMAT as FORMAT
from credit_panel.scoring.calibration import Sigmoid
from credit_panel.scoring.encoding import Encoding
from credit_panel.scoring.golden import TOLERANCE, golden_difference
from credit_panel.scoring.manifest import Manifest, manifest_of, version_of
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.sampling_interval import SamplingInterval
from credit_panel.scoring.scale import Scale
from credit_panel.scoring.sealing import is_as_written, restrict, seal_of
from credit_panel.scoring.training import TrainedModel

MODEL = "model.ubj"
CALIBRATION = "calibration.json"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Bundle:
    """A model that was read from disk and found intact.

    Parameters
    ----------
    manifest
        What it says of itself.
    booster
        The trees.
    sigmoid, interval
        Calibration, and how far another sample would have moved a probability.
    """

    manifest: Manifest
    booster: xgb.Booster
    sigmoid: Sigmoid
    interval: SamplingInterval

    @property
    def encoding(self) -> Encoding:
        """The columns that the trees read."""
        return Encoding(self.manifest.features, self.manifest.categories)


def write_bundle(
    model: TrainedModel, folder: Path, *, scale: Scale | None = None, policy: Policy | None = None
) -> Manifest:
    """Write a model as the folder `folder`, whole or not at all; a bundle that is there gives way.

    Parameters
    ----------
    scale, policy
        What the model ships with; None is the default of each.

    Raises
    ------
    BundleError
        When the folder cannot be written, or holds something other than a bundle.
    """
    if folder.exists() and not _replaceable(folder):
        raise BundleError(f"{folder} is not a model's folder and is left alone: choose another name.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise BundleError(
            f"The model cannot be written to {folder} ({error.strerror}): choose another folder."
        ) from error
    try:
        fresh = staging / "fresh"
        fresh.mkdir()
        manifest = _write_files(model, fresh, scale or Scale(), policy or Policy())
        restrict(fresh)
        _exchange(folder, fresh, staging / "former")
    except OSError as error:
        raise BundleError(
            f"The model cannot be written to {folder} ({error.strerror}): free some space and retry."
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return manifest


def copy_bundle(folder: Path, target: Path, *, policy: Policy) -> Manifest:
    """Write the model in `folder` into the empty folder `target`, with another policy, sealed anew.

    Raises
    ------
    BundleError
        As `read_bundle`.
    """
    manifest = read_bundle(folder).manifest.with_policy(policy)
    for name in (MODEL, CALIBRATION):
        shutil.copyfile(folder / name, target / name)
    _write_manifest(manifest, target)
    return manifest


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
    content = {name: _checked(folder / name, manifest.files.get(name, "")) for name in (MODEL, CALIBRATION)}
    try:
        booster = xgb.Booster()
        booster.load_model(bytearray(content[MODEL]))
        calibration = json.loads(content[CALIBRATION])
        sigmoid = Sigmoid(**calibration["sigmoid"])
        interval = SamplingInterval(tuple(calibration["interval"]["half_widths"]))
    except (xgb.core.XGBoostError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BundleError(f"The model in {folder} cannot be read: build it again with 'credit-panel build'.") from error
    bundle = Bundle(manifest, booster, sigmoid, interval)
    if tuple(booster.feature_names or ()) != manifest.features or booster.feature_types != bundle.encoding.types:
        raise BundleError(
            f"The features of {folder / MODEL} are not those of {MANIFEST}, or stand in another order: "
            "build the model again with 'credit-panel build'."
        )
    return bundle


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
    difference = golden_difference(bundle.manifest.golden, bundle.encoding, bundle.booster, bundle.sigmoid)
    if not difference <= TOLERANCE:
        raise BundleError(
            f"The model in {folder} gives probabilities {difference:.1e} away from those at training: install "
            f"xgboost {bundle.manifest.versions.get('xgboost-cpu', 'of that time')}, or build the model again."
        )
    return difference


def _exchange(folder: Path, fresh: Path, former: Path) -> None:
    """Put a folder in the place of another; whatever breaks in between, Ctrl-C too, the former one comes back."""
    try:
        if folder.exists():
            folder.rename(former)
        fresh.rename(folder)
    except BaseException:
        if former.exists() and not folder.exists():
            former.rename(folder)
        raise


def _write_files(model: TrainedModel, folder: Path, scale: Scale, policy: Policy) -> Manifest:
    calibration = {"sigmoid": asdict(model.sigmoid), "interval": asdict(model.interval)}
    written = {MODEL: bytes(model.booster.save_raw("ubj")), CALIBRATION: json.dumps(calibration).encode()}
    for name, content in written.items():
        (folder / name).write_bytes(content)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
    manifest = manifest_of(model, files, scale=scale, policy=policy)
    _write_manifest(manifest, folder)
    return manifest


def _write_manifest(manifest: Manifest, folder: Path) -> None:
    (folder / MANIFEST).write_text(json.dumps(manifest.as_json(), indent=1), encoding="utf-8")


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


def _checked(path: Path, expected: str) -> bytes:
    if not path.is_file():
        raise BundleError(f"The file {path} is missing: build the model again with 'credit-panel build'.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise BundleError(f"{path} was changed after training: build the model again with 'credit-panel build'.")
    return content


def _replaceable(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))
