"""Recourse: the smallest changes to the request or to debts with which the application would be accepted."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import polars as pl

from credit_panel.scoring.plans import Lever, Plan, Request, Run, Step, allowed, cost, ends, runs, split
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scenario import SETTLED_DEBT, Scenario, features_after
from credit_panel.scoring.scorer import Scorer
from credit_panel.scoring.scores import Scores
from credit_panel.scoring.tariff import Tariff
from credit_panel.scoring.withheld import usual_scores

_MOST_PROPOSALS = 3
_TOGETHER = 256
"""Runs of plans that are scored in one batch."""

MOST_RUNS = 3_000
"""Runs after which a search ends, about 0.3 s; one or two clients in a thousand need more."""


class Standing(StrEnum):
    """How a proposal would fare with a model that had learnt from other clients.

    ``FIRM`` when the far end of its interval is under the threshold too: nine models in ten would accept it.
    ``CONTESTED`` when this model accepts it by a small margin, and others well might not.
    ``UNMEASURED`` when the model has no interval, so that nothing is known of others.
    """

    FIRM = "firm"
    CONTESTED = "contested"
    UNMEASURED = "unmeasured"


@dataclass(frozen=True, slots=True)
class Proposal:
    """Changes with which the policy would propose acceptance.

    Parameters
    ----------
    scenario
        The same changes as a scenario, to apply.
    steps
        At most three, one a lever; none where the supplied scores alone would do.
    cost
        Sum of their relative changes.
    probability, low, high, points
        The scores under the scenario; NaN for an interval that was not measured.
    standing
        Whether models of other clients would accept it too.
    request
        What is asked for today.
    supplied
        External scores that were not supplied and are taken to be usual, in the scenario too; empty for most.
    """

    scenario: Scenario
    steps: tuple[Step, ...]
    cost: float
    probability: float
    low: float
    high: float
    points: float
    standing: Standing
    request: Request
    supplied: Mapping[str, float] = field(default_factory=dict)

    @property
    def instalment(self) -> float | None:
        """The instalment under the proposal, None where none is known."""
        value = self.scenario.changes.get("AMT_ANNUITY")
        return float(value) if isinstance(value, int | float) else None


def recourse(scorer: Scorer, client: pl.DataFrame, tariff: Tariff | None = None) -> tuple[Proposal, ...]:
    """Search the smallest changes that would make the policy propose acceptance, over the levers alone.

    Every plan of at most three steps counts: amount and income by 500, the term by 6 months, debts elsewhere by 1 per
    cent, within the bounds of `plans`. Instalments follow from amount, term and the rate of today, and a plan that is
    proposed went through the same features and scorer as any application.

    First come plans whose interval lies whole under the threshold, so that a model which had learnt from other clients
    would accept them too; only when there is none, plans that this model accepts and others contest. Of a model without
    interval, whose trees were grown elsewhere, it is not known what others would accept.

    Parameters
    ----------
    client
        The client's one row of features, as in a portfolio.
    tariff
        What tells the term and the rate that the client asks for; without it no other term is proposed.

    Returns
    -------
    tuple of Proposal
        Up to three, the smallest change first. The first is the smallest plan of all that are accepted; each other one
        the smallest of those that lack a lever of every proposal before it. Who lacks external scores is told last
        whether usual ones (`withheld.usual_scores`) would do with no change at all; and where they would not and no
        plan is accepted, the plans accepted with these. Empty when there are none either, and when the application is
        accepted as it is. A search that `MOST_RUNS` ends gives the best that it came to.

    Notes
    -----
    Branch and bound (Land, A. H. and Doig, A. G., 1960). Plans are too many to score each, so runs of them are
    considered at once: when even the safest client between the ends of a run would not be accepted, no plan of it is
    (`Scorer.score_runs`); else the run is parted, unless its smallest plan is accepted. The run whose smallest plan
    costs least always comes next, and the search ends when no run that is left can hold a smaller plan than one that
    was accepted. After `MOST_RUNS` it ends with the best of the plans that it has scored.

    Ustun, B., Spangher, A. and Liu, Y. (2019), Actionable Recourse in Linear Classification, has the discrete steps and
    the proof that none exists, for linear models; Cui, Z. et al. (2015), Optimal Action Extraction for Random Forests
    and Boosted Trees, the least costly change for trees.

    Examples
    --------
    >>> import credit_panel as cp
    >>> served = cp.current_model()
    >>> proposals = cp.recourse(served.scorer, served.portfolio.client(100002))
    """
    if scorer.score(client).outcome[0] == Outcome.ACCEPT:
        return ()
    request = Request.of(client, tariff)
    found = _searched(scorer, client, request)
    usual = usual_scores(client, scorer.features, scorer.manifest.reference)
    if not usual:
        return found
    supplied = Scenario(usual).features(client)
    scores = scorer.score(supplied)
    if scores.outcome[0] == Outcome.ACCEPT:
        return (*found, _with_scores_alone(scorer, scores, request, usual))
    return found or tuple(
        replace(each, scenario=Scenario({**each.scenario.changes, **usual}, each.scenario.settled_debt), supplied=usual)
        for each in _searched(scorer, supplied, request)
    )


def _searched(scorer: Scorer, client: pl.DataFrame, request: Request) -> tuple[Proposal, ...]:
    measured = (Standing.FIRM, Standing.CONTESTED)
    for standing in measured if scorer.interval else (Standing.UNMEASURED,):
        cheapest = _Search(scorer, client, request, standing).cheapest()
        if found := [one.proposal(standing, request) for one in itertools.islice(cheapest, _MOST_PROPOSALS)]:
            return tuple(found)
    return ()


def _with_scores_alone(scorer: Scorer, scores: Scores, request: Request, supplied: Mapping[str, float]) -> Proposal:
    firm = scores.high[0] <= scorer.policy.threshold
    standing = (Standing.FIRM if firm else Standing.CONTESTED) if scorer.interval else Standing.UNMEASURED
    probability, low, high, points = (float(v[0]) for v in (scores.probability, scores.low, scores.high, scores.points))
    return Proposal(Scenario(supplied), (), 0.0, probability, low, high, points, standing, request, supplied)


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

    def proposal(self, standing: Standing, request: Request) -> Proposal:
        """Return the plan with its scenario, whose checks would take long for those that are not chosen."""
        changes = {name: value for name, value in self.changes.items() if name != SETTLED_DEBT and value is not None}
        scenario = Scenario(changes, self.changes[SETTLED_DEBT] or 0.0)
        scores = self.probability, self.low, self.high, self.points
        return Proposal(scenario, self.plan, self.cost, *scores, standing, request)


class _Search:
    """Runs of plans that wait, the one whose smallest plan costs least first, and the best accepted of each levers."""

    def __init__(self, scorer: Scorer, client: pl.DataFrame, request: Request, standing: Standing) -> None:
        self._scorer, self._client = scorer, client
        self._request, self._standing = request, standing
        self._accepted: dict[frozenset[Lever], _Candidate] = {}
        self._waiting: list[tuple[float, int, Run]] = []
        self._pushed = itertools.count()  # orders runs of one cost
        self._considered = 0
        self._wait(runs(self._request))

    def cheapest(self) -> Iterator[_Candidate]:
        """Yield the cheapest accepted plan, then each time the cheapest that lacks a lever of all before."""
        while True:
            if together := self._next():
                self._consider(together)
            elif self._accepted:
                found = min(self._accepted.values())
                yield found
                self._leave_out(found.levers)
            else:
                return

    def _next(self) -> list[Run]:
        """Take the runs that may hold a cheaper plan than any accepted, or as cheap a one that is less risky."""
        limit = min((found.cost for found in self._accepted.values()), default=np.inf)
        together: list[Run] = []
        while self._waiting and self._waiting[0][0] <= limit and len(together) < _TOGETHER:
            together.append(heapq.heappop(self._waiting)[-1])
        self._considered += len(together)
        return together if self._considered <= MOST_RUNS else []

    def _consider(self, together: list[Run]) -> None:
        """Keep the ends of each run that are accepted; part the run when another of its plans may cost less."""
        nearest, furthest = zip(*map(ends, together), strict=True)
        both = (*nearest, *furthest)
        changes = [self._request.after(plan) for plan in both]
        features = features_after(self._client, pl.DataFrame(changes, infer_schema_length=None))
        scores, safest = self._scorer.score_runs(features)
        figures = np.column_stack([scores.probability, scores.low, scores.high, scores.points])
        good = [now and allowed(fields) for now, fields in zip(self._stands(scores), changes, strict=True)]
        for i in np.flatnonzero(good):
            probability, low, high, points = figures[i].tolist()
            found = _Candidate(cost(both[i]), probability, low, high, points, both[i], changes[i])
            self._accepted[found.levers] = min(found, self._accepted.get(found.levers, found))
        for i in np.flatnonzero(self._stands(safest)):
            if not good[i]:
                self._wait(split(together[i]))

    def _stands(self, scores: Scores) -> np.ndarray:
        """Tell which scores are accepted, and where that is asked for by models of other clients too."""
        accepted = scores.outcome == Outcome.ACCEPT
        return (
            accepted & (scores.high <= self._scorer.policy.threshold) if self._standing is Standing.FIRM else accepted
        )

    def _wait(self, more: Iterable[Run]) -> None:
        for run in more:
            heapq.heappush(self._waiting, (cost(ends(run)[0]), next(self._pushed), run))

    def _leave_out(self, levers: frozenset[Lever]) -> None:
        """Drop what moves all of these levers."""
        self._accepted = {own: found for own, found in self._accepted.items() if not levers <= own}
        self._waiting = [item for item in self._waiting if not levers <= {steps[0].lever for steps in item[-1]}]
        heapq.heapify(self._waiting)
