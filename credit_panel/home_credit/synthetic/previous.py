"""Earlier applications with the lender (previous_application), and the dates of those that were granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.columns import AMOUNT_UNIT
from credit_panel.home_credit.synthetic.profile import Floats
from credit_panel.home_credit.synthetic.rows import (
    Index,
    blank,
    by_kind,
    draw_kinds,
    drawn_value,
    happens,
    labels_by_kind,
    mixed,
    repeated,
    tilted,
)

NO_DATE = 365243.0
"""How the archive writes a date that does not exist (yet)."""

FIRST_GRANTED = 0.96
"""Share of clients whose first application was a granted loan."""

MORE_CARDS = 1.3
"""A client holds one card at most: drawn more often, second ones are then put aside."""

OLD_CARDS = 0.125
"""Share of cards as old as the archive's records (96 months)."""

LARGER_LONGER, LONGER_DEARER = 0.6, 1.1
"""How much the term follows the amount, and the cost the term: a correlation of c is c / sqrt(1 - c²)."""

STATUS_SLOPES = {"Refused": 0.55, "Canceled": 0.08, "Approved": -0.16, "Unused offer": 0.1}
PRODUCT_SLOPES = {"high": 0.22, "low": -0.15, "Card Street": 0.2, "industry": -0.25, "without": -0.2, "mobile": 0.12}
"""Log-odds of an earlier application's outcome and product per standard deviation of risk."""

LABELS = (
    "NAME_PAYMENT_TYPE", "CODE_REJECT_REASON", "NAME_TYPE_SUITE", "NAME_CLIENT_TYPE", "NAME_GOODS_CATEGORY",
    "NAME_PORTFOLIO", "NAME_PRODUCT_TYPE", "CHANNEL_TYPE", "NAME_YIELD_GROUP", "NAME_CASH_LOAN_PURPOSE",
)  # fmt: skip

KEPT = ("SK_ID_PREV", "SK_ID_CURR", "NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS", "AMT_ANNUITY", "AMT_CREDIT",
        "CNT_PAYMENT", "DAYS_DECISION", "DAYS_FIRST_DUE", "DAYS_LAST_DUE", "DAYS_TERMINATION")  # fmt: skip
"""Columns that the monthly tables need."""

COLUMNS = (
    "SK_ID_PREV", "SK_ID_CURR", "NAME_CONTRACT_TYPE", "AMT_ANNUITY", "AMT_APPLICATION", "AMT_CREDIT",
    "AMT_DOWN_PAYMENT", "AMT_GOODS_PRICE", "WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START",
    "FLAG_LAST_APPL_PER_CONTRACT",
    "NFLAG_LAST_APPL_IN_DAY", "RATE_DOWN_PAYMENT", "RATE_INTEREST_PRIMARY", "RATE_INTEREST_PRIVILEGED",
    "NAME_CASH_LOAN_PURPOSE", "NAME_CONTRACT_STATUS", "DAYS_DECISION", "NAME_PAYMENT_TYPE", "CODE_REJECT_REASON",
    "NAME_TYPE_SUITE", "NAME_CLIENT_TYPE", "NAME_GOODS_CATEGORY", "NAME_PORTFOLIO", "NAME_PRODUCT_TYPE", "CHANNEL_TYPE",
    "SELLERPLACE_AREA", "NAME_SELLER_INDUSTRY", "CNT_PAYMENT", "NAME_YIELD_GROUP", "PRODUCT_COMBINATION",
    "DAYS_FIRST_DRAWING", "DAYS_FIRST_DUE", "DAYS_LAST_DUE_1ST_VERSION", "DAYS_LAST_DUE", "DAYS_TERMINATION",
    "NFLAG_INSURED_ON_APPROVAL",
)  # fmt: skip


def _slope(kind: Mapping[str, Any]) -> float:
    product = str(kind["PRODUCT_COMBINATION"])
    return STATUS_SLOPES[kind["NAME_CONTRACT_STATUS"]] + sum(
        slope for word, slope in PRODUCT_SLOPES.items() if word in product
    )


def _kinds(
    table: Any, owner: Index, first: NDArray[np.bool_], risk: Floats, rng: np.random.Generator
) -> NDArray[np.int16]:
    """Draw the kind of each application; a client's first one was a granted loan, else there were no others.

    The other applications take what the first ones leave of each kind's share.
    """
    shares = np.array([kind["share"] for kind in table])
    slopes = [_slope(kind) for kind in table]
    loan = [k["NAME_CONTRACT_STATUS"] == "Approved" and k["NAME_CONTRACT_TYPE"] != "Revolving loans" for k in table]
    opening = np.where(loan, shares, 0.0)
    opening = FIRST_GRANTED * opening / opening.sum() + (1 - FIRST_GRANTED) * shares
    later = np.maximum(shares - first.mean() * opening, 1e-5) / (1 - first.mean())
    kinds = np.zeros(len(first), dtype=np.int16)
    kinds[first] = draw_kinds(opening, slopes, risk[first], rng)
    card = np.array([k["NAME_CONTRACT_STATUS"] == "Approved" and not one for k, one in zip(table, loan, strict=True)])
    kinds[~first] = draw_kinds(np.where(card, MORE_CARDS, 1) * later, slopes, risk[~first], rng)
    granted = np.flatnonzero(card[kinds])
    second = granted[1:][owner[granted[1:]] == owner[granted[:-1]]]
    kinds[second] = draw_kinds(np.where(card, 1e-6, later), slopes, risk[second], rng)
    return kinds


def previous_application(
    profile: Mapping[str, Any], borrowers: Borrowers, first_id: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Return the earlier applications of some clients.

    Parameters
    ----------
    profile
        The ``previous`` part of the history profile.
    borrowers
        The clients.
    first_id
        SK_ID_PREV of the first row.
    rng
        Source of randomness.
    """
    risk = borrowers.trouble(0.8, rng)
    # Frequent applicants are refused more often: their count follows the same risk a little.
    frequent = np.float32(0.12) * risk + np.float32(0.993) * rng.standard_normal(len(borrowers), dtype=np.float32)
    none = np.where(borrowers.is_test, profile["counts"]["test"]["none"], profile["counts"]["train"]["none"])
    counts = np.where(happens(none, len(borrowers), rng), 0, borrowers.rows(profile["counts"], frequent, rng))
    owner, place = repeated(counts)
    size = len(owner)
    table = profile["kinds"]
    kinds = _kinds(table, owner, place == 0, risk[owner], rng)

    def latent(shared: float = 0.25, slope: float = 0.0) -> Floats:
        drawn = mixed(owner, len(borrowers), shared, rng)
        return tilted(drawn, risk[owner], slope) if slope else drawn

    def value(name: str, shared: float = 0.25, slope: float = 0.0) -> Any:
        return by_kind(kinds, profile[name], latent(shared, slope))

    def chance(name: str) -> Any:
        return happens(np.array(profile[name])[kinds], size, rng)

    def of_kind(name: str) -> pl.Series:
        return pl.Series([kind[name] for kind in table], dtype=pl.String).gather(kinds.astype(np.int64))

    contract = of_kind("NAME_CONTRACT_TYPE")
    revolving = (contract == "Revolving loans").to_numpy()
    # Of one kind, a larger credit is paid back over a longer time, and a longer one costs more.
    since = latent(0.35, 0.25)
    large = tilted(latent(0.4, -0.1), since, 0.2)
    long = tilted(latent(0.25, 0.12), large, LARGER_LONGER)
    dear = tilted(latent(), long, LONGER_DEARER)
    application = np.maximum(np.round(by_kind(kinds, profile["application"], large) / AMOUNT_UNIT) * AMOUNT_UNIT, 0)
    granted = np.where(
        application > 0, application * np.nan_to_num(value("credit"), nan=1.0), np.nan_to_num(value("credit_unasked"))
    )
    credit = np.round(granted / AMOUNT_UNIT) * AMOUNT_UNIT
    term = blank(np.round(by_kind(kinds, profile["term"], long)), chance("term_missing"))
    term = np.where(term == 0, np.where(revolving | (credit == 0), 0, 6), term)
    load = np.nan_to_num(by_kind(kinds, profile["load"], dear), nan=1.2)
    monthly = np.where(term > 0, credit / np.maximum(term, 1) * load, credit * 0.05)
    rate = blank(value("down", 0.4, -0.2).clip(0, 0.9), chance("down_missing"))
    last = happens(profile["last_in_contract"], size, rng)
    decision = np.minimum(np.round(by_kind(kinds, profile["decision"], since)), -1).astype(np.int64)
    status = of_kind("NAME_CONTRACT_STATUS")
    old = revolving & (status == "Approved").to_numpy() & happens(OLD_CARDS, size, rng)
    decision = np.where(old, -rng.integers(2860, 2923, size), decision)
    decision = np.minimum(borrowers.old_enough(owner, decision, rng), -1).astype(np.int64)
    columns: dict[str, Any] = {
        "SK_ID_PREV": first_id + np.arange(size),
        "SK_ID_CURR": borrowers.ids[owner],
        "NAME_CONTRACT_TYPE": contract,
        "NAME_CONTRACT_STATUS": status,
        "PRODUCT_COMBINATION": of_kind("PRODUCT_COMBINATION"),
        "AMT_APPLICATION": application,
        "AMT_CREDIT": credit,
        "AMT_ANNUITY": blank(np.round(monthly, 3), np.isnan(term)),
        "CNT_PAYMENT": term,
        "AMT_GOODS_PRICE": blank(application, chance("goods_missing")),
        "RATE_DOWN_PAYMENT": rate,
        # The archive's rate counts the fee as well, 8.9 % on top.
        "AMT_DOWN_PAYMENT": np.round(rate / 1.089 * credit / (1 - rate / 1.089), 2),
        "DAYS_DECISION": decision,
        "HOUR_APPR_PROCESS_START": np.round(value("hour")).astype(np.int64),
        "SELLERPLACE_AREA": np.round(value("seller")).astype(np.int64),
        "NFLAG_LAST_APPL_IN_DAY": happens(profile["last_in_day"], size, rng).astype(np.int64),
        "FLAG_LAST_APPL_PER_CONTRACT": pl.Series(["N", "Y"]).gather(last.astype(np.int64)),
        "WEEKDAY_APPR_PROCESS_START": labels_by_kind(np.zeros(size, dtype=np.int16), [profile["weekday"]], rng),
    }  # fmt: skip
    columns |= {name: labels_by_kind(kinds, profile["labels"][name], rng) for name in LABELS}
    columns["NAME_SELLER_INDUSTRY"] = _industry(profile["industry"], columns["NAME_GOODS_CATEGORY"], rng)
    columns |= _interest(profile, size, rng)
    columns |= _dates(profile, value, columns, chance("due_missing"), chance("insured"), revolving, rng)
    return pl.DataFrame(columns, nan_to_null=True).select(COLUMNS)


def _industry(shares: Mapping[str, Mapping[str, float]], goods: pl.Series, rng: np.random.Generator) -> pl.Series:
    """Return the industry of the shop that sold these goods."""
    names = list(shares)
    codes = goods.replace_strict(names, list(range(len(names))), default=0, return_dtype=pl.Int16).to_numpy()
    return labels_by_kind(codes, list(shares.values()), rng)


def _interest(profile: Mapping[str, Any], size: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return the two rates that all but a few applications lack."""
    gone = happens(profile["interest_missing"], size, rng)
    names = {"RATE_INTEREST_PRIMARY": "interest", "RATE_INTEREST_PRIVILEGED": "privileged"}
    return {name: blank(drawn_value(profile[key], size, rng), gone) for name, key in names.items()}


def _dates(
    profile: Mapping[str, Any],
    value: Any,
    columns: Mapping[str, Any],
    gone: Any,
    insured: Any,
    revolving: Any,
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return the dates of granted credits: first and last instalment, planned and real, and the end."""
    decision, term = columns["DAYS_DECISION"].astype(float), np.nan_to_num(columns["CNT_PAYMENT"])
    size = len(decision)
    first = decision + np.round(np.nan_to_num(value("first_due"), nan=30.0))
    planned = first + 30 * np.maximum(term - 1, 0)
    last = np.maximum(planned + 30 * np.round(np.nan_to_num(value("early", 0.4))), first)
    ended = last + np.maximum(np.round(np.nan_to_num(value("ended_after"), nan=6.0)), 1)
    card_due, card_drawn = happens(profile["card_due_known"], size, rng), happens(profile["card_drawn"], size, rng)
    drawing = decision * (
        1 - np.interp(rng.standard_normal(size), profile["card_drawing"]["z"], profile["card_drawing"]["v"])
    )
    first = np.where((first >= 0) | (revolving & ~card_due), NO_DATE, first)
    running = revolving | (last >= 0)
    return {
        "DAYS_FIRST_DRAWING": blank(np.where(revolving & card_drawn, np.round(drawing), NO_DATE), gone),
        "DAYS_FIRST_DUE": blank(first, gone),
        "DAYS_LAST_DUE_1ST_VERSION": blank(np.where(revolving, NO_DATE, planned), gone),
        "DAYS_LAST_DUE": blank(np.where(running, NO_DATE, last), gone),
        "DAYS_TERMINATION": blank(np.where(running | (ended >= 0), NO_DATE, ended), gone),
        "NFLAG_INSURED_ON_APPROVAL": blank(insured, gone),
    }
