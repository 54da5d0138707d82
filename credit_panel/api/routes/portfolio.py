"""The portfolio: its clients in numbers."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.decision import GradeName, OutcomeName
from credit_panel.api.errors import PublicRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.portfolio.cohorts.figures import cohort_figures
from credit_panel.scoring import GRADES
from credit_panel.scoring.fairness import GroupFairness, Rate

ROUTER = APIRouter(prefix="/portfolio", tags=["portfolio"], route_class=PublicRoute)


class RateBody(Wire):
    """A figure with its 95 % interval."""

    value: float | None = Field(description="The figure; null when fewer than 30 clients stand behind it.")
    low: float | None = Field(description="Low end of its interval.")
    high: float | None = Field(description="High end of its interval.")
    count: int = Field(description="Clients behind it.")


class GroupBody(Wire):
    """How one group of clients fares under the policy."""

    group: str = Field(description="Name of the group.")
    count: int = Field(description="Clients in it.")
    acceptance: RateBody = Field(description="Share not proposed for refusal.")
    acceptance_ratio: RateBody = Field(description="Its acceptance over that of the group with the highest.")
    false_positive: RateBody = Field(description="Share of those who repaid that were proposed for refusal.")
    false_negative: RateBody = Field(description="Share of those who defaulted that were not.")
    observed: RateBody = Field(description="Default rate.")
    predicted: float | None = Field(description="Mean probability; null where hidden.")


class SummaryBody(Wire):
    """All clients of the portfolio in numbers."""

    name: str = Field(description="Name of the portfolio, that of its model.")
    identity: str = Field(description="What tells this model, policy and portfolio together from any other.")
    synthetic: bool = Field(description="Whether its clients are invented.")
    clients: int = Field(description="How many they are.")
    outcomes: dict[OutcomeName, float] = Field(description="Share of each proposed outcome.")
    grades: dict[GradeName, int] = Field(description="Clients of each grade.")
    points: float | None = Field(description="Mean points.")
    probability: float | None = Field(description="Mean probability of default.")
    observed: RateBody = Field(description="Share that defaulted among those of known outcome.")
    themes: dict[str, float] = Field(description="Mean points that each theme adds or takes.")
    by_gender: list[GroupBody] = Field(description="How women and men fare, by held-out scores.")
    by_age: list[GroupBody] = Field(description="How bands of age fare, by held-out scores.")


@ROUTER.get("/summary", response_model=SummaryBody, responses=problems(422, 503), operation_id="portfolio_summary")
def portfolio_summary(served: Served) -> SummaryBody:
    """Return the figures of the whole portfolio, those of the page."""
    figures = cohort_figures(served, None)
    whole, manifest = figures.whole, served.portfolio.manifest
    grades = dict(served.portfolio.level_counts("grade").iter_rows())
    return SummaryBody(
        name=manifest.name,
        identity=served.identity,
        synthetic=manifest.synthetic,
        clients=whole.count,
        outcomes={outcome.value: share for outcome, share in whole.outcomes.items()},
        grades={grade: grades.get(grade, 0) for grade in GRADES},  # type: ignore[misc]
        points=whole.points,
        probability=whole.probability,
        observed=rate_of(whole.observed),
        themes={str(theme): points for theme, points in whole.themes.items()},
        by_gender=[group_of(group) for group in figures.by_gender],
        by_age=[group_of(group) for group in figures.by_age],
    )


def rate_of(rate: Rate) -> RateBody:
    """Return a figure as the API's answer."""
    return RateBody.model_validate(rate, from_attributes=True)


def group_of(group: GroupFairness) -> GroupBody:
    """Return how a group fares as the API's answer."""
    return GroupBody.model_validate(group, from_attributes=True)
