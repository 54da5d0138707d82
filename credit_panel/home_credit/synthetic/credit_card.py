"""The monthly states of the lender's credit cards (credit_card_balance)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.rows import blank, happens, repeated


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
    opened = np.floor(cards["DAYS_DECISION"].to_numpy() / DAYS_A_MONTH).astype(np.int64).clip(-96, -1)
    owner, month = repeated(-opened)
    size = len(owner)
    place = np.searchsorted(borrowers.ids, cards["SK_ID_CURR"].to_numpy())
    risk = borrowers.trouble(0.85, rng)[place]
    limits = np.array([float(limit) for limit in profile["limits"]])
    shares = np.cumsum(list(profile["limits"].values()))
    limit = limits[np.searchsorted(shares[:-1] / shares[-1], rng.random(len(cards)))]
    # A third of the cards are never used; the others run at a level of their own, higher for the risky.
    # Old cards have been used at some time.
    used = happens(1 / (1 + np.exp(-(0.1 + 0.5 * risk + 0.025 * -opened))), len(cards), rng)
    level = (risk + 1.0 * rng.standard_normal(len(cards))) / np.sqrt(2.0)
    begin = np.floor(rng.random(len(cards)) ** 3 * -opened).astype(np.int64)
    quits = happens(1 / (1 + np.exp(0.2 + 0.5 * risk)), len(cards), rng)
    quiet = np.where(quits, begin + rng.random(len(cards)) * (-opened - begin), -opened + 1).astype(np.int64)
    active = used[owner] & (month >= begin[owner]) & (month < np.maximum(quiet, begin + 3)[owner])
    # The balance is set anew in months with purchases, and melts in between.
    bought = (month == begin[owner]) | happens(0.3, size, rng)
    since = np.maximum.accumulate(np.where(bought, np.arange(size), 0))
    latent = 0.9 * level[owner] + np.sqrt(1 - 0.9**2) * rng.standard_normal(size)
    swing = np.interp(latent, profile["usage"]["z"], profile["usage"]["v"])[since] * 0.97 ** (np.arange(size) - since)
    # A card never used, or left, may have its limit set to nothing.
    frozen = happens(0.33, len(cards), rng)[owner] & (~used[owner] | (month >= quiet[owner]))
    cap = np.where(frozen, 0.0, limit[owner])
    balance = np.where(active, np.round(limit[owner] * swing, 3), 0.0)
    begun = used[owner] & (month > begin[owner])
    return _rows(cards, owner, month, opened, balance, cap, active, begun, used, risk, profile["principal"], rng)


def _rows(
    cards: pl.DataFrame,
    owner: Any,
    month: Any,
    opened: Any,
    balance: Any,
    limit: Any,
    active: Any,
    begun: Any,
    used: Any,
    risk: Any,
    share: float,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Return the table's columns from the balance of each month."""
    size = len(owner)
    before = np.where(month == 0, 0.0, np.concatenate([[0.0], balance[:-1]]))
    interest = before * 0.02
    minimum = np.where(before > 0, np.maximum(np.round(before * 0.05 / 225) * 225, 225), 0.0)
    late = active & (before > 0) & happens(np.minimum(0.018 * np.exp(0.7 * risk - 0.25), 0.4)[owner], size, rng)
    needed = np.maximum(before + interest - balance, 0)
    payment = np.where(
        before > 0, np.maximum(needed, np.where(late, 0.0, minimum * (1 + (rng.random(size) < 0.3)))), 0.0
    )
    drawn = np.round(np.maximum(balance - before - interest + payment, 0), 3)
    drawn = np.where(active, drawn, 0.0)
    by_atm = happens(0.6, len(used), rng)[owner] & (drawn > 4500)
    at_atm = np.where(by_atm, np.minimum(np.round(drawn / 4500) * 4500, drawn), 0.0)
    other = np.where((drawn > 0) & happens(0.02, size, rng), drawn - at_atm, 0.0)
    in_shops = np.round(drawn - at_atm - other, 3)
    atm_count = np.ceil(at_atm / 45000)
    shop_count = np.where(in_shops > 0, 1 + rng.poisson(2.2, size), 0)
    never_drawn = ~used[owner]
    unpaid = (payment == 0) & (never_drawn | happens(0.03, size, rng))
    silent = (minimum == 0) & happens(0.12, size, rng)
    principal = np.round(balance * share, 3)
    days_late = np.where(late, np.ceil(rng.exponential(14, size)), 0).astype(np.int64)
    given_up = happens(np.minimum(0.012 * np.exp(0.8 * risk - 0.3), 0.3), len(used), rng) & used
    since = rng.integers(4, 40, len(used))
    dragging = given_up[owner] & (month >= since[owner])
    days_late = np.where(dragging, 30 * (month - since[owner]) + 15, days_late)
    mature = np.cumsum(begun)
    start = np.concatenate([[0], mature])[np.flatnonzero(month == 0)] if size else np.zeros(0, dtype=np.int64)
    instalments = mature - start[owner]
    return pl.DataFrame(
        {
            "SK_ID_PREV": cards["SK_ID_PREV"].to_numpy()[owner],
            "SK_ID_CURR": cards["SK_ID_CURR"].to_numpy()[owner],
            "MONTHS_BALANCE": opened[owner] + month,
            "AMT_BALANCE": balance,
            "AMT_CREDIT_LIMIT_ACTUAL": limit.astype(np.int64),
            "AMT_DRAWINGS_ATM_CURRENT": blank(at_atm, never_drawn),
            "AMT_DRAWINGS_CURRENT": drawn,
            "AMT_DRAWINGS_OTHER_CURRENT": blank(other, never_drawn),
            "AMT_DRAWINGS_POS_CURRENT": blank(in_shops, never_drawn),
            "AMT_INST_MIN_REGULARITY": blank(minimum, silent),
            "AMT_PAYMENT_CURRENT": blank(np.round(payment, 3), unpaid),
            "AMT_PAYMENT_TOTAL_CURRENT": np.round(payment, 3),
            "AMT_RECEIVABLE_PRINCIPAL": principal,
            "AMT_RECIVABLE": balance,
            "AMT_TOTAL_RECEIVABLE": balance,
            "CNT_DRAWINGS_ATM_CURRENT": blank(atm_count, never_drawn),
            "CNT_DRAWINGS_CURRENT": (atm_count + shop_count).astype(np.int64),
            "CNT_DRAWINGS_OTHER_CURRENT": blank((other > 0), never_drawn),
            "CNT_DRAWINGS_POS_CURRENT": blank(shop_count, never_drawn),
            "CNT_INSTALMENT_MATURE_CUM": blank(instalments, silent),
            "NAME_CONTRACT_STATUS": pl.Series(["Active", "Completed"]).gather(
                (~active & used[owner] & (month > 40)).astype(np.int64)
            ),
            "SK_DPD": days_late,
            "SK_DPD_DEF": np.where(dragging, 0, np.where(days_late > 10, days_late, 0)),
        },
        nan_to_null=True,
    )
