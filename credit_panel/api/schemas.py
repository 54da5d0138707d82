"""What goes over the wire, as OpenAPI documents it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from credit_panel.api.application_schema import application_schema
from credit_panel.api.problems import FieldProblemBody
from credit_panel.home_credit.catalogue import field
from credit_panel.portfolio.range_seen import Unseen
from credit_panel.scoring import Explanation


class ScoreRequest(BaseModel):
    """One application, field by field, under the names of the application table."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "application": {
                        "NAME_CONTRACT_TYPE": "Cash loans",
                        "AMT_CREDIT": 450000,
                        "AMT_ANNUITY": 24000,
                        "AMT_GOODS_PRICE": 400000,
                        "AMT_INCOME_TOTAL": 150000,
                        "DAYS_BIRTH": -14600,
                        "EXT_SOURCE_2": 0.55,
                    }
                }
            ]
        },
    )

    application: Annotated[dict[str, Any], WithJsonSchema(application_schema())] = Field(
        max_length=500,
        description="Fields of the application table. A field left out, or null, counts as missing. SK_ID_CURR is "
        "handed back and used for nothing else: the number of a client of the portfolio brings no history.",
    )


class ContributionBody(BaseModel):
    """What one feature did to the points."""

    feature: str = Field(description="Name of the feature.")
    label_fr: str = Field(description="Its name in French.")
    label_en: str = Field(description="Its name in English.")
    value: float | str | None = Field(description="The client's value; null when missing.")
    reference: float | str | None = Field(description="The usual value: the median, or the most common level.")
    points: float = Field(description="Contribution in points; negative is adverse, positive favourable.")


class ModelBody(BaseModel):
    """The model that answered."""

    name: str = Field(description="Name of the bundle.")
    version: str = Field(description="Short hash of its files.")
    synthetic: bool = Field(description="Whether it was trained on invented clients.")
    trained_at: str = Field(description="When it was trained, ISO 8601, UTC.")


class ScoreResponse(BaseModel):
    """An explained decision. ``base_points`` and all contributions add up to ``points``."""

    client_id: int | None = Field(description="The client's number; null for an application that has none.")
    probability: float = Field(ge=0, le=1, description="Calibrated probability of default.")
    low: float = Field(
        ge=0, le=1, description="Low end of its interval: 8 in 10 models of other samples would lie in it."
    )
    high: float = Field(ge=0, le=1, description="High end of that interval.")
    points: float = Field(description="Points: 600 at a probability of 5 %, 50 more halve the odds of default.")
    grade: str = Field(description="Risk grade, A to F.")
    outcome: Literal["accept", "review", "refuse"] = Field(description="The model's proposal; a person decides.")
    threshold: float = Field(description="Probability above which the policy proposes a refusal.")
    base_points: float = Field(description="Points before any contribution.")
    contributions: list[ContributionBody] = Field(description="Every feature of the model, strongest first.")
    held_out: bool = Field(
        description="Whether the client trained the model, and was scored by those of its trees that were grown "
        "without them, so that what became of their credit is no part of the answer."
    )
    model: ModelBody = Field(description="The model that answered.")
    warnings: list[FieldProblemBody] = Field(
        default=[], description="Values that no client of the portfolio comes near: scored, and less sure."
    )


def response_of(explanation: Explanation, unseen: Sequence[Unseen] = ()) -> ScoreResponse:
    """Return an explained decision as the API's answer, with the values that no client of the portfolio comes near."""
    stamp = explanation.model
    return ScoreResponse(
        client_id=explanation.client_id,
        probability=explanation.probability,
        low=explanation.low,
        high=explanation.high,
        points=explanation.points,
        grade=explanation.grade,
        outcome=explanation.outcome.value,
        threshold=explanation.threshold,
        base_points=explanation.base_points,
        held_out=explanation.held_out,
        contributions=[
            ContributionBody(
                feature=c.feature,
                label_fr=field(c.feature).label["fr"],
                label_en=field(c.feature).label["en"],
                value=c.value,
                reference=c.reference,
                points=c.points,
            )
            for c in explanation.contributions
        ],
        warnings=[
            FieldProblemBody(
                field=found.field,
                problem=f"{found.value:.10g} is outside what the clients of the portfolio have, "
                f"{found.low:.10g} to {found.high:.10g}: it was scored all the same",
            )
            for found in unseen
        ],
        model=ModelBody(name=stamp.name, version=stamp.version, synthetic=stamp.synthetic, trained_at=stamp.trained_at),
    )
