"""What if: a client's decision before and after changes to the application, and along one lever; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import polars as pl
from fastapi import APIRouter
from pydantic import ConfigDict, Field

from credit_panel.amendments.changing import check_changes
from credit_panel.api.application_schema import Changes
from credit_panel.api.client_number import ClientNumber
from credit_panel.api.data_on_file import AskedVersion, StandBody, client_data, stand_of
from credit_panel.api.decision import DecisionBody, IntervalEnd, OutcomeName, decision_of, interval_end
from credit_panel.api.errors import SentenceRoute
from credit_panel.api.problems import problems
from credit_panel.api.served import Served
from credit_panel.api.wire import Wire
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import SETTLED_DEBT, Scenario, WhatIf, curve, what_if
from credit_panel.scoring.explanation import plain_value
from credit_panel.scoring.levers import LEVERS, LeverName, span

ROUTER = APIRouter(tags=["what-if"], route_class=SentenceRoute)


class WhatIfRequest(Wire):
    """What would be different."""

    model_config = ConfigDict(
        extra="forbid",
        defer_build=False,
        json_schema_extra={"examples": [{"changes": {"AMT_CREDIT": 300000}, "settled_debt": 0.5}]},
    )

    changes: Changes = Field(default=Changes({}), description="New values by field of the application.")
    settled_debt: Annotated[float, Field(strict=True, ge=0, le=1)] = Field(
        default=0.0, description="Share of every debt elsewhere that is repaid; of somebody who owes nothing, none is."
    )
    along: LeverName | None = Field(
        default=None, description="The lever that the curve runs along; without one, the first that is changed."
    )


class DifferencesBody(Wire):
    """What the changes move."""

    points: float = Field(description="Points gained, negative when lost.")
    probability: float = Field(description="Change of the probability.")
    by_theme: dict[str, float] = Field(description="Points gained by theme, the largest change first.")
    by_feature: dict[str, float] = Field(description="Points gained by feature, the largest change first.")


class CurvePoint(Wire):
    """The scores at one value of the lever."""

    value: float = Field(description="Value of the lever.")
    probability: float = Field(ge=0, le=1, description="Probability of default there.")
    low: IntervalEnd = Field(description="Low end of its interval; null of an imported model.")
    high: IntervalEnd = Field(description="High end of its interval; null of an imported model.")
    points: float = Field(description="Points there.")
    outcome: OutcomeName = Field(description="The model's proposal there.")


class CurveBody(Wire):
    """The scores along one lever, all else as in the scenario."""

    lever: LeverName = Field(description="The lever.")
    values: list[CurvePoint] = Field(description="By rising value.")
    crossings: list[float] = Field(description="Where the probability crosses the threshold.")


class WhatIfBody(StandBody):
    """A client's decision before and after."""

    client_id: int = Field(description="The client's number.")
    changes: dict[str, float | str | bool | None] = Field(description="The changes that are none of the own values.")
    settled_debt: float = Field(ge=0, le=1, description="Share of the debts elsewhere that is repaid.")
    before: DecisionBody = Field(description="The decision as it is.")
    after: DecisionBody = Field(description="The decision after the changes.")
    differences: DifferencesBody = Field(description="What moved.")
    curve: CurveBody = Field(description="The scores along one lever.")


@ROUTER.post(
    "/clients/{client_id}/what-if",
    response_model=WhatIfBody,
    responses=problems(404, 413, 415, 422, 503),
    operation_id="what_if_client",
)
def what_if_client(
    served: Served, client_id: ClientNumber, request: WhatIfRequest, version: AskedVersion = None
) -> WhatIfBody:
    """Score a client under changes to the application; everything that follows from them is worked out again."""
    data = client_data(served, client_id, version)
    row, before = data.row, data.explanation
    scenario = _scenario(row, request)
    unchanged = not scenario.changes and not scenario.settled_debt
    found = WhatIf(scenario, before, before) if unchanged else what_if(served.scorer, row, scenario, before=before)
    return WhatIfBody(
        client_id=client_id,
        changes=dict(scenario.changes),
        settled_debt=scenario.settled_debt,
        before=DecisionBody(**decision_of(found.before)),
        after=DecisionBody(**decision_of(found.after)),
        differences=DifferencesBody(
            points=found.points,
            probability=found.after.probability - found.before.probability,
            by_theme={str(theme): points for theme, points in found.by_theme.items()},
            by_feature=found.by_feature,
        ),
        curve=_curve(served, row, scenario, request.along or _first_changed(scenario)),
        **stand_of(data),
    )


def _scenario(row: pl.DataFrame, request: WhatIfRequest) -> Scenario:
    """Return the changes that are none of the client's own values, as the page keeps them."""
    given = request.changes.root
    check_changes(given, written=False)
    own = row.row(0, named=True)
    changes = {name: value for name, value in given.items() if not _same(value, plain_value(own[name]))}
    return Scenario(changes, request.settled_debt if own["bureau_debt_sum"] else 0.0)


def _same(value: object, own: object) -> bool:
    return value == own and isinstance(value, str) == isinstance(own, str)


def _first_changed(scenario: Scenario) -> LeverName:
    changed: Mapping[str, object] = {**scenario.changes, **({SETTLED_DEBT: 1} if scenario.settled_debt else {})}
    return next((lever for lever in LEVERS if lever in changed), LEVERS[0])


def _curve(served: ServedModel, row: pl.DataFrame, scenario: Scenario, lever: LeverName) -> CurveBody:
    others = {name: value for name, value in scenario.changes.items() if name != lever}
    settled = 0.0 if lever == SETTLED_DEBT else scenario.settled_debt
    own = 0.0 if lever == SETTLED_DEBT else plain_value(row[lever][0])
    along = span(lever, own if isinstance(own, float) else None, served.scorer.manifest.reference)
    found = curve(served.scorer, row, lever, along.values(), Scenario(others, settled))
    scores = found.scores
    ends = ([interval_end(end) for end in each.tolist()] for each in (scores.low, scores.high))
    columns = (
        found.values.tolist(),
        scores.probability.tolist(),
        *ends,
        scores.points.tolist(),
        scores.outcome.tolist(),
    )
    return CurveBody(
        lever=lever,
        values=[
            CurvePoint(**dict(zip(CurvePoint.model_fields, each, strict=True))) for each in zip(*columns, strict=True)
        ],
        crossings=list(found.crossings(served.scorer.policy.threshold)),
    )
