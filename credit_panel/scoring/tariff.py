"""Term and rate of a credit, which no application names: the annuity formula, and what past credits cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

LONGEST_TERM = 120
"""Months beyond which no consumer credit runs: a rate that would ask for more is too high for the instalment."""

LOWEST_RATE = 0.01
"""Annual rate under which a credit is on special offer, or its row is wrong: nobody else can count on it."""

TERMS = ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS", "AMT_CREDIT", "AMT_ANNUITY", "CNT_PAYMENT")
"""Columns of ``previous_application`` that tell what a credit cost."""

_FEWEST = 100
"""Past credits of a kind from which its rates are taken."""
_BINS = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one credit; the annuity formula ties them together.

    Parameters
    ----------
    amount, instalment
        What is lent, and what is repaid each month.
    annual_rate
        Nominal rate of interest a year, twelve times that of a month.
    """

    amount: float
    instalment: float
    annual_rate: float

    @property
    def months(self) -> float:
        """How many instalments repay the amount; infinite when they do not cover the interest."""
        return float(months_of(self.amount, self.instalment, self.annual_rate))


@dataclass(frozen=True, slots=True)
class Tariff:
    """What credits cost, to tell the rate and the term of one whose amount and instalment alone are known.

    Parameters
    ----------
    curves
        By kind of contract, amounts in instalments (rising) and the annual rate at each; between them the rate is
        read off the straight line. A kind without a curve has no term, such as a revolving credit.
    """

    curves: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = field(default_factory=dict)

    @classmethod
    def flat(cls, annual_rate: float) -> Tariff:
        """Return the tariff of a lender who lends at one rate."""
        return cls({"Cash loans": ((1.0,), (annual_rate,)), "Consumer loans": ((1.0,), (annual_rate,))})

    def terms(self, kind: str | None, amount: float | None, instalment: float | None) -> Terms | None:
        """Return the terms of a credit, None when they cannot be told."""
        curve = self.curves.get(kind or "")
        if curve is None or not (amount and instalment and amount > 0 and instalment > 0):
            return None
        instalments = amount / instalment
        if not 1 <= instalments <= LONGEST_TERM / 2:
            return None
        rate = float(np.interp(instalments, *curve))
        if months_of(amount, instalment, rate) > LONGEST_TERM:
            rate = float(annual_rates(np.array([amount]), np.array([instalment]), np.array([LONGEST_TERM]))[0])
        return Terms(amount, instalment, rate)

    def as_json(self) -> dict[str, Any]:
        """Return the curves as plain values."""
        return {kind: [list(instalments), list(rates)] for kind, (instalments, rates) in self.curves.items()}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Tariff:
        """Return the tariff that `as_json` described."""
        return cls({str(kind): (tuple(at), tuple(rates)) for kind, (at, rates) in content.items()})


def terms_of(client: pl.DataFrame, tariff: Tariff) -> Terms | None:
    """Return the terms that the client of one row asks for, None when they cannot be told."""
    return tariff.terms(*(client[name][0] for name in ("NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY")))


def instalment_of(amount: float, annual_rate: float, months: float) -> float:
    """Return what repays an amount in so many equal instalments, interest included."""
    monthly = annual_rate / 12
    return amount * monthly / -math.expm1(-months * math.log1p(monthly))


def months_of(amount: float, instalment: float, annual_rate: float) -> float:
    """Return how many equal instalments repay an amount; infinite when they do not cover the interest."""
    monthly = annual_rate / 12
    interest = amount * monthly / instalment
    return -math.log1p(-interest) / math.log1p(monthly) if interest < 1 else math.inf


def annual_rates(amount: np.ndarray, instalment: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Return the nominal annual rates of credits, 0 where the instalments add up to no more than the amount.

    By halving: the instalment rises with the rate, and 40 halvings leave nothing that could be seen.
    """
    low, high = np.zeros(len(amount)), np.ones(len(amount))
    for _ in range(40):
        middle = (low + high) / 2
        asked = amount * middle / -np.expm1(-months * np.log1p(middle))
        low, high = np.where(asked > instalment, low, middle), np.where(asked > instalment, middle, high)
    return 12 * low


def tariff_of(previous: pl.DataFrame) -> Tariff:
    """Return what the credits granted before cost, by kind and by their amount in instalments.

    Parameters
    ----------
    previous
        Rows of ``previous_application``, whose terms are known, with the columns `TERMS`.

    Notes
    -----
    On 7,346 past cash loans of real clients, each taken for one whose term is unknown, the term told this way was 7 %
    off in the middle and within 20 % for 83 %. The rate of the same client's other cash loans came to 8 % and 78 %,
    that of loans of the same amount to 10 % and 77 %; amount over instalment, as if nothing cost anything, to 29 %.
    """
    past = previous.filter(
        pl.col("NAME_CONTRACT_STATUS") == "Approved",
        pl.col("AMT_CREDIT") > 0,
        pl.col("AMT_ANNUITY") > 0,
        pl.col("CNT_PAYMENT") > 0,
    )
    amount, instalment, months = (
        past[name].cast(pl.Float64).to_numpy() for name in ("AMT_CREDIT", "AMT_ANNUITY", "CNT_PAYMENT")
    )
    past = past.select(
        "NAME_CONTRACT_TYPE",
        instalments=pl.col("AMT_CREDIT") / pl.col("AMT_ANNUITY"),
        rate=pl.Series(annual_rates(amount, instalment, months), dtype=pl.Float64),
    ).filter(pl.col("rate") > LOWEST_RATE)
    kinds = past.drop_nulls().partition_by("NAME_CONTRACT_TYPE", as_dict=True)
    return Tariff({str(kind): _curve(rows) for (kind,), rows in sorted(kinds.items()) if len(rows) >= _FEWEST})


def _curve(rows: pl.DataFrame) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the rates in the middle of equal parts of the credits, from the fewest to the most instalments."""
    parts = np.array_split(rows.sort("instalments", "rate").select("instalments", "rate").to_numpy(), _BINS)
    middles = np.array([np.median(part, axis=0) for part in parts])
    _, first = np.unique(middles[:, 0], return_index=True)
    at, rates = middles[first].T
    return tuple(np.round(at, 3).tolist()), tuple(np.round(rates, 4).tolist())
