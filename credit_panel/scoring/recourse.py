"""Recourse: the smallest changes to the request or to debts with which the application would be accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from credit_panel.scoring.plans import Lever, Plan, Request, Step, finer, plans
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scenario import SETTLED_DEBT, Scenario, features_after
from credit_panel.scoring.scorer import Scorer

_MOST_PROPOSALS = 3
_REFINED_BY_LEVERS = 3
"""Plans of the coarse grid, the cheapest for each choice of levers, that are searched around more finely."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes with which the policy would propose acceptance.

    Parameters
    ----------
    scenario
        The same changes as a scenario, to apply.
    steps
        At most three, one a lever.
    cost
        Sum of their relative changes.
    probability, low, high, points
        The scores under the scenario.
    """

    scenario: Scenario
    steps: tuple[Step, ...]
    cost: float
    probability: float
    low: float
    high: float
    points: float


def recourse(scorer: Scorer, client: pl.DataFrame) -> tuple[Proposal, ...]:
    """Search what would make the policy propose acceptance, over the levers alone.

    Every combination of at most three levers is tried on a coarse grid; around the cheapest that are accepted, the
    finest steps that people use are tried below: 500 in amount and income, 1 per cent of the debts elsewhere. Terms
    move by 6 months. Instalments follow from amount and term, and each candidate goes through the same features and
    scorer as any application.

    Parameters
    ----------
    client
        The client's one row of features, as in a portfolio.

    Returns
    -------
    tuple of Proposal
        Up to three that act on different levers, the smallest change first; empty when no candidate is accepted, and
        when the application is accepted as it is.

    Notes
    -----
    Ustun, B., Spangher, A. and Liu, Y. (2019), Actionable Recourse in Linear Classification, whose exhaustive
    search over discrete actions the coarse grid follows.
    """
    if scorer.score(client).outcome[0] == Outcome.ACCEPT:
        return ()
    request = Request.of(client)
    coarse = _accepted(scorer, client, request, list(plans(request)))
    around = [plan for candidate in _cheapest(coarse) for plan in finer(candidate.plan)]
    chosen: list[_Candidate] = []
    for candidate in sorted(_accepted(scorer, client, request, around)):
        if not any(other.levers <= candidate.levers for other in chosen):
            chosen.append(candidate)
        if len(chosen) == _MOST_PROPOSALS:
            break
    return tuple(candidate.proposal() for candidate in chosen)


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """An accepted plan; the cheaper one comes first, and among equals the less risky."""

    cost: float
    probability: float
    low: float
    high: float
    points: float
    plan: Plan = field(compare=False)
    changes: Mapping[str, float | None] = field(compare=False)

    @property
    def levers(self) -> frozenset[Lever]:
        return frozenset(step.lever for step in self.plan)

    def proposal(self) -> Proposal:
        """Return the plan with its scenario, whose checks would take long for the thousands that are not chosen."""
        changes = {name: value for name, value in self.changes.items() if name != SETTLED_DEBT and value is not None}
        scenario = Scenario(changes, self.changes[SETTLED_DEBT] or 0.0)
        return Proposal(scenario, self.plan, self.cost, self.probability, self.low, self.high, self.points)


def _accepted(scorer: Scorer, client: pl.DataFrame, request: Request, tried: Sequence[Plan]) -> list[_Candidate]:
    """Return the plans that the policy would accept, scored in one batch."""
    changed = [(plan, changes) for plan in tried if (changes := request.after(plan)) is not None]
    if not changed:
        return []
    table = pl.DataFrame([changes for _, changes in changed], infer_schema_length=None)
    scores = scorer.score(features_after(client, table))
    figures = np.column_stack([scores.probability, scores.low, scores.high, scores.points])
    accepted: list[_Candidate] = []
    for i in np.flatnonzero(scores.outcome == Outcome.ACCEPT):
        plan, changes = changed[i]
        probability, low, high, points = figures[i].tolist()
        cost = sum(step.cost for step in plan)
        accepted.append(_Candidate(cost, probability, low, high, points, plan, changes))
    return accepted


def _cheapest(found: Sequence[_Candidate]) -> Iterator[_Candidate]:
    """Yield the few cheapest of each choice of levers."""
    seen: Counter[frozenset[Lever]] = Counter()
    for candidate in sorted(found):
        seen[candidate.levers] += 1
        if seen[candidate.levers] <= _REFINED_BY_LEVERS:
            yield candidate
