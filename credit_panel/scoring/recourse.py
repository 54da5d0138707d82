"""Recourse: the smallest changes to the request or to debts with which the application would be accepted."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.policy import Outcome
from credit_panel.scoring.scenario import SETTLED_DEBT, Scenario, features_after
from credit_panel.scoring.scorer import Scorer

AMOUNT_STEP = 500
TERM_STEP = 6
SHORTEST, LONGEST = 6, 60
"""Months between which a proposed term lies, about those of the archive's credits."""

_CUTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
_TERM_CHANGES = (-24, -18, -12, -6, 6, 12, 18, 24)
_INCOME_RISES = (0.05, 0.1, 0.2)
_SETTLED = (0.25, 0.5, 0.75, 1.0)
_MOST_PROPOSALS = 3
_MOST_CHANGES = 3


class Lever(StrEnum):
    """What an applicant can act on."""

    CHEAPER_GOODS = "cheaper_goods"
    DOWN_PAYMENT = "down_payment"
    TERM = "term"
    INCOME = "income"
    SETTLED_DEBT = "settled_debt"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a proposal.

    Parameters
    ----------
    lever
        What is acted on.
    before, after
        Amount of credit (`CHEAPER_GOODS`, `DOWN_PAYMENT`), term in months, documented income, or share of the debts
        elsewhere that is repaid.
    cost
        Relative change.
    """

    lever: Lever
    before: float
    after: float
    cost: float


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

    Every combination of at most three levers is tried on a grid of the steps that people use: 500 in amount, 6 months
    in term, quarters of the debts elsewhere, some documented income more. Instalments follow from amount and term, and
    each candidate goes through the same features and scorer as any application.

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
    search over discrete actions this follows.
    """
    if scorer.score(client).outcome[0] == Outcome.ACCEPT:
        return ()
    request = _Request.of(client)
    plans = [(plan, changes) for plan in _plans(request) if (changes := request.after(plan)) is not None]
    if not plans:
        return ()
    table = pl.DataFrame([changes for _, changes in plans], infer_schema_length=None)
    scores = scorer.score(features_after(client, table))
    costs = np.array([sum(step.cost for step in plan) for plan, _ in plans])
    accepted = np.flatnonzero(scores.outcome == Outcome.ACCEPT)
    proposals: list[Proposal] = []
    for i in accepted[np.lexsort((scores.probability[accepted], costs[accepted]))]:
        plan, changes = plans[i]
        levers = {step.lever for step in plan}
        if any({step.lever for step in other.steps} <= levers for other in proposals):
            continue
        numbers = (float(a[i]) for a in (scores.probability, scores.low, scores.high, scores.points))
        proposals.append(Proposal(_scenario(changes), plan, float(costs[i]), *numbers))
        if len(proposals) == _MOST_PROPOSALS:
            break
    return tuple(proposals)


@dataclass(frozen=True, slots=True)
class _Request:
    """What the client asks for; None where it is unknown."""

    credit: float
    annuity: float | None
    price: float | None
    income: float
    owes: bool

    @classmethod
    def of(cls, client: pl.DataFrame) -> _Request:
        row = client.row(0, named=True)
        owes = bool(row["bureau_debt_sum"])
        return cls(row["AMT_CREDIT"], row["AMT_ANNUITY"], row["AMT_GOODS_PRICE"], row["AMT_INCOME_TOTAL"], owes)

    def after(self, plan: tuple[Step, ...]) -> dict[str, float | None] | None:
        """Return the fields after a plan, or None when one leaves its bounds."""
        fields = {
            "AMT_CREDIT": self.credit,
            "AMT_ANNUITY": self.annuity,
            "AMT_GOODS_PRICE": self.price,
            "AMT_INCOME_TOTAL": self.income,
            SETTLED_DEBT: 0.0,
        }
        for step in plan:
            ratio = step.after / step.before if step.before else 0.0
            match step.lever:
                case Lever.CHEAPER_GOODS | Lever.DOWN_PAYMENT:
                    fields["AMT_CREDIT"] = step.after
                    fields["AMT_ANNUITY"] = _times(fields["AMT_ANNUITY"], ratio)
                    if step.lever is Lever.CHEAPER_GOODS:
                        fields["AMT_GOODS_PRICE"] = _times(fields["AMT_GOODS_PRICE"], ratio)
                case Lever.TERM:
                    fields["AMT_ANNUITY"] = _times(fields["AMT_ANNUITY"], 1 / ratio)
                case Lever.INCOME:
                    fields["AMT_INCOME_TOTAL"] = step.after
                case Lever.SETTLED_DEBT:
                    fields[SETTLED_DEBT] = step.after
        return fields if all(_within(name, value) for name, value in fields.items()) else None


def _plans(request: _Request) -> Iterator[tuple[Step, ...]]:
    """Yield every combination of at most three steps, of different levers; the amount changes in one way only."""
    amounts = list(_amounts(request))
    choices = [amounts, list(_terms(request)), list(_incomes(request)), list(_settlements(request))]
    for size in range(1, _MOST_CHANGES + 1):
        for chosen in itertools.combinations([choice for choice in choices if choice], size):
            yield from itertools.product(*chosen)


def _amounts(request: _Request) -> Iterator[Step]:
    levers = (Lever.DOWN_PAYMENT, Lever.CHEAPER_GOODS) if request.price else (Lever.DOWN_PAYMENT,)
    for lever, cut in itertools.product(levers, _CUTS):
        after = request.credit * (1 - cut) // AMOUNT_STEP * AMOUNT_STEP
        if after > 0:
            yield Step(lever, request.credit, after, 1 - after / request.credit)


def _terms(request: _Request) -> Iterator[Step]:
    if not request.annuity:
        return
    before = request.credit / request.annuity
    for change in _TERM_CHANGES:
        after = round(before / TERM_STEP) * TERM_STEP + change
        if SHORTEST <= after <= LONGEST:
            yield Step(Lever.TERM, before, float(after), abs(after / before - 1))


def _incomes(request: _Request) -> Iterator[Step]:
    for rise in _INCOME_RISES:
        after = -(-request.income * (1 + rise) // AMOUNT_STEP) * AMOUNT_STEP
        yield Step(Lever.INCOME, request.income, after, after / request.income - 1)


def _settlements(request: _Request) -> Iterator[Step]:
    for share in _SETTLED if request.owes else ():
        yield Step(Lever.SETTLED_DEBT, 0.0, share, share)


def _scenario(changes: Mapping[str, float | None]) -> Scenario:
    settled = changes[SETTLED_DEBT] or 0.0
    return Scenario({n: v for n, v in changes.items() if n != SETTLED_DEBT and v is not None}, settled)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _within(name: str, value: float | None) -> bool:
    if value is None or name == SETTLED_DEBT:
        return True
    low, high = FIELDS[name].minimum, FIELDS[name].maximum
    return (low is None or value >= low) and (high is None or value <= high)
