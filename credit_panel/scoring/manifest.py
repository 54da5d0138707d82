"""The manifest of a bundle: what the model is, where it comes from, what it is worth."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import polars as pl

from credit_panel.formats import BUNDLE_FORMAT as FORMAT
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction, jurisdiction_named
from credit_panel.scoring.alone import Alone
from credit_panel.scoring.encoding import Encoding, is_categorical
from credit_panel.scoring.explanation import ModelStamp, Value
from credit_panel.scoring.golden import CLIENTS, golden_keys, golden_models, golden_sample
from credit_panel.scoring.policy import Policy
from credit_panel.scoring.scale import Scale
from credit_panel.scoring.sealing import seal_of
from credit_panel.scoring.trained_model import TrainedModel
from credit_panel.scoring.trees import every_feature, trees_of

_LIBRARIES = ("credit-panel", "xgboost-cpu", "lightgbm", "shap", "scikit-learn", "numpy", "polars")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says of itself; plain values, as in its JSON file.

    Parameters
    ----------
    name, version
        Name of the bundle, and short hash of its model, calibration, scale and policy.
    synthetic
        Whether the training clients are invented.
    trained_at
        ISO time in UTC.
    files
        SHA-256 of each other file.
    features, folds
        Columns of the final trees in their order, and of the trees of each fold, which may differ.
    categories, directions
        Levels of the categorical ones among all of these, monotone direction of those that have one.
    reference
        Median or most frequent level of each feature, and of the fields it comes from, among the training clients;
        None when missing for all.
    scale, policy
        The scale of points and the policy that the model ships with.
    training
        Training window: applications, defaults, first and last client number (the source has no dates), what they are
        a sample of (None when they are all clients of known outcome), seed, features tried, settings of the trees, and
        the search that chose them. Of a model that was imported, the clients on whom it was calibrated and measured,
        and in ``imported`` its library, the name of its file and that file's SHA-256.
    metrics
        Out-of-fold figures, see `Evaluation`, with ``segments`` and ``rule_costs``, see `RuleCost`: None when they were
        not measured.
    jurisdiction
        Whose law barred fields, and all that is worked out from them.
    alone
        The model of applications alone; None when the other one reads no histories.
    golden
        Invented clients and their probabilities, see `golden_sample`.
    versions
        Versions of Python and of the libraries that trained.
    format
        Format of the bundle.
    """

    name: str
    version: str
    synthetic: bool
    trained_at: str
    files: Mapping[str, str]
    features: tuple[str, ...]
    folds: tuple[tuple[str, ...], ...]
    categories: Mapping[str, tuple[str, ...]]
    directions: Mapping[str, int]
    reference: Mapping[str, Value]
    scale: Scale
    policy: Policy
    training: Mapping[str, Any]
    metrics: Mapping[str, Any]
    jurisdiction: Jurisdiction
    alone: Alone | None
    golden: Mapping[str, list[Any]]
    versions: Mapping[str, str]
    format: int = FORMAT

    @property
    def every_feature(self) -> tuple[str, ...]:
        """All columns that the final trees or those of a fold read; the final ones' first."""
        return every_feature(self.features, self.folds)

    @property
    def encoding(self) -> Encoding:
        """The columns of all trees, with the categories that training knew."""
        alone = () if self.alone is None else self.alone.features
        return Encoding(every_feature(self.every_feature, (alone,)), self.categories)

    def of_alone(self) -> Manifest:
        """Return the manifest of the model of applications alone; this one when there is none."""
        if self.alone is None:
            return self
        return replace(self, features=self.alone.features, folds=(), metrics=self.alone.metrics, alone=None)

    @property
    def seal(self) -> str:
        """What tells this bundle from any other, and whether it was changed."""
        return seal_of(asdict(self))

    @property
    def stamp(self) -> ModelStamp:
        """Which model this is, in short."""
        return ModelStamp(self.name, self.version, self.synthetic, self.trained_at, self.imported is not None)

    @property
    def imported(self) -> Mapping[str, Any] | None:
        """Where the trees come from when they were grown elsewhere; None when they were grown here."""
        return self.training.get("imported")

    def with_policy(self, policy: Policy) -> Manifest:
        """Return the manifest of the same model with another policy, which is another version."""
        return replace(self, policy=policy, version=version_of(self.files, self.scale, policy))

    def as_json(self) -> dict[str, Any]:
        """Return the manifest as plain values, with the seal that tells whether they were changed."""
        content = asdict(self)
        return content | {"seal": seal_of(content)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Manifest:
        """Return the manifest that `as_json` described.

        Raises
        ------
        KeyError, TypeError, ValueError, AttributeError
            When a value is absent or of another kind.
        """
        values = {field.name: content[field.name] for field in fields(cls)}
        features, folds = tuple(content["features"]), tuple(tuple(names) for names in content["folds"])
        alone = None if content["alone"] is None else Alone.from_json(content["alone"])
        every = every_feature(features, (*folds, alone.features if alone else ()))
        keys = golden_keys(len(folds), alone=alone is not None)
        golden = {name: content["golden"][name] for name in (*every, *keys)}
        if {len(column) for column in golden.values()} != {CLIENTS}:
            raise ValueError(f"the golden sample has not {CLIENTS} clients")
        values |= {
            "files": dict(content["files"]),
            "features": features,
            "folds": folds,
            "reference": {**content["reference"], **{name: content["reference"][name] for name in every}},
            "jurisdiction": jurisdiction_named(content["jurisdiction"]),
            "alone": alone,
            "golden": golden,
            "categories": {name: tuple(levels) for name, levels in content["categories"].items()},
            "scale": Scale(**content["scale"]),
            "policy": Policy(**content["policy"]),
        }
        return cls(**values)


def manifest_of(
    model: TrainedModel, alone: TrainedModel | None, files: Mapping[str, str], *, scale: Scale, policy: Policy
) -> Manifest:
    """Describe a trained model, and the one of applications alone beside it, whose files have these hashes."""
    beside = None if alone is None else (trees_of(alone.booster, alone.encoding), alone.sigmoid)
    models = golden_models((trees_of(model.booster, model.encoding), *model.folds), model.sigmoid, beside)
    known = [trees.encoding for trees, _ in models.values()]
    categories = {name: levels for each in known for name, levels in each.categories.items()}
    encoding = Encoding(every_feature((), (each.features for each in known)), categories)
    training, directions = model.training, dict(model.directions)
    if alone is not None:
        training = training.hstack(alone.training.drop(training.columns, strict=False))
        directions |= alone.directions
    return Manifest(
        name=model.name,
        version=version_of(files, scale, policy),
        synthetic=model.synthetic,
        trained_at=model.trained_at,
        files=dict(files),
        features=model.encoding.features,
        folds=tuple(trees.features for trees in model.folds),
        categories=dict(encoding.categories),
        directions=directions,
        reference={column.name: _reference(column) for column in training},
        scale=scale,
        policy=policy,
        training={
            "applications": model.evaluation.count,
            "defaults": round(model.evaluation.count * model.evaluation.default_rate),
            "first_id": int(model.training_ids.min()),
            "last_id": int(model.training_ids.max()),
            "sample": model.sample.as_json() if model.sample else None,
            "seed": model.seed,
            "candidates": model.candidates,
            "parameters": dict(model.parameters),
            "tuning": model.tuning.as_json() if model.tuning else None,
            **({"imported": dict(model.imported)} if model.imported else {}),
        },
        metrics={
            **model.evaluation.as_json(),
            "segments": [segment.as_json() for segment in model.segments],
            "rule_costs": None if model.rule_costs is None else [rule_cost.as_json() for rule_cost in model.rule_costs],
        },
        jurisdiction=model.jurisdiction,
        alone=None if alone is None else _alone(alone),
        golden=golden_sample(training, encoding, models),
        versions={"python": platform.python_version()} | _versions(),
    )


def version_of(files: Mapping[str, str], scale: Scale, policy: Policy) -> str:
    """Return the version of a model: another tree, calibration, scale or policy is another version."""
    return seal_of({"files": dict(files), "scale": asdict(scale), "policy": asdict(policy)})[:12]


def _alone(model: TrainedModel) -> Alone:
    return Alone(model.encoding.features, dict(model.parameters), model.evaluation.as_json())


def _reference(column: pl.Series) -> Value:
    known = column.drop_nulls()
    if known.is_empty():
        return None
    if is_categorical(column.dtype):
        return str(known.cast(pl.String).mode().sort()[0])
    median = known.cast(pl.Float64).drop_nans().median()
    return float(median) if isinstance(median, int | float) else None


def _versions() -> dict[str, str]:
    found = {}
    for library in _LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            # the same library may be installed under another name (xgboost for xgboost-cpu)
            continue
    return found
