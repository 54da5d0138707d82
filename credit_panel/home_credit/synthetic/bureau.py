"""Credits with other lenders (bureau) and their monthly states (bureau_balance)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from credit_panel.home_credit.calendar import DAYS_A_MONTH
from credit_panel.home_credit.synthetic.borrowers import Borrowers
from credit_panel.home_credit.synthetic.profile import Floats
from credit_panel.home_credit.synthetic.rows import (
    Index,
    blank,
    by_kind,
    draw_kinds,
    happens,
    labels_by_kind,
    mixed,
    repeated,
    spells,
    tilted,
)

KIND_SLOPES = {"Active": 0.3, "Closed": -0.17, "Sold": 0.35, "Bad debt": 1.2}
"""Log-odds of a credit's state per standard deviation of risk: risky clients have more running credits."""

TYPE_SLOPES = {"Microloan": 0.45, "Credit card": 0.12, "Car loan": -0.2, "Mortgage": -0.15}

SILENT = 0.1
"""Share of the credits whose monthly file never says anything."""

MADE_GOOD = 0.66
"""Chance that a spell of arrears ends in its month."""


def bureau(profile: Mapping[str, Any], borrowers: Borrowers, first_id: int, rng: np.random.Generator) -> pl.DataFrame:
    """Return the external credits of some clients.

    Parameters
    ----------
    profile
        The ``bureau`` part of the history profile.
    borrowers
        The clients; those without a bureau file get no row.
    first_id
        SK_ID_BUREAU of the first row.
    rng
        Source of randomness.
    """
    counts = np.where(
        borrowers.in_bureau,
        borrowers.rows(profile["counts"], rng.standard_normal(len(borrowers), dtype=np.float32), rng),
        0,
    )
    owner, _ = repeated(counts)
    size, clients = len(owner), len(borrowers)
    risk = borrowers.trouble(0.75, rng)
    kinds_table = profile["kinds"]
    slopes = [KIND_SLOPES[k["CREDIT_ACTIVE"]] + TYPE_SLOPES.get(k["CREDIT_TYPE"], 0.0) for k in kinds_table]
    kinds = draw_kinds([k["share"] for k in kinds_table], slopes, risk[owner], rng)
    state = np.array([k["CREDIT_ACTIVE"] for k in kinds_table])[kinds]
    running = state == "Active"
    shift = risk[owner]

    def value(name: str, shared: float = 0.3, slope: float = 0.0) -> Any:
        latent = mixed(owner, clients, shared, rng)
        if slope:
            latent = tilted(latent, shift, slope)
        return by_kind(kinds, profile[name], latent)

    start = borrowers.old_enough(owner, np.minimum(np.round(value("age", 0.35, 0.36)), 0), rng)
    past = -start
    large = mixed(owner, clients, 0.45, rng)
    amount = np.round(by_kind(kinds, profile["sum"], large) * 2, 0) / 2
    planned = start + np.round(value("planned", 0.2))
    ended = np.round(start + value("ended", 0.2, 0.1) * past)
    ended = blank(np.minimum(ended, -1), running | np.isnan(ended) | ((state == "Sold") & happens(0.8, size, rng)))
    updated = np.where(
        np.isnan(ended),
        start + np.nan_to_num(value("updated", 0.3), nan=1.0) * past,
        ended - np.nan_to_num(value("updated_after_end", 0.5)) * ended,
    )
    debt = value("debt", 0.3, 0.6) * amount
    debt_missing = happens(np.array(profile["debt_missing"])[kinds], size, rng)
    limit_missing = happens(np.array(profile["limit_missing"])[kinds], size, rng)
    worst = value("worst", 0.4, 0.3)
    worst_missing = happens(np.array(profile["worst_missing"])[kinds], size, rng)
    late_now = (state != "Closed") & happens(profile["overdue_now"] * np.exp(1.1 * shift - 0.3) * 2.2, size, rng)
    days_late = np.where(late_now, np.ceil(np.exp(rng.normal(2.8, 1.4, size))), 0).clip(0, 2700)
    instalment = tilted(mixed(owner, clients, 0.3, rng), large, 0.5)
    annuity = np.round(by_kind(kinds, profile["annuity"], instalment) * 2) / 2
    stated = {sample: 1 - none for sample, none in profile["annuity_none"].items()}
    none = borrowers.is_test[owner] & happens(1 - stated["test"] / stated["train"], size, rng)
    known_annuity = borrowers.annuity_reported[owner] ^ happens(0.1, size, rng)
    return pl.DataFrame(
        {
            "SK_ID_CURR": borrowers.ids[owner],
            "SK_ID_BUREAU": first_id + np.arange(size),
            "CREDIT_ACTIVE": pl.Series([k["CREDIT_ACTIVE"] for k in kinds_table]).gather(kinds.astype(np.int64)),
            "CREDIT_CURRENCY": labels_by_kind(np.zeros(size, dtype=np.int16), [profile["currency"]], rng),
            "DAYS_CREDIT": start.astype(np.int64),
            "CREDIT_DAY_OVERDUE": days_late.astype(np.int64),
            "DAYS_CREDIT_ENDDATE": blank(planned, happens(np.array(profile["planned_missing"])[kinds], size, rng)),
            "DAYS_ENDDATE_FACT": ended,
            "AMT_CREDIT_MAX_OVERDUE": blank(np.round(worst, 2), worst_missing),
            "CNT_CREDIT_PROLONG": happens(profile["prolonged"], size, rng).astype(np.int64),
            "AMT_CREDIT_SUM": amount,
            "AMT_CREDIT_SUM_DEBT": blank(np.round(debt, 2), debt_missing),
            "AMT_CREDIT_SUM_LIMIT": blank(np.round(value("limit"), 2), limit_missing),
            "AMT_CREDIT_SUM_OVERDUE": np.where(late_now, np.round(amount * 0.04, 2), 0.0),
            "CREDIT_TYPE": pl.Series([k["CREDIT_TYPE"] for k in kinds_table]).gather(kinds.astype(np.int64)),
            "DAYS_CREDIT_UPDATE": np.minimum(np.round(updated), 0).astype(np.int64),
            "AMT_ANNUITY": blank(np.where(none, 0.0, annuity), ~known_annuity),
        },
        nan_to_null=True,
    )


def bureau_balance(credits_: pl.DataFrame, borrowers: Borrowers, rng: np.random.Generator) -> pl.DataFrame:
    """Return the monthly states of the credits of those clients whose file has them.

    Parameters
    ----------
    credits_
        The rows of `bureau` of these clients.
    borrowers
        The clients.
    rng
        Source of randomness.
    """
    place = np.searchsorted(borrowers.ids, credits_["SK_ID_CURR"].to_numpy())
    kept = borrowers.monthly_file[place]
    place, chosen = place[kept], credits_.filter(kept)
    opened = np.floor(-chosen["DAYS_CREDIT"].to_numpy() / DAYS_A_MONTH).astype(np.int64).clip(0, 96)
    ended = chosen["DAYS_ENDDATE_FACT"].to_numpy()
    # One file in nine stops before the month of the application.
    last = np.where(happens(0.11, len(chosen), rng), np.floor(opened * rng.random(len(chosen)) ** 1.5), 0).astype(
        np.int64
    )
    owner, months = repeated(opened - last + 1)
    back = opened[owner] - months
    closed = (~np.isnan(ended) & happens(0.93, len(chosen), rng))[owner] & (
        back < np.nan_to_num(-ended / DAYS_A_MONTH)[owner]
    )
    risk = borrowers.trouble(0.8, rng)[place]
    late = _arrears(owner, risk, rng)
    silent, whole = _silent(owner, months, len(chosen), rng)
    status = np.where(closed & ~whole, 6, np.where(silent, 7, late)).astype(np.int64)
    return pl.DataFrame(
        {
            "SK_ID_BUREAU": chosen["SK_ID_BUREAU"].to_numpy()[owner],
            "MONTHS_BALANCE": -back,
            "STATUS": pl.Series(["0", "1", "2", "3", "4", "5", "C", "X"]).gather(status),
        }
    )


def _arrears(owner: Index, risk: Floats, rng: np.random.Generator) -> NDArray[np.int8]:
    """Return the class of arrears (0 to 5) of each month.

    A spell begins with a chance that grows with risk, and deepens by one class a month while it lasts.
    Most spells are made good within a month or two; one in fifty drags on.
    """
    begins = happens(np.minimum(0.021 * np.exp(0.6 * risk - 0.18), 0.4)[owner], len(owner), rng)
    count = int(begins.sum())
    length = np.where(happens(0.02, count, rng), rng.geometric(0.06, count), rng.geometric(MADE_GOOD, count))
    at, depth = spells(owner, begins, length)
    # Seven spells in ten that last stay in class 1: a part was paid.
    late = np.zeros(len(owner), dtype=np.int8)
    late[at] = np.where(depth > 6, 5, np.minimum(1 + depth * happens(0.3, len(at), rng), 5))
    return late


def _silent(
    owner: Index, months: Index, count: int, rng: np.random.Generator
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the months without news (the opening ones, spells in between), and the files that never have any."""
    kind = rng.random(count, dtype=np.float32)
    silent = (kind < SILENT)[owner] | ((kind < 0.6)[owner] & (months < rng.geometric(0.13, count)[owner]))
    begins = (kind < 0.6)[owner] & happens(0.08, len(owner), rng)
    at, _ = spells(owner, begins, rng.geometric(0.13, int(begins.sum())))
    silent[at] = True
    return silent, (kind < SILENT)[owner]
