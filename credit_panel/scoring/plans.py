"""What an applicant can act on, and the plans that a search tries: a coarse grid first, then finer steps below."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.scenario import SETTLED_DEBT

AMOUNT_STEP = 500
TERM_STEP = 6
SHORTEST, LONGEST = 6, 60
"""Months between which a proposed term lies, about those of the archive's credits."""

_CUTS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
_INCOME_RISES = (0.05, 0.1, 0.2)
_SETTLED = (0.25, 0.5, 0.75, 1.0)
MOST_CHANGES = 3
_FINER = {1: 40, 2: 16, 3: 6}
"""How many values of each lever are tried between two of the coarse grid, by how many levers a plan moves."""


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


Plan = tuple[Step, ...]
"""Steps on different levers, taken together."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the client asks for; None where it is unknown."""

    credit: float
    annuity: float | None
    price: float | None
    income: float
    owes: bool

    @classmethod
    def of(cls, client: pl.DataFrame) -> Request:
        """Return what the client of one row of features asks for."""
        row = client.row(0, named=True)
        owes = bool(row["bureau_debt_sum"])
        return cls(row["AMT_CREDIT"], row["AMT_ANNUITY"], row["AMT_GOODS_PRICE"], row["AMT_INCOME_TOTAL"], owes)

    def after(self, plan: Plan) -> dict[str, float | None] | None:
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


def plans(request: Request) -> Iterator[Plan]:
    """Yield every combination of at most three steps, of different levers; the amount changes in one way only."""
    amounts = list(_amounts(request))
    choices = [amounts, list(_terms(request)), list(_incomes(request)), list(_settlements(request))]
    for size in range(1, MOST_CHANGES + 1):
        for chosen in itertools.combinations([choice for choice in choices if choice], size):
            yield from itertools.product(*chosen)


def _amounts(request: Request) -> Iterator[Step]:
    levers = (Lever.DOWN_PAYMENT, Lever.CHEAPER_GOODS) if request.price else (Lever.DOWN_PAYMENT,)
    for lever, cut in itertools.product(levers, _CUTS):
        after = request.credit * (1 - cut) // AMOUNT_STEP * AMOUNT_STEP
        if after > 0:
            yield Step(lever, request.credit, after, 1 - after / request.credit)


def _terms(request: Request) -> Iterator[Step]:
    if not request.annuity:
        return
    before = request.credit / request.annuity
    for after in range(SHORTEST, LONGEST + 1, TERM_STEP):
        if abs(after - before) >= TERM_STEP / 2:
            yield Step(Lever.TERM, before, float(after), abs(after / before - 1))


def _incomes(request: Request) -> Iterator[Step]:
    for rise in _INCOME_RISES:
        after = -(-request.income * (1 + rise) // AMOUNT_STEP) * AMOUNT_STEP
        yield Step(Lever.INCOME, request.income, after, after / request.income - 1)


def _settlements(request: Request) -> Iterator[Step]:
    for share in _SETTLED if request.owes else ():
        yield Step(Lever.SETTLED_DEBT, 0.0, share, share)


def finer(plan: Plan) -> Iterator[Plan]:
    """Yield plans on the same levers whose steps lie between the plan's own and the next smaller of the grid."""
    yield from itertools.product(*(list(_smaller(step, _FINER[len(plan)])) for step in plan))


def _smaller(step: Step, count: int) -> Iterator[Step]:
    """Yield the step itself and smaller ones, in the finest units that people use; a term has none finer."""
    match step.lever:
        case Lever.TERM:
            yield step
        case Lever.SETTLED_DEBT:
            below = max((share for share in _SETTLED if share < step.after), default=0.0)
            for share in np.unique(np.round(np.linspace(below, step.after, count + 1)[1:], 2)).tolist():
                yield Step(step.lever, step.before, share, share)
        case Lever.INCOME:
            below = max((rise for rise in _INCOME_RISES if step.before * (1 + rise) < step.after), default=0.0)
            values = np.linspace(step.before * (1 + below), step.after, count + 1)[1:]
            for after in np.unique(np.ceil(values / AMOUNT_STEP) * AMOUNT_STEP).tolist():
                yield Step(step.lever, step.before, after, after / step.before - 1)
        case Lever.DOWN_PAYMENT | Lever.CHEAPER_GOODS:
            below = max((cut for cut in _CUTS if cut < step.cost - 1e-9), default=0.0)
            values = np.linspace(step.before * (1 - below), step.after, count + 1)[1:]
            for after in np.unique(np.floor(values / AMOUNT_STEP) * AMOUNT_STEP).tolist():
                if 0 < after < step.before:
                    yield Step(step.lever, step.before, after, 1 - after / step.before)


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _within(name: str, value: float | None) -> bool:
    if value is None or name == SETTLED_DEBT:
        return True
    low, high = FIELDS[name].minimum, FIELDS[name].maximum
    return (low is None or value >= low) and (high is None or value <= high)
