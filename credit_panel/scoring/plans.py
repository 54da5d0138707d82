"""What an applicant can act on, in the steps that people use, and the runs of plans that a search goes through."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring.scenario import SETTLED_DEBT
from credit_panel.scoring.tariff import Tariff, Terms, instalment_of, terms_of

AMOUNT_STEP = 500
TERM_STEP = 6
DEBT_STEPS = 100
"""Equal shares that debts elsewhere are repaid in."""

LEAST_LEFT = 0.4
"""Share of the amount asked for that a smaller one is at least."""
MOST_INCOME = 1.2
"""Income that may be documented, relative to the one that was; the next full step counts."""
SHORTEST, LONGEST = 6, 60
"""Months between which a proposed term lies, about those of the archive's credits."""
SAME_TERM = 3.0
"""Months within which a term is about the one asked for, which is an estimate itself."""
MOST_CHANGES = 3

_PARTS = 8


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
        Amount of credit (`CHEAPER_GOODS`, `DOWN_PAYMENT`), term in months (the one before is an estimate), documented
        income, or share of the debts elsewhere that is repaid.
    cost
        Relative change.
    """

    lever: Lever
    before: float
    after: float
    cost: float


Plan = tuple[Step, ...]
"""Steps on different levers, taken together."""

Run = tuple[Sequence[Step], ...]
"""Plans on the same levers: one step of each sequence, in every combination; a sequence rises in cost."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the client asks for; None where it is unknown."""

    credit: float | None
    annuity: float | None
    price: float | None
    income: float | None
    owes: bool
    terms: Terms | None = None

    @classmethod
    def of(cls, client: pl.DataFrame, tariff: Tariff | None = None) -> Request:
        """Return what the client of one row of features asks for, its term and rate as far as the tariff tells."""
        row = client.row(0, named=True)
        owes = (row["bureau_debt_sum"] or 0) > 0
        terms = terms_of(client, tariff or Tariff())
        asked = row["AMT_CREDIT"], row["AMT_ANNUITY"], row["AMT_GOODS_PRICE"], row["AMT_INCOME_TOTAL"]
        return cls(*asked, owes, terms)

    def after(self, plan: Plan) -> dict[str, float | None]:
        """Return the fields after a plan; the instalment follows from amount, term and the rate of today."""
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
                    fields["AMT_ANNUITY"] = self._instalment(fields["AMT_CREDIT"], step.after)
                case Lever.INCOME:
                    fields["AMT_INCOME_TOTAL"] = step.after
                case Lever.SETTLED_DEBT:
                    fields[SETTLED_DEBT] = step.after
        return fields

    def _instalment(self, credit: float | None, months: float) -> float | None:
        if credit is None or self.terms is None:
            return None
        return instalment_of(credit, self.terms.annual_rate, months)


def runs(request: Request) -> Iterator[Run]:
    """Yield every plan of at most three steps on different levers; the amount changes in one way only.

    Along a run each feature of the client moves one way, whichever sequence moves on: towards a smaller amount, more
    income and less debt. A longer term and a shorter one move features both ways, so each term has runs of its own.
    """
    amounts = [_amounts(request, Lever.DOWN_PAYMENT)]
    if request.price:
        amounts.append(_amounts(request, Lever.CHEAPER_GOODS))
    levers = [amounts, [[step] for step in _terms(request)], [_incomes(request)], [_settlements(request)]]
    choices = [[steps for steps in lever if steps] for lever in levers]
    for size in range(1, MOST_CHANGES + 1):
        for chosen in itertools.combinations(choices, size):
            yield from itertools.product(*chosen)


def _amounts(request: Request, lever: Lever) -> list[Step]:
    credit = request.credit
    if not credit:
        return []
    most = np.ceil(credit / AMOUNT_STEP) * AMOUNT_STEP - AMOUNT_STEP
    values = _within_bounds("AMT_CREDIT", credit * LEAST_LEFT // AMOUNT_STEP * AMOUNT_STEP, most)
    return [Step(lever, credit, after, 1 - after / credit) for after in reversed(values)]


def _terms(request: Request) -> list[Step]:
    if request.terms is None:
        return []
    before = request.terms.months
    terms = (float(term) for term in range(SHORTEST, LONGEST + 1, TERM_STEP) if abs(term - before) > SAME_TERM)
    return [Step(Lever.TERM, before, term, abs(term / before - 1)) for term in terms]


def _incomes(request: Request) -> list[Step]:
    income = request.income
    if not income:
        return []
    most = np.ceil(income * MOST_INCOME / AMOUNT_STEP) * AMOUNT_STEP
    values = _within_bounds("AMT_INCOME_TOTAL", income // AMOUNT_STEP * AMOUNT_STEP + AMOUNT_STEP, most)
    return [Step(Lever.INCOME, income, after, after / income - 1) for after in values]


def _within_bounds(name: str, least: float, most: float) -> list[float]:
    """Return the amounts between two, by `AMOUNT_STEP`, that an application may have: a table holds any number."""
    low, high = FIELDS[name].minimum, FIELDS[name].maximum
    first = least if low is None else max(least, low)
    last = most if high is None else min(most, high)
    return np.arange(first, last + 1, AMOUNT_STEP).tolist()


def _settlements(request: Request) -> list[Step]:
    shares = (part / DEBT_STEPS for part in range(1, DEBT_STEPS + 1)) if request.owes else ()
    return [Step(Lever.SETTLED_DEBT, 0.0, share, share) for share in shares]


def cost(plan: Plan) -> float:
    """Return the sum of the relative changes of a plan."""
    return sum(step.cost for step in plan)


def ends(run: Run) -> tuple[Plan, Plan]:
    """Return the plan of a run that changes least, and the one that changes most."""
    return tuple(steps[0] for steps in run), tuple(steps[-1] for steps in run)


def split(run: Run) -> Iterator[Run]:
    """Yield a few runs that hold the plans of one, parted along its widest sequence; none when it is a single plan."""
    widest = max(range(len(run)), key=lambda i: run[i][-1].cost - run[i][0].cost)
    steps = run[widest]
    if len(steps) == 1:
        return
    size = -(-len(steps) // _PARTS)
    for first in range(0, len(steps), size):
        yield (*run[:widest], steps[first : first + size], *run[widest + 1 :])


def allowed(fields: dict[str, float | None]) -> bool:
    """Tell whether the fields after a plan keep to the bounds of an application."""
    return all(_within(name, value) for name, value in fields.items())


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _within(name: str, value: float | None) -> bool:
    if value is None or name == SETTLED_DEBT:
        return True
    low, high = FIELDS[name].minimum, FIELDS[name].maximum
    return (low is None or value >= low) and (high is None or value <= high)
