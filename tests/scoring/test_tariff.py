"""The annuity formula ties amount, instalment, term and rate; a tariff tells the two that an application lacks."""

from __future__ import annotations

import math
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.tariff import (
    LONGEST_TERM,
    TERMS,
    Tariff,
    Terms,
    annual_rates,
    instalment_of,
    months_of,
    tariff_of,
    terms_of,
)


@given(st.floats(1e3, 1e7), st.floats(0.01, 1.5), st.floats(2, 120))
def test_the_formula_comes_back_from_every_side(amount: float, rate: float, months: float) -> None:
    instalment = instalment_of(amount, rate, months)
    assert instalment > amount / months
    found = annual_rates(np.array([amount]), np.array([instalment]), np.array([months]))[0]
    assert found == pytest.approx(rate, rel=1e-4)
    if rate / 12 * amount < instalment * (1 - 1e-9):
        assert months_of(amount, instalment, rate) == pytest.approx(months, rel=1e-3)


def test_a_repayment_by_hand() -> None:
    """1,000 at 12 % a year, so 1 % a month, over three months: the debt is gone after the third instalment."""
    left = 1_000.0
    instalment = instalment_of(left, 0.12, 3)
    for _ in range(3):
        left = left * 1.01 - instalment
    assert left == pytest.approx(0, abs=1e-9)


def test_an_instalment_under_the_interest_never_repays() -> None:
    assert months_of(10_000, 100, 0.24) == math.inf
    assert Terms(10_000, 100, 0.24).months == math.inf
    assert annual_rates(np.array([1_000.0]), np.array([80.0]), np.array([12.0]))[0] == 0


def test_what_cannot_be_told_is_not() -> None:
    tariff = Tariff.flat(0.3)
    assert tariff.terms("Cash loans", 100_000, 8_000) is not None
    for asked in [
        ("Revolving loans", 100_000, 5_000),
        (None, 1e5, 5e3),
        ("Cash loans", None, 5e3),
        ("Cash loans", 1e5, 0),
    ]:
        assert tariff.terms(*asked) is None
    assert Tariff().terms("Cash loans", 100_000, 8_000) is None


@given(st.floats(1.01, LONGEST_TERM / 2))
def test_no_credit_is_free_or_endless(instalments: float) -> None:
    for tariff in (Tariff.flat(0.3), Tariff({"Cash loans": ((6.0, 30.0), (0.6, 0.25))})):
        terms = tariff.terms("Cash loans", 100_000.0, 100_000.0 / instalments)
        assert terms is not None
        assert terms.annual_rate > 0
        assert instalments < terms.months <= LONGEST_TERM * (1 + 1e-6)


def test_a_portfolio_keeps_what_its_past_credits_cost(served: ServedModel) -> None:
    tariff = served.tariff
    assert Tariff.from_json(tariff.as_json()) == tariff
    rows = served.portfolio.select(None, ("NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY"))
    told = [terms for i in range(500) if (terms := terms_of(rows[i], tariff)) is not None]
    assert len(told) > 300
    assert all(0.01 < terms.annual_rate < 1 and terms.months > terms.amount / terms.instalment for terms in told)


def test_terms_of_real_credits_come_out_near_the_true_ones(real_data: Path, tmp_path: Path) -> None:
    """Learnt on one half of the clients and told for the other, whose terms are known."""
    with zipfile.ZipFile(real_data / "home-credit-sample.zip") as archive:
        archive.extractall(tmp_path)
    with read_tables(tmp_path) as tables:
        previous = tables.get("previous_application")
        assert previous is not None
        past = tables.collect(previous.select("SK_ID_CURR", *TERMS))
    tariff = tariff_of(past.filter(pl.col("SK_ID_CURR") % 2 == 0))
    known = past.filter(
        pl.col("SK_ID_CURR") % 2 == 1,
        pl.col("NAME_CONTRACT_TYPE") == "Cash loans",
        pl.col("NAME_CONTRACT_STATUS") == "Approved",
        pl.col("CNT_PAYMENT") > 0,
        pl.col("AMT_CREDIT") > 0,
        pl.col("AMT_ANNUITY") > 0,
    )
    off = [
        abs(terms.months / months - 1)
        for amount, instalment, months in known.select("AMT_CREDIT", "AMT_ANNUITY", "CNT_PAYMENT").iter_rows()
        if (terms := tariff.terms("Cash loans", amount, instalment)) is not None
    ]
    print(f"{len(off)} past cash loans: the term is {np.median(off):.1%} off in the middle")
    assert len(off) > 3_000
    assert np.median(off) < 0.08
    assert np.mean(np.array(off) < 0.2) > 0.8
