"""The life of the lender's own loans: monthly states (POS_CASH_balance) and instalments (installments_payments)."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.rows import LONG_AGO_MONTHS, happens, mixed, repeated

CARD_PAYMENTS = 0.667
"""Chance that a card's payment is the last one of its month."""

OVERPAID = 0.1
"""Chance that the last instalment of a loan that ends early is paid with more than it asks for."""


def granted(previous: pl.DataFrame, share: float, rng: np.random.Generator) -> pl.DataFrame:
    """Return the granted cash and consumer loans of `previous` that have a first instalment behind them."""
    taken = previous.filter(
        (pl.col("NAME_CONTRACT_STATUS") == "Approved")
        & (pl.col("NAME_CONTRACT_TYPE") != "Revolving loans")
        & (pl.col("DAYS_FIRST_DUE") < 0)
        & (pl.col("CNT_PAYMENT") > 0)
    )
    return taken.filter(happens(share, len(taken), rng))


def pos_cash_balance(previous: pl.DataFrame, borrowers: Borrowers, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row per month of each granted loan, from the month it was signed to the month it ended.

    Parameters
    ----------
    previous
        The rows of `previous_application` of these clients.
    borrowers
        The clients.
    rng
        Source of randomness.
    """
    loans = granted(previous, 0.97, rng)
    signed = np.round(loans["DAYS_DECISION"].to_numpy() / DAYS_A_MONTH).astype(np.int64).clip(-LONG_AGO_MONTHS, -1)
    end_days = loans["DAYS_TERMINATION"].to_numpy()
    finished = end_days < 0
    end = np.where(finished, np.ceil(end_days / DAYS_A_MONTH), -1).astype(np.int64)
    end = np.maximum(np.minimum(end, -1), signed)
    owner, month = repeated(end - signed + 1)
    term = loans["CNT_PAYMENT"].to_numpy().astype(np.int64)
    paid_off = finished[owner] & (month == (end - signed)[owner])
    # Two loans in three keep their term; an early end shortens it in the last rows.
    lived = (end - signed).clip(1)
    shortened = finished & (lived < term) & happens(0.85, len(term), rng)
    near_end = month >= (lived - 1)[owner]
    instalments = np.where(shortened[owner] & near_end, np.minimum(lived, term)[owner], term[owner])
    left = np.where(paid_off | (shortened[owner] & near_end), 0, (term[owner] - month).clip(0))
    place = np.searchsorted(borrowers.ids, loans["SK_ID_CURR"].to_numpy())
    risk = borrowers.trouble(0.75, rng)[place]
    late, counted = _days_late(owner, month, risk, rng)
    status = np.where(paid_off, 1, np.where((month == 0) & happens(0.08, len(owner), rng), 2, 0))
    unknown = happens(0.0026, len(owner), rng)
    return pl.DataFrame(
        {
            "SK_ID_PREV": loans["SK_ID_PREV"].to_numpy()[owner],
            "SK_ID_CURR": loans["SK_ID_CURR"].to_numpy()[owner],
            "MONTHS_BALANCE": signed[owner] + month,
            "CNT_INSTALMENT": np.where(unknown, np.nan, instalments),
            "CNT_INSTALMENT_FUTURE": np.where(unknown, np.nan, left),
            "NAME_CONTRACT_STATUS": pl.Series(["Active", "Completed", "Signed"]).gather(status),
            "SK_DPD": late,
            "SK_DPD_DEF": counted,
        },
        nan_to_null=True,
    )


def _days_late(owner: Any, month: Any, risk: Any, rng: np.random.Generator) -> tuple[Any, Any]:
    """Return the days past due of each month: short spells, and a few loans never made good."""
    chance = np.minimum(0.010 * np.exp(0.5 * risk - 0.13), 0.5)
    spell = happens(chance[owner], len(owner), rng)
    late = np.where(spell, np.ceil(np.exp(rng.normal(2.2, 0.9, len(owner)))), 0).clip(0, 90)
    given_up = happens(np.minimum(0.006 * np.exp(0.6 * risk - 0.18), 0.2), len(risk), rng)
    since = rng.integers(2, 30, len(risk))
    dragging = given_up[owner] & (month >= since[owner])
    dragged = 30 * (month - since[owner]) + 20
    counted = np.where(
        dragging & happens(0.15, len(owner), rng), dragged, np.where(happens(0.6, len(owner), rng), late, 0)
    )
    return np.where(dragging, dragged, late).astype(np.int64), counted.astype(np.int64)


def installments_payments(
    previous: pl.DataFrame, cards: pl.DataFrame, borrowers: Borrowers, rng: np.random.Generator
) -> pl.DataFrame:
    """Return one row per payment of each instalment that has fallen due, of loans and of cards.

    Parameters
    ----------
    previous
        The rows of `previous_application` of these clients.
    cards
        The rows of `credit_card_balance` of these clients.
    borrowers
        The clients.
    rng
        Source of randomness.
    """
    loans = granted(previous, 0.985, rng)
    first = loans["DAYS_FIRST_DUE"].to_numpy()
    last = np.where(loans["DAYS_LAST_DUE"].to_numpy() < 0, loans["DAYS_LAST_DUE"].to_numpy(), -1)
    due = np.maximum(np.minimum((last - first) // 30 + 1, loans["CNT_PAYMENT"].to_numpy()), 1)
    owner, number = repeated(due)
    early_end = (loans["DAYS_LAST_DUE"].to_numpy() < 0) & (due < loans["CNT_PAYMENT"].to_numpy() - 0.5)
    final = early_end[owner] & (number == (due - 1)[owner])
    amount = loans["AMT_ANNUITY"].to_numpy()[owner]
    left = loans["CNT_PAYMENT"].to_numpy()[owner] - number
    amount = np.where(final, amount * np.minimum(left, 60) * 0.85, amount)
    paid = cards.filter(pl.col("AMT_PAYMENT_CURRENT") > 0)
    # A card's month is settled in one payment or a few, most of it in one; each is an instalment of its own.
    month, part = repeated(rng.geometric(CARD_PAYMENTS, len(paid)))
    weight = np.exp(2.2 * rng.standard_normal(len(month)))
    weight /= np.bincount(month, weight, len(paid))[month]
    paid = paid[month]
    table = {
        "SK_ID_PREV": np.concatenate([loans["SK_ID_PREV"].to_numpy()[owner], paid["SK_ID_PREV"].to_numpy()]),
        "SK_ID_CURR": np.concatenate([loans["SK_ID_CURR"].to_numpy()[owner], paid["SK_ID_CURR"].to_numpy()]),
        "VERSION": np.concatenate([np.where(final, 2.0, 1.0), np.zeros(len(paid))]),
        "NUMBER": np.concatenate(
            [
                number + 1,
                paid["CNT_INSTALMENT_MATURE_CUM"].fill_null(0).to_numpy() * 2 + part + 1,
            ]
        ),
        "DUE": np.concatenate(
            [
                first[owner] + 30 * number,
                paid["MONTHS_BALANCE"].to_numpy() * DAYS_A_MONTH + 12 - 11 * part,
            ]
        ),
        "AMOUNT": np.concatenate([amount, paid["AMT_PAYMENT_CURRENT"].to_numpy() * weight]),
    }
    return _payments(pl.DataFrame(table).sort("SK_ID_CURR", maintain_order=True), borrowers, rng)


def _payments(due: pl.DataFrame, borrowers: Borrowers, rng: np.random.Generator) -> pl.DataFrame:
    """Return when and how much was paid; one instalment in seventeen is paid in two parts."""
    place = np.searchsorted(borrowers.ids, due["SK_ID_CURR"].to_numpy())
    risk = borrowers.trouble(0.8, rng)
    habit = mixed(place, len(borrowers), 0.75, rng)
    # The median client pays six days early; one payment in eleven is late, more often a risky client's.
    shifted = (habit + np.float32(0.45) * risk[place]) / np.float32(np.sqrt(1 + 0.45**2))
    late = np.interp(
        shifted,
        [-3.3, -2.33, -1.64, -1.28, -0.67, 0.0, 0.67, 1.33, 1.5, 1.64, 2.33, 3.09, 4.0],
        [-120, -54, -31, -26, -14, -6, 0, 0.49, 1.5, 3, 17, 45, 400],
    )
    halves = happens(np.where(late > 0, 0.16, 0.045), len(due), rng)
    rows = np.repeat(np.arange(len(due)), 1 + halves)
    second = np.concatenate([[False], rows[1:] == rows[:-1]])
    part = np.where(halves, 0.1 + 0.8 * rng.random(len(due)), 1.0)
    share = np.where(second, 1 - part[rows], part[rows])
    # Who pays back early at times pays more than the last instalment asks for.
    over = (due["VERSION"].to_numpy() > 1) & happens(OVERPAID, len(due), rng)
    share *= np.where(over, 1 + np.exp(rng.normal(-0.5, 1.2, len(due))).clip(0.03, 10), 1.0)[rows]
    days = np.minimum(np.round(due["DUE"].to_numpy()), -1)[rows]
    first = halves[rows] & ~second
    paid_on = np.minimum(days + np.round(late[rows]) - first * np.ceil(rng.exponential(8, len(rows))), -1)
    amount = np.round(due["AMOUNT"].to_numpy(), 3)[rows]
    lost = happens(0.0002, len(rows), rng)
    return pl.DataFrame(
        {
            "SK_ID_PREV": due["SK_ID_PREV"].to_numpy()[rows],
            "SK_ID_CURR": due["SK_ID_CURR"].to_numpy()[rows],
            "NUM_INSTALMENT_VERSION": due["VERSION"].to_numpy()[rows],
            "NUM_INSTALMENT_NUMBER": due["NUMBER"].to_numpy().astype(np.int64)[rows],
            "DAYS_INSTALMENT": days,
            "DAYS_ENTRY_PAYMENT": np.where(lost, np.nan, paid_on),
            "AMT_INSTALMENT": amount,
            "AMT_PAYMENT": np.where(lost, np.nan, np.round(amount * share, 3)),
        },
        nan_to_null=True,
    )
