from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import BundleError
from credit_panel.scoring import (
    Bundle,
    Policy,
    Scorer,
    TrainedModel,
    bundle_writing,
    read_bundle,
    verify_bundle,
    write_bundle,
)
from credit_panel.scoring.manifest import FORMAT, Manifest, seal_of, version_of


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "copy"))


def rewrite(folder: Path, **changes: Any) -> None:
    """Change the manifest and seal it again, as a build that went wrong would."""
    path = folder / "manifest.json"
    content = json.loads(path.read_text()) | changes
    content["seal"] = seal_of(content)
    path.write_text(json.dumps(content))


def test_what_was_written_scores_as_what_was_trained(folder: Path, model: TrainedModel, features: pl.DataFrame) -> None:
    scorer = Scorer(read_bundle(folder))
    matrix = model.encoding.matrix(features)
    margin = model.booster.inplace_predict(matrix, predict_type="margin")
    expected = 1 / (1 + np.exp(-(model.sigmoid.slope * margin.astype(float) + model.sigmoid.intercept)))
    assert np.abs(scorer.score(features).probability - expected).max() < 1e-12
    folds = [f"fold_{k}.ubj" for k in range(5)]
    assert sorted(path.name for path in folder.iterdir()) == ["calibration.json", *folds, "manifest.json", "model.ubj"]
    assert not list(folder.parent.glob(".*")), "nothing is left beside the bundle"


def test_the_manifest_says_what_the_model_is(folder: Path, model: TrainedModel, features: pl.DataFrame) -> None:
    manifest = read_bundle(folder).manifest
    assert (manifest.name, manifest.synthetic, manifest.format) == ("small", model.synthetic, FORMAT)
    assert manifest.features == model.encoding.features
    assert manifest.training["applications"] == len(features)
    assert manifest.training["defaults"] == features["TARGET"].sum()
    assert manifest.metrics["auc"] == model.evaluation.auc
    assert sum(b["count"] for b in manifest.metrics["reliability"]) == len(features)
    assert manifest.reference["AMT_CREDIT"] == features["AMT_CREDIT"].median()
    assert manifest.reference["NAME_INCOME_TYPE"] == "Working"
    assert {"python", "numpy", "shap"} <= set(manifest.versions)
    assert manifest.policy == Policy()
    assert Manifest.from_json(manifest.as_json()) == manifest


def test_the_version_names_the_model_and_not_its_date(folder: Path, model: TrainedModel, tmp_path: Path) -> None:
    again = write_bundle(model, tmp_path / "again")
    assert again.version == read_bundle(folder).manifest.version
    assert len(again.version) == 12


def test_no_model(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no model in .*/absent: build one with .*--name absent"):
        read_bundle(tmp_path / "absent")


@pytest.mark.parametrize("name", ["model.ubj", "calibration.json", "fold_3.ubj"])
def test_a_missing_file(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(BundleError, match=f"{name} is missing"):
        read_bundle(copy)


@pytest.mark.parametrize("name", ["model.ubj", "calibration.json", "manifest.json", "fold_0.ubj"])
def test_a_file_that_was_touched(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    position = content.rindex(b"1")
    content[position : position + 1] = b"2"
    (copy / name).write_bytes(content)
    with pytest.raises(BundleError, match=f"{name} was changed after training"):
        read_bundle(copy)


def test_a_truncated_manifest(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(path.read_text()[:200])
    with pytest.raises(BundleError, match=r"manifest.json cannot be read"):
        read_bundle(copy)


@pytest.mark.parametrize(
    "content", ['{"format": 1e999}', '{"format": ' + "[" * 100_000, "[]", '{"format": null}', "\0"]
)
def test_a_manifest_that_is_none(copy: Path, content: str) -> None:
    (copy / "manifest.json").write_text(content)
    with pytest.raises(BundleError, match=r"manifest.json cannot be read"):
        read_bundle(copy)


def test_other_kinds_of_features(copy: Path) -> None:
    rewrite(copy, categories={})
    with pytest.raises(BundleError, match="are not those of"):
        read_bundle(copy)


def test_another_order_of_features(copy: Path, bundle: Bundle) -> None:
    rewrite(copy, features=list(reversed(bundle.manifest.features)))
    with pytest.raises(BundleError, match="stand in another order"):
        read_bundle(copy)


def test_a_newer_format(copy: Path) -> None:
    rewrite(copy, format=FORMAT + 1)
    with pytest.raises(BundleError, match="install a newer version"):
        read_bundle(copy)


@pytest.mark.parametrize(
    "part",
    [
        {"scale": {"unknown": 1}},
        {"scale": {"base_probability": 0}},
        {"scale": {"base": "600"}},
        {"scale": {"pdo": -50}},
        {"categories": []},
        {"features": 3},
        {"folds": [3]},
        {"folds": [["nowhere"]]},
        {"policy": None},
        {"files": ["model.ubj"]},
        {"reference": {}},
        {"alone": {"features": ["nowhere"], "parameters": {}, "metrics": {}}},
        {"alone": 1},
        {"golden": {}},
        {"golden": {"probability": []}},
    ],
)
def test_a_manifest_that_lacks_a_part(copy: Path, part: dict[str, Any]) -> None:
    rewrite(copy, **part)
    with pytest.raises(BundleError, match="lacks what a model needs"):
        read_bundle(copy)


def test_a_bundle_of_an_early_version_is_read(copy: Path, bundle: Bundle) -> None:
    early = {
        name: value for name, value in bundle.manifest.metrics.items() if name not in ("rule_costs", "ece_by_chance")
    }
    rewrite(copy, metrics=early)
    assert read_bundle(copy).manifest.metrics == early


def test_a_model_that_is_no_model(copy: Path) -> None:
    import hashlib

    (copy / "model.ubj").write_bytes(b"not a model")
    manifest = Manifest.from_json(json.loads((copy / "manifest.json").read_text()))
    files = {**manifest.files, "model.ubj": hashlib.sha256(b"not a model").hexdigest()}
    rewrite(copy, files=files, version=version_of(files, manifest.scale, manifest.policy))
    with pytest.raises(BundleError, match=r"model.ubj cannot be read: build the model again"):
        read_bundle(copy)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_write_leaves_what_was_there(
    copy: Path, model: TrainedModel, monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    before = {path.name: path.read_bytes() for path in copy.iterdir()}

    def interrupted(*_: object, **__: object) -> None:
        raise interruption

    monkeypatch.setattr(bundle_writing, "manifest_of", interrupted)
    with pytest.raises((KeyboardInterrupt, BundleError)):
        write_bundle(model, copy)
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_an_interrupted_exchange_gives_back_what_was_there(
    copy: Path, model: TrainedModel, monkeypatch: pytest.MonkeyPatch, interruption: BaseException
) -> None:
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if path.name == "fresh":
            raise interruption
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises((KeyboardInterrupt, BundleError)):
        write_bundle(model, copy, policy=Policy(cost_ratio=5))
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


def test_a_bundle_is_replaced_and_another_folder_is_not(copy: Path, model: TrainedModel, tmp_path: Path) -> None:
    write_bundle(model, copy, policy=Policy(cost_ratio=5))
    assert read_bundle(copy).manifest.policy.cost_ratio == 5
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years of work")
    with pytest.raises(BundleError, match="left alone"):
        write_bundle(model, precious)
    assert (precious / "thesis.txt").exists()


def test_the_golden_sample_scores_as_it_did_and_describes_nobody(folder: Path, features: pl.DataFrame) -> None:
    assert verify_bundle(folder) == 0
    golden = read_bundle(folder).manifest.golden
    assert len(set(golden["probability"])) > 5
    exact = [name for name in ("AMT_CREDIT", "AMT_ANNUITY", "AMT_INCOME_TOTAL") if name in golden]
    rows = set(features.select(exact).rows())
    assert not rows & set(zip(*(golden[name] for name in exact), strict=True))


def test_a_model_that_scores_otherwise_is_told(copy: Path) -> None:
    golden = json.loads((copy / "manifest.json").read_text())["golden"]
    rewrite(copy, golden=golden | {"probability": [p + 1e-6 for p in golden["probability"]]})
    with pytest.raises(BundleError, match=r"1\.0e-06 away from those at training"):
        verify_bundle(copy)
