"""The life of a credit card, month after month: first use, drawings, payments, balance, and when it is left.

Each month's balance is what the month before left, with interest and drawings, less what was paid. The shares and
rates below are those of the archive's cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from credit_panel.home_credit.synthetic.profile import Floats
from credit_panel.home_credit.synthetic.rows import drawn_value, happens

MONTHLY_INTEREST = 0.034
LEAST_PAYMENT = 0.05
"""Share of the limit that is to be paid each month, as long as so much is owed."""

USED_AT_ONCE = 0.48
"""Share of the cards in use that are used in their first month."""

LEFT_AFTER, LEFT_SHAPE = 86.0, 1.35
"""Months of use after which two cards in three were left, and the shape of a Weibull distribution of them."""

FIRST_DRAWINGS = 8.0
"""How many times larger than others the drawings of the first months are."""

FEE = (5.3, 1.2)
"""Mean and deviation of the logarithm of a small amount that is owed on a card without drawings."""

Months = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CardMonths:
    """What happened on some cards; each array but the first two has the shape (cards, months).

    Attributes
    ----------
    first_use
        Month of the first drawing; the number of months or more where there was none.
    left
        Month from which on the card was not used any more.
    limit, balance, drawn, paid, due
        Amounts: the limit, the balance at the month's end, what was drawn and paid, and the least that was to be paid.
    fee
        Whether the balance is a small fee, of which nothing is principal.
    """

    first_use: NDArray[np.int64]
    left: NDArray[np.int64]
    limit: Months
    balance: Months
    drawn: Months
    paid: Months
    due: Months
    fee: NDArray[np.bool_]


def live(profile: Mapping[str, Any], months: NDArray[np.int64], risk: Floats, rng: np.random.Generator) -> CardMonths:
    """Draw the lives of some cards.

    Parameters
    ----------
    profile
        The ``cards`` part of the history profile.
    months
        Shape (cards,): how long each card has been there.
    risk
        Shape (cards,): standardised risk of the card's client.
    rng
        Source of randomness.
    """
    cards, longest = len(months), int(months.max(initial=1))
    granted = drawn_value(profile["limits"], cards, rng)
    # Who is short of money uses the card, draws more of it, and keeps owing.
    need = ((4.0 * risk + rng.standard_normal(cards)) / np.hypot(4.0, 1.0)).astype(np.float32)
    used = happens(_logistic(0.12 + 0.0155 * months + 0.5 * need), cards, rng)
    waited = np.where(happens(USED_AT_ONCE, cards, rng), 0, rng.geometric(0.35, cards))
    first_use = np.where(used, np.minimum(waited, months - 1), longest)
    kept = np.exp(0.75 * need - 0.05) * LEFT_AFTER * rng.weibull(LEFT_SHAPE, cards)
    left = np.where(used, np.minimum(first_use + 1 + kept, longest), longest).astype(np.int64)
    frozen_from = _frozen_from(used, months, left, longest, rng)
    most = np.where(happens(_logistic(1.7 + 1.2 * need), cards, rng), 1.0, rng.random(cards))
    most *= 1.02 + 0.03 * rng.standard_normal(cards)
    limits, balances, drawings, payments, dues = np.zeros((5, cards, longest))
    fees = np.zeros((cards, longest), dtype=np.bool_)
    owed, drew = np.zeros(cards), np.zeros(cards, dtype=np.bool_)
    eager = 0.8 * need + 0.15
    for month in range(longest):
        limit = np.where(month >= frozen_from, 0.0, granted)
        running = (month >= first_use) & (month < left)
        draws = (month == first_use) | (running & _draws(month - first_use, drew, eager, rng))
        draws |= (month >= left) & (limit > 0) & happens(0.01, cards, rng)
        due = np.where(owed > 0, np.minimum(np.round(granted * LEAST_PAYMENT / 225) * 225, owed), 0.0)
        paid = _paid(profile["payment"], owed * (1 + MONTHLY_INTEREST), due, need, draws, month >= left, rng)
        rest = owed * (1 + MONTHLY_INTEREST) - paid
        liking = 0.35 * need + 0.94 * rng.standard_normal(cards)
        wish = granted * np.interp(liking, profile["drawn"]["z"], profile["drawn"]["v"])
        wish *= np.where(month - first_use < 3, FIRST_DRAWINGS, 1.0)
        drawn = np.where(draws, np.minimum(wish, granted * most - rest), 0.0)
        drawn = np.where(drawn > 225, drawn, 0.0)
        balance = rest + drawn
        balance = np.where(balance < 1, 0.0, balance)
        fee = (balance == 0) & (month > first_use) & happens(0.07, cards, rng)
        limits[:, month], drawings[:, month], payments[:, month] = limit, drawn, paid
        dues[:, month], fees[:, month] = due, fee
        balances[:, month] = np.where(fee, np.exp(rng.normal(*FEE, cards)), balance)
        owed, drew = balance, draws
    return CardMonths(first_use, left, limits, balances, drawings, payments, dues, fees)


def _logistic(log_odds: Any) -> Any:
    return 1 / (1 + np.exp(-log_odds))


def _frozen_from(
    used: NDArray[np.bool_], months: NDArray[np.int64], left: NDArray[np.int64], longest: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the month from which on a card has no limit: of most that were left, and of some that were never used."""
    cards = len(used)
    closed = happens(np.where(used, 0.75, 0.3), cards, rng)
    since = np.where(used, left + rng.geometric(0.15, cards), rng.random(cards) * months)
    return np.where(closed, since, longest).astype(np.int64)


def _draws(
    since: NDArray[np.int64], drew: NDArray[np.bool_], eager: Floats, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Tell which cards are drawn on: more often when new, and where the month before saw a drawing too."""
    seldom = np.log(0.14 / 0.86) + 1.2 * np.exp(-np.maximum(since, 0) / 6)
    return happens(_logistic(np.where(drew, 0.2, seldom) + eager), len(drew), rng)


def _paid(
    ratios: Mapping[str, Any],
    owed: Months,
    due: Months,
    need: Floats,
    draws: NDArray[np.bool_],
    over: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Months:
    """Return what is paid of what is owed: nothing, a multiple of the least that is due, or all.

    Who pays far more than the least draws in the same month: few balances are paid back while the card is in use.
    """
    cards = len(owed)
    ratio = np.interp(rng.standard_normal(cards) - 0.3 * need, ratios["z"], ratios["v"])
    ratio = np.where(draws, ratio, np.minimum(ratio, 3.0))
    paid = np.minimum(np.round(due * ratio / 225) * 225, 0.9 * owed)
    paid = np.where(happens(0.05 * np.exp(0.3 * need), cards, rng), 0.0, paid)
    return np.where(over | (owed < 225) | happens(0.008 * np.exp(-0.7 * need), cards, rng), owed, paid)
