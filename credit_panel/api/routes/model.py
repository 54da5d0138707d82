"""The model: what it is, what it is worth, and what has moved since it was trained."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.decision import Value
from credit_panel.api.errors import PublicRoute
from credit_panel.api.problems import problems
from credit_panel.api.routes.portfolio import RateBody
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.home_credit.catalogue.jurisdictions import Bar, Jurisdiction, barred_fields
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.scoring import DriftState, excluded_fields
from credit_panel.scoring.candidates import barred_features

ROUTER = APIRouter(prefix="/model", tags=["model"], route_class=PublicRoute)


class FeatureBody(Wire):
    """One feature of the model."""

    name: str = Field(description="Its name; /api/v1/fields says what it means.")
    direction: int = Field(ge=-1, le=1, description="1 when more may only raise the risk, -1 only lower it, else 0.")
    reference: Value = Field(description="Its usual value among the training clients.")
    categories: list[str] = Field(description="The categories that training saw.")


class PolicyBody(Wire):
    """What is proposed, and when."""

    cost_ratio: float = Field(description="Good clients refused that one accepted default is worth.")
    review_level: float = Field(description="Level of the interval that is held against the threshold.")
    review_missing_scores: bool = Field(
        description="Whether an application goes to review that lacks external scores, where bad ones in place of some "
        "of them would make the proposal worse."
    )
    low_scores: dict[str, float] = Field(
        description="The bad score of each external score that the model reads: one known score in ten is lower."
    )
    threshold: float = Field(description="Probability above which a refusal is proposed.")
    grade_limits: list[float] = Field(description="Lower limits of the grades B to F.")


class ScaleBody(Wire):
    """What points mean."""

    base: float = Field(description="Points at the base probability.")
    base_probability: float = Field(description="Probability of default that is worth the base points.")
    pdo: float = Field(description="Points that double the odds.")


class TrainingBody(Wire):
    """What the model was trained on; the source gives no dates."""

    applications: int = Field(description="Applications of known outcome.")
    defaults: int = Field(description="Defaults among them.")
    first_id: int = Field(description="Lowest number among them.")
    last_id: int = Field(description="Highest number among them.")
    seed: int = Field(description="Seed of the folds.")
    candidates: int = Field(description="Features that were tried.")
    drawn_from: int | None = Field(
        default=None, description="Applications of known outcome that they are a sample of; null when they are all."
    )


class ModelCardBody(Wire):
    """What the served model is."""

    name: str = Field(description="Name of the bundle.")
    version: str = Field(description="Short hash of its files, scale and policy.")
    identity: str = Field(description="What tells this model, policy and portfolio together from any other.")
    synthetic: bool = Field(description="Whether it was trained on invented clients.")
    trained_at: str = Field(description="When it was trained, or imported, ISO 8601, UTC.")
    imported: Literal["xgboost", "lightgbm"] | None = Field(
        description="Library whose model was trained elsewhere and imported: `training` then tells of the clients that "
        "calibrated it, and there are no intervals. Null when it was trained here."
    )
    features: list[FeatureBody] = Field(description="Its features, in its order.")
    excluded: dict[str, list[str]] = Field(description="Fields that no model may read, by the reason why.")
    jurisdiction: Jurisdiction = Field(description="Whose law bars fields, and all that is worked out from them.")
    barred: dict[Bar, list[str]] = Field(description="The fields and features that it bars, by what they are.")
    base_points: float = Field(description="Points before any contribution, of an application that is no client's.")
    policy: PolicyBody = Field(description="Its policy.")
    scale: ScaleBody = Field(description="Its scale of points.")
    training: TrainingBody = Field(description="What it was trained on.")
    versions: dict[str, str] = Field(description="Versions of Python and of the libraries that trained it.")
    files: dict[str, str] = Field(description="SHA-256 of each of its files.")


class BinBody(Wire):
    """One bin of a reliability table."""

    low: float = Field(description="Lowest predicted probability.")
    high: float = Field(description="Highest predicted probability.")
    predicted: float = Field(description="Mean predicted probability.")
    observed: float = Field(description="Observed default rate.")
    count: int = Field(description="Clients.")
    defaults: int = Field(description="Defaults among them.")


class SegmentBody(Wire):
    """What the model is worth on one part of the clients."""

    segmentation: str = Field(description="By what the clients are parted.")
    segment: str = Field(description="Which part this is.")
    count: int = Field(description="Clients of known outcome in it.")
    observed: RateBody = Field(description="Default rate.")
    predicted: RateBody = Field(description="Mean probability.")
    auc: RateBody = Field(description="Area under the ROC curve.")


class GainBody(Wire):
    """A difference with its 95 % paired interval."""

    value: float = Field(description="The gain; negative for a loss.")
    low: float = Field(description="Low end of its interval.")
    high: float = Field(description="High end of its interval.")


class RuleCostBody(Wire):
    """What one rule costs."""

    rule: str = Field(description="The rule.")
    columns: int = Field(description="Columns that it concerns.")
    gain: GainBody = Field(description="AUC that the model would gain without it.")


class MetricsBody(Wire):
    """What the model is worth on clients that were held out of its training.

    An imported one is measured on those that calibrated it, each by a calibration on the others.
    """

    count: int = Field(description="Clients.")
    default_rate: float = Field(description="Share of defaults among them.")
    auc: float = Field(description="Area under the ROC curve.")
    gini: float = Field(description="Twice the area less one.")
    ks: float = Field(description="Largest distance between the distributions of defaults and others.")
    average_precision: float = Field(description="Area under the curve of precision over recall.")
    lift: float = Field(description="How many times more defaults than average the riskiest tenth holds.")
    brier: float = Field(description="Mean squared error of the probability.")
    ece: float = Field(description="Expected calibration error.")
    ece_by_chance: list[float] = Field(description="Between what that of a perfect model would lie.")
    intervals: dict[str, list[float]] = Field(description="95 % interval by figure.")
    reliability: list[BinBody] = Field(description="Predicted against observed, by rising probability.")
    segments: list[SegmentBody] = Field(description="The same on parts of the clients.")
    rule_costs: list[RuleCostBody] | None = Field(description="What exclusions and constraints cost; null unmeasured.")


class FeatureDriftBody(Wire):
    """How far one feature has moved."""

    feature: str = Field(description="Its name; `points` for the points themselves.")
    index: float = Field(description="Population stability index.")
    critical: float = Field(description="What the index passes by chance once in a hundred times.")
    state: DriftState = Field(description="How far that is.")
    missing_before: float = Field(description="Share of missing values among the training clients.")
    missing_after: float = Field(description="The same among the others.")
    points: float = Field(description="Change of the mean points that the feature brought.")


class DriftBody(Wire):
    """What moved between the clients who trained the model and those of unknown outcome."""

    before: int = Field(description="Training clients.")
    after: int = Field(description="Clients of unknown outcome.")
    mean_before: float = Field(description="Mean points of the training clients.")
    mean_after: float = Field(description="Mean points of the others.")
    features: list[FeatureDriftBody] = Field(description="The points first, then the features by rising index.")


@ROUTER.get("", response_model=ModelCardBody, responses=problems(422, 503), operation_id="model")
def model(served: Served) -> ModelCardBody:
    """Return what the served model is."""
    scorer = served.scorer
    manifest, policy = scorer.manifest, scorer.policy
    return ModelCardBody(
        name=manifest.name,
        version=manifest.version,
        identity=served.identity,
        synthetic=manifest.synthetic,
        trained_at=manifest.trained_at,
        imported=manifest.imported["library"] if manifest.imported else None,
        features=[
            FeatureBody(
                name=name,
                direction=manifest.directions.get(name, 0),
                reference=manifest.reference[name],
                categories=list(manifest.categories.get(name, ())),
            )
            for name in manifest.features
        ],
        excluded={str(why): list(names) for why, names in excluded_fields().items()},
        jurisdiction=manifest.jurisdiction,
        barred=_barred(manifest.jurisdiction),
        base_points=scorer.base_points,
        policy=PolicyBody(
            cost_ratio=policy.cost_ratio,
            review_level=policy.review_level,
            review_missing_scores=policy.review_missing_scores,
            low_scores=dict(scorer.low_scores),
            threshold=policy.threshold,
            grade_limits=list(policy.grade_limits),
        ),
        scale=ScaleBody.model_validate(scorer.scale, from_attributes=True),
        training=TrainingBody(
            **{name: manifest.training[name] for name in TrainingBody.model_fields if name != "drawn_from"},
            drawn_from=(manifest.training.get("sample") or {}).get("drawn_from"),
        ),
        versions=dict(manifest.versions),
        files=dict(manifest.files),
    )


def _barred(jurisdiction: Jurisdiction) -> dict[Bar, list[str]]:
    found: dict[Bar, list[str]] = {}
    for name, why in {**barred_fields(jurisdiction), **barred_features(jurisdiction)}.items():
        found.setdefault(why, []).append(name)
    return found


@ROUTER.get("/metrics", response_model=MetricsBody, responses=problems(422, 503), operation_id="model_metrics")
def model_metrics(served: Served) -> MetricsBody:
    """Return what the model is worth, on clients that were held out of its training."""
    return MetricsBody.model_validate(served.scorer.manifest.metrics)


@ROUTER.get("/drift", response_model=DriftBody, responses=problems(404, 422, 503), operation_id="model_drift")
def model_drift(served: Served) -> DriftBody:
    """Hold the clients of unknown outcome against those who trained the model."""
    report = drift_of_test(served)
    return DriftBody(
        before=report.drawn_before,
        after=report.drawn_after,
        mean_before=report.mean_before,
        mean_after=report.mean_after,
        features=[FeatureDriftBody.model_validate(drift, from_attributes=True) for drift in report.drifts],
    )
