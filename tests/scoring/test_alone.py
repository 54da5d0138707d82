"""The model of applications alone lies in the bundle, and is sealed with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit_panel.errors import BundleError
from credit_panel.scoring import Policy, Scorer, TrainedModel, copy_bundle, read_bundle, verify_bundle, write_bundle
from credit_panel.scoring.sealing import seal_of


@pytest.fixture
def pair(model: TrainedModel, tmp_path: Path) -> Path:
    """A bundle with a model of applications alone: what it reads is of no account here."""
    write_bundle(model, tmp_path / "pair", alone=model)
    return tmp_path / "pair"


@pytest.mark.parametrize("name", ["alone/model.ubj", "alone/calibration.json"])
def test_the_model_of_applications_alone_is_sealed_too(pair: Path, name: str) -> None:
    assert verify_bundle(pair) == 0
    content = (pair / name).read_bytes()
    (pair / name).write_bytes(content + b" ")
    with pytest.raises(BundleError, match=f"{name} was changed after training"):
        read_bundle(pair)
    (pair / name).unlink()
    with pytest.raises(BundleError, match=f"{name} is missing"):
        read_bundle(pair)


def test_the_golden_sample_tells_when_the_second_model_scores_otherwise(pair: Path) -> None:
    manifest = json.loads((pair / "manifest.json").read_text())
    golden = manifest["golden"]
    manifest["golden"] = golden | {"probability_alone": [p + 1e-6 for p in golden["probability_alone"]]}
    (pair / "manifest.json").write_text(json.dumps(manifest | {"seal": seal_of(manifest)}))
    with pytest.raises(BundleError, match=r"1\.0e-06 away from those at training"):
        verify_bundle(pair)


def test_another_policy_keeps_both_models(pair: Path, tmp_path: Path) -> None:
    (tmp_path / "moved").mkdir()
    manifest = copy_bundle(pair, tmp_path / "moved", policy=Policy(cost_ratio=5))
    assert verify_bundle(tmp_path / "moved") == 0
    scorer = Scorer(read_bundle(pair)).with_policy(Policy(cost_ratio=5))
    assert scorer.without_histories.version == scorer.version == manifest.version
