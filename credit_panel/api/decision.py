"""A decision as it goes over the wire: the numbers alone, or with every contribution."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from credit_panel.api.problems import FieldProblemBody
from credit_panel.api.wire import Wire
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import field
from credit_panel.portfolio.range_seen import Unseen
from credit_panel.scoring import Explanation, Flag, ModelStamp

OutcomeName = Literal["accept", "review", "refuse"]
"""The outcomes, as OpenAPI lists them."""

GradeName = Literal["A", "B", "C", "D", "E", "F"]
"""The grades, from the safest to the riskiest."""

Value = float | str | None
"""A value of a field or feature: a number, a code of a category, null when missing."""


class ContributionBody(Wire):
    """What one feature did to the points."""

    feature: str = Field(description="Name of the feature.", examples=["EXT_SOURCE_2"])
    label_fr: str = Field(description="Its name in French.", examples=["Score externe 2"])
    label_en: str = Field(description="Its name in English.", examples=["External score 2"])
    value: Value = Field(description="The client's value; null when missing.")
    absence: Absence | None = Field(
        description="Why there is no value, and null where there is one: `no_car`, `retired` and `no_job` say that "
        "there is nothing of the kind, `not_supplied` that nobody gave the score, `no_credit_elsewhere`, "
        "`no_credit_here` and `no_card_here` that no such history came with the application, `none_of_the_kind` that "
        "the history holds no such thing, `not_given` that no more is known. The points are then those of the absence."
    )
    reference: Value = Field(description="The usual value: the median, or the most common level.")
    points: float = Field(
        description="Contribution in points; negative is adverse, positive favourable.", examples=[-12.4]
    )


class ModelBody(Wire):
    """The model that answered."""

    name: str = Field(description="Name of the bundle.", examples=["synthetic"])
    version: str = Field(description="Short hash of its files.", examples=["4ddf88c148cd"])
    synthetic: bool = Field(description="Whether it was trained on invented clients.")
    trained_at: str = Field(
        description="When it was trained, or imported, ISO 8601, UTC.", examples=["2026-11-29T07:12:53+00:00"]
    )


IntervalEnd = Annotated[float, Field(ge=0, le=1)] | None
"""An end of the interval of a probability; null of an imported model, whose interval is not known."""


class ScoreBody(Wire):
    """What the model says, in numbers."""

    probability: float = Field(ge=0, le=1, description="Calibrated probability of default.", examples=[0.0948])
    low: IntervalEnd = Field(
        description="Low end of its interval: 8 in 10 models of other samples would lie in it. Null when the model was "
        "trained elsewhere and imported: its interval cannot be measured.",
        examples=[0.0572],
    )
    high: IntervalEnd = Field(description="High end of that interval, null with the other.", examples=[0.1530])
    points: float = Field(description="Points: 600 at a probability of 5 %, 50 more halve the odds of default.")
    grade: GradeName = Field(description="Risk grade, A to F.")
    outcome: OutcomeName = Field(description="The model's proposal; a person decides.")
    flags: list[Flag] = Field(
        description="Why a review is proposed, other than that the probability is near the threshold: "
        "`score_not_supplied` says that an external score is missing, and that with a bad one in its place (one known "
        "score in ten is lower) the proposal would have been worse."
    )


class DecisionBody(ScoreBody):
    """An explained decision. ``base_points`` and all contributions add up to ``points``."""

    client_id: int | None = Field(
        description="The client's number; null for an application that has none.", examples=[100005]
    )
    threshold: float = Field(description="Probability above which the policy proposes a refusal.", examples=[0.0909])
    base_points: float = Field(description="Points before any contribution.", examples=[559.7])
    contributions: list[ContributionBody] = Field(description="Every feature of the model, strongest first.")
    held_out: bool = Field(
        description="Whether the client trained the model, and was scored by those of its trees that were grown "
        "without them, so that what became of their credit is no part of the answer."
    )
    with_histories: bool = Field(
        description="Whether credit histories were read, be it that the client has none. An application that "
        "comes without them is scored by a model that never saw one: not to have sent a history is not to have none."
    )
    model: ModelBody = Field(description="The model that answered.")


class ScoreResponse(DecisionBody):
    """An explained decision, and what is unusual about the application."""

    warnings: list[FieldProblemBody] = Field(
        default=[], description="Values that no client of the portfolio comes near: scored, and less sure."
    )


def interval_end(end: float) -> float | None:
    """Return an end of an interval as JSON has it: null where it was not measured."""
    return None if math.isnan(end) else end


def score_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a `ScoreBody` from a row of `score_columns`, whose flags are a text."""
    return {**{name: row[name] for name in ScoreBody.model_fields}, "flags": [row["flags"]] if row["flags"] else []}


def score_of(explanation: Explanation) -> dict[str, Any]:
    """Return the members of a `ScoreBody`."""
    return {
        "probability": explanation.probability,
        "low": explanation.low,
        "high": explanation.high,
        "points": explanation.points,
        "grade": explanation.grade,
        "outcome": explanation.outcome.value,
        "flags": [flag.value for flag in explanation.flags],
    }


def decision_of(explanation: Explanation) -> dict[str, Any]:
    """Return the members of a `DecisionBody`."""
    return {
        **score_of(explanation),
        "client_id": explanation.client_id,
        "threshold": explanation.threshold,
        "base_points": explanation.base_points,
        "held_out": explanation.held_out,
        "with_histories": explanation.with_histories,
        "contributions": [
            {
                "feature": c.feature,
                "label_fr": field(c.feature).label["fr"],
                "label_en": field(c.feature).label["en"],
                "value": c.value,
                "absence": c.absence,
                "reference": c.reference,
                "points": c.points,
            }
            for c in explanation.contributions
        ],
        "model": model_of(explanation.model),
    }


def model_of(stamp: ModelStamp) -> dict[str, Any]:
    """Return the members of a `ModelBody`."""
    return {
        "name": stamp.name,
        "version": stamp.version,
        "synthetic": stamp.synthetic,
        "trained_at": stamp.trained_at,
    }


def response_of(explanation: Explanation, unseen: Sequence[Unseen] = ()) -> ScoreResponse:
    """Return an explained decision as the API's answer, with the values that no client of the portfolio comes near."""
    return ScoreResponse(**decision_of(explanation), warnings=warnings_of(unseen))


def warnings_of(unseen: Sequence[Unseen]) -> list[FieldProblemBody]:
    """Return the values that no client of the portfolio comes near, as they are told."""
    return [
        FieldProblemBody(
            field=found.field,
            problem=f"{found.value:.10g} is outside what the clients of the portfolio have, "
            f"{found.low:.10g} to {found.high:.10g}: it was scored all the same",
        )
        for found in unseen
    ]
