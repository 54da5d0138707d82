"""Recourse: the smallest changes with which a client would be accepted."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.decision import IntervalEnd, OutcomeName, interval_end
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.scoring import Proposal, recourse

ROUTER = APIRouter(tags=["recourse"], route_class=SentenceRoute)


class StepBody(Wire):
    """One change of a proposal."""

    lever: Literal["cheaper_goods", "down_payment", "term", "income", "settled_debt"] = Field(
        description="What is acted on."
    )
    before: float = Field(description="Amount, term in months (an estimate), income, or share of debts repaid, today.")
    after: float = Field(description="The same after the change.")
    cost: float = Field(description="Relative change.")


class ProposalBody(Wire):
    """Changes with which the policy would propose acceptance."""

    steps: list[StepBody] = Field(description="At most three, one a lever; none where the supplied scores would do.")
    supplied: dict[str, float] = Field(
        description="External scores that were not supplied, and that the proposal takes to be about usual or better: "
        "it is accepted once they are known to be. They are among the changes too; empty for most proposals."
    )
    changes: dict[str, float | str | None] = Field(description="The same as fields of the application, for a what-if.")
    settled_debt: float = Field(ge=0, le=1, description="Share of the debts elsewhere to repay, for a what-if.")
    cost: float = Field(description="Sum of the relative changes.")
    probability: float = Field(ge=0, le=1, description="Probability of default after the changes.")
    low: IntervalEnd = Field(description="Low end of its interval; null of an imported model.")
    high: IntervalEnd = Field(description="High end of its interval; null of an imported model.")
    points: float = Field(description="Points after the changes.")
    standing: Literal["firm", "contested", "unmeasured"] = Field(
        description="Whether models that had learnt from other clients would accept it too, or it might go to review; "
        "of an imported model that is not known."
    )
    instalment: float | None = Field(description="The instalment under the proposal.")


class RecourseBody(StandBody):
    """What a client could do to be accepted."""

    client_id: int = Field(description="The client's number.")
    outcome: OutcomeName = Field(description="What is proposed today; for an acceptance there is nothing to do.")
    proposals: list[ProposalBody] = Field(
        description="Up to three, the smallest change first; last, that usual external scores in place of missing ones "
        "would do without a change, where they would. Empty when none exists."
    )


@ROUTER.get(
    "/clients/{client_id}/recourse",
    response_model=RecourseBody,
    responses=problems(404, 422, 503),
    operation_id="client_recourse",
)
def client_recourse(served: Served, client_id: ClientNumber, version: AskedVersion = None) -> RecourseBody:
    """Search the smallest changes with which a client would be accepted; takes up to two thirds of a second."""
    data = client_data(served, client_id, version)
    found = recourse(served.scorer, data.row, served.tariff)
    return RecourseBody(
        client_id=client_id,
        outcome=data.explanation.outcome.value,
        proposals=[_proposal(each) for each in found],
        **stand_of(data),
    )


def _proposal(found: Proposal) -> ProposalBody:
    return ProposalBody(
        steps=[StepBody.model_validate(step, from_attributes=True) for step in found.steps],
        supplied=dict(found.supplied),
        changes=dict(found.scenario.changes),
        settled_debt=found.scenario.settled_debt,
        cost=found.cost,
        probability=found.probability,
        low=interval_end(found.low),
        high=interval_end(found.high),
        points=found.points,
        standing=found.standing.value,
        instalment=found.instalment,
    )
