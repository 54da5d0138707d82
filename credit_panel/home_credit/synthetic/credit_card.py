"""The monthly states of the lender's credit cards (credit_card_balance)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.card_life import CardMonths, Months, live
from credit_panel.home_credit.synthetic.profile import Floats
from credit_panel.home_credit.synthetic.rows import LONG_AGO_MONTHS, Index, blank, happens, repeated

ONLY_CASH, CASH_AND_SHOPS = 0.5, 0.28
"""Shares of the cards that are used at machines alone, and at machines and in shops."""


def credit_card_balance(
    profile: Mapping[str, Any], previous: pl.DataFrame, borrowers: Borrowers, rng: np.random.Generator
) -> pl.DataFrame:
    """Return one row per month of each granted card, from its opening to the month before the application.

    Parameters
    ----------
    profile
        The ``cards`` part of the history profile.
    previous
        The rows of `previous_application` of these clients.
    borrowers
        The clients.
    rng
        Source of randomness.
    """
    cards = previous.filter(
        (pl.col("NAME_CONTRACT_STATUS") == "Approved") & (pl.col("NAME_CONTRACT_TYPE") == "Revolving loans")
    )
    cards = cards.filter(happens(0.96, len(cards), rng))
    opened = np.floor(cards["DAYS_DECISION"].to_numpy() / DAYS_A_MONTH).astype(np.int64).clip(-LONG_AGO_MONTHS, -1)
    place = np.searchsorted(borrowers.ids, cards["SK_ID_CURR"].to_numpy())
    risk = borrowers.trouble(0.98, rng)[place]
    life = live(profile, -opened, risk, rng)
    owner, month = repeated(-opened)
    at = (owner, month)
    size = len(owner)
    unused = (month < life.first_use[owner]) & happens(NEVER_USED_BEFORE, len(cards), rng)[owner]
    silent = (life.due[at] == 0) & happens(0.115, size, rng)
    paid = np.round(life.paid[at], 3)
    days_late, tolerated = _days_late(life, owner, month, risk, rng)
    balance = np.round(life.balance[at], 3)
    receivable = np.where((balance == 0) & ~unused & happens(0.065, size, rng), -np.round(paid + 90, 3), balance)
    principal = np.where(life.fee[at], 0.0, np.round(balance * (0.956 + 0.012 * rng.standard_normal(size)), 3))
    done = (month >= life.left[owner]) & (life.limit[at] == 0) & happens(0.15, len(cards), rng)[owner]
    return pl.DataFrame(
        {
            "SK_ID_PREV": cards["SK_ID_PREV"].to_numpy()[owner],
            "SK_ID_CURR": cards["SK_ID_CURR"].to_numpy()[owner],
            "MONTHS_BALANCE": opened[owner] + month,
            "AMT_BALANCE": balance,
            "AMT_CREDIT_LIMIT_ACTUAL": life.limit[at].astype(np.int64),
            **_drawings(np.round(life.drawn[at], 3), unused, owner, len(cards), rng),
            "AMT_INST_MIN_REGULARITY": blank(np.round(life.due[at], 3), silent),
            "AMT_PAYMENT_CURRENT": _payment_made(profile["small_payment"], paid, unused, rng),
            "AMT_PAYMENT_TOTAL_CURRENT": paid,
            "AMT_RECEIVABLE_PRINCIPAL": principal,
            "AMT_RECIVABLE": receivable,
            "AMT_TOTAL_RECEIVABLE": receivable,
            "CNT_INSTALMENT_MATURE_CUM": blank(_instalments(life, owner, month, unused, opened, rng), silent),
            "NAME_CONTRACT_STATUS": pl.Series(["Active", "Completed"]).gather(done.astype(np.int64)),
            "SK_DPD": days_late,
            "SK_DPD_DEF": tolerated,
        },
        nan_to_null=True,
    ).select(COLUMNS)


NEVER_USED_BEFORE = 0.74
"""Share of the cards without a drawing whose drawings are missing: the others were used before the records begin."""

COLUMNS = (
    "SK_ID_PREV", "SK_ID_CURR", "MONTHS_BALANCE", "AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL", "AMT_DRAWINGS_ATM_CURRENT",
    "AMT_DRAWINGS_CURRENT", "AMT_DRAWINGS_OTHER_CURRENT", "AMT_DRAWINGS_POS_CURRENT", "AMT_INST_MIN_REGULARITY",
    "AMT_PAYMENT_CURRENT", "AMT_PAYMENT_TOTAL_CURRENT", "AMT_RECEIVABLE_PRINCIPAL", "AMT_RECIVABLE",
    "AMT_TOTAL_RECEIVABLE", "CNT_DRAWINGS_ATM_CURRENT", "CNT_DRAWINGS_CURRENT", "CNT_DRAWINGS_OTHER_CURRENT",
    "CNT_DRAWINGS_POS_CURRENT", "CNT_INSTALMENT_MATURE_CUM", "NAME_CONTRACT_STATUS", "SK_DPD", "SK_DPD_DEF",
)  # fmt: skip
"""The columns of the archive's table, in its order."""


def _drawings(
    drawn: Months, unused: NDArray[np.bool_], owner: Index, cards: int, rng: np.random.Generator
) -> dict[str, Any]:
    """Return amounts and counts of drawings: at machines in multiples of 450, in shops, and otherwise."""
    size = len(drawn)
    kind = rng.random(cards)[owner]
    both = (kind >= ONLY_CASH) & (kind < ONLY_CASH + CASH_AND_SHOPS)
    part = np.where(both, np.clip(1.6 * rng.random(size) - 0.1, 0, 1), np.where(kind < ONLY_CASH, 1.0, 0.0))
    other = (drawn > 0) & happens(0.015, size, rng)
    cash = np.where(other, 0.0, np.floor(drawn * part / 450) * 450)
    at_machines = np.where(part == 1, np.maximum(np.round(drawn / 450) * 450, 450) * (drawn > 0) * ~other, cash)
    in_shops = np.where(other | (part == 1), 0.0, np.round(drawn - at_machines, 3))
    otherwise = np.where(other, drawn, 0.0)
    machines = np.where(at_machines > 0, rng.geometric(0.45, size), 0)
    shops = np.where(in_shops > 0, np.maximum(np.round(np.exp(rng.normal(1.1, 1.2, size))), 1), 0).astype(np.int64)
    return {
        "AMT_DRAWINGS_ATM_CURRENT": blank(at_machines, unused),
        "AMT_DRAWINGS_CURRENT": np.round(at_machines + in_shops + otherwise, 3),
        "AMT_DRAWINGS_OTHER_CURRENT": blank(otherwise, unused),
        "AMT_DRAWINGS_POS_CURRENT": blank(in_shops, unused),
        "CNT_DRAWINGS_ATM_CURRENT": blank(machines, unused),
        "CNT_DRAWINGS_CURRENT": machines + shops + (otherwise > 0),
        "CNT_DRAWINGS_OTHER_CURRENT": blank(otherwise > 0, unused),
        "CNT_DRAWINGS_POS_CURRENT": blank(shops, unused),
    }


def _payment_made(
    small: Mapping[str, Any], paid: Months, unused: NDArray[np.bool_], rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return what was paid, which in the archive is a small amount where nothing was paid in all."""
    size = len(paid)
    little = np.where(happens(0.84, size, rng), np.interp(rng.standard_normal(size), small["z"], small["v"]), 0.0)
    return blank(np.where(paid > 0, paid, np.round(little, 3)), unused | happens(0.012, size, rng))


def _instalments(
    life: CardMonths, owner: Index, month: Index, unused: NDArray[np.bool_], opened: Index, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return how many instalments of its card were due up to each row, those before the records included."""
    counted = np.cumsum(life.due > 0, axis=1)[owner, month]
    earlier = (month < life.first_use[owner]) | (opened == -LONG_AGO_MONTHS)[owner]
    before = rng.geometric(0.035, len(life.due))[owner]
    return np.where(unused, 0, counted + np.where(earlier, before, 1))


def _days_late(
    life: CardMonths, owner: Index, month: Index, risk: Floats, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the days past due, and those above what is tolerated.

    Most are one day, on a third of the cards in use; a few cards are never paid again.
    """
    cards, size = len(risk), len(owner)
    careless = happens(np.minimum(0.38 * np.exp(0.2 * risk), 0.9), cards, rng)
    late = careless[owner] & (life.due[owner, month] > 0) & happens(0.2, size, rng)
    days = np.where(late, np.where(happens(0.9, size, rng), 1, np.ceil(rng.exponential(9, size))), 0)
    used = life.first_use < life.limit.shape[1]
    given_up = used & happens(np.minimum(0.014 * np.exp(0.5 * risk), 0.3), cards, rng)
    since = rng.integers(4, 50, cards)
    dragging = given_up[owner] & (month >= since[owner])
    counted = np.where(late & happens(0.6, size, rng), days, 0)
    days = np.where(dragging, 30 * (month - since[owner]) + 15, days)
    return days.astype(np.int64), np.where(dragging, 0, counted).astype(np.int64)
