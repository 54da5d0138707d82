"""Writing bundles: whole or not at all, sealed so that no change goes unnoticed."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

import xgboost as xgb

from credit_panel.errors import BundleError
from credit_panel.scoring.bundle import ALONE, CALIBRATION, LIGHTGBM_MODEL, MANIFEST, MODEL, fold_file, read_bundle
from credit_panel.scoring.manifest import Manifest, manifest_of
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.scale import Scale
from credit_panel.scoring.sealing import restrict
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.withheld import low_scores


def write_bundle(
    model: TrainedModel,
    folder: Path,
    *,
    alone: TrainedModel | None = None,
    scale: Scale | None = None,
    policy: Policy | None = None,
) -> Manifest:
    """Write a model as the folder `folder`, whole or not at all; a bundle that is there gives way.

    Parameters
    ----------
    alone
        The model of applications alone, trained on the same clients without what their histories tell; None scores
        applications by `model` too.
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
        manifest = _write_files(model, alone, fresh, scale or Scale(), policy or Policy())
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
    for name in manifest.files:
        (target / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(folder / name, target / name)
    _write_manifest(manifest, target)
    return manifest


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


def _write_files(
    model: TrainedModel, alone: TrainedModel | None, folder: Path, scale: Scale, policy: Policy
) -> Manifest:
    written = _content(model)
    written |= {fold_file(k): bytes(trees.booster.save_raw("ubj")) for k, trees in enumerate(model.folds)}
    if alone is not None:
        written |= {f"{ALONE}/{name}": content for name, content in _content(alone).items()}
    for name, content in written.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    files = {name: hashlib.sha256(content).hexdigest() for name, content in written.items()}
    manifest = manifest_of(model, alone, files, scale=scale, policy=policy)
    _write_manifest(manifest, folder)
    return manifest


def _content(model: TrainedModel) -> dict[str, bytes]:
    interval = None if model.interval is None else asdict(model.interval)
    calibration = {"sigmoid": asdict(model.sigmoid), "interval": interval, "low_scores": low_scores(model.training)}
    written = {CALIBRATION: json.dumps(calibration).encode()}
    if isinstance(model.booster, xgb.Booster):
        return {MODEL: bytes(model.booster.save_raw("ubj"))} | written
    return {LIGHTGBM_MODEL: model.booster.model_to_string().encode()} | written


def _write_manifest(manifest: Manifest, folder: Path) -> None:
    (folder / MANIFEST).write_text(json.dumps(manifest.as_json(), indent=1), encoding="utf-8")


def _replaceable(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))
