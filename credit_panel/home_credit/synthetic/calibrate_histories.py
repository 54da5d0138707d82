"""The profile of the history tables, from complete histories of some thousand clients."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from credit_panel.home_credit.synthetic.calibrate_kinds import (
    count_maps,
    kinds_of,
    maps_by_kind,
    missing_by_kind,
    share,
    share_missing,
    shares_by_kind,
    shares_of_values,
    stored_map,
)
from credit_panel.home_credit.synthetic.previous import LABELS


def bureau_profile(bureau: pl.DataFrame, clients: Mapping[str, pl.Series]) -> dict[str, Any]:
    """Return the kinds of external credits and the quantiles of each."""
    rows, kinds = kinds_of(bureau, ["CREDIT_ACTIVE", "CREDIT_TYPE"], 15)
    past = -pl.col("DAYS_CREDIT").cast(pl.Float64)
    has = rows.filter(pl.col("DAYS_CREDIT") < 0)
    ended = pl.col("DAYS_ENDDATE_FACT") - pl.col("DAYS_CREDIT")
    count = len(kinds)
    trained = rows.filter(pl.col("SK_ID_CURR").is_in(clients["train"].implode()))
    total = pl.when(pl.col("AMT_CREDIT_SUM") > 0).then(pl.col("AMT_CREDIT_SUM"))
    return {
        "kinds": kinds,
        "counts": count_maps(bureau, clients),
        "age": maps_by_kind(rows, kinds, pl.col("DAYS_CREDIT")),
        "planned": maps_by_kind(
            rows.filter(pl.col("DAYS_CREDIT_ENDDATE") > -3000),
            kinds,
            pl.col("DAYS_CREDIT_ENDDATE") - pl.col("DAYS_CREDIT"),
        ),
        "planned_missing": missing_by_kind(rows, count, pl.col("DAYS_CREDIT_ENDDATE")),
        "ended": maps_by_kind(has, kinds, (ended / past).clip(0, 1)),
        "updated": maps_by_kind(has, kinds, ((pl.col("DAYS_CREDIT_UPDATE") - pl.col("DAYS_CREDIT")) / past).clip(0, 1)),
        "updated_after_end": maps_by_kind(
            has.filter(pl.col("DAYS_ENDDATE_FACT") < 0),
            kinds,
            ((pl.col("DAYS_CREDIT_UPDATE") - pl.col("DAYS_ENDDATE_FACT")) / -pl.col("DAYS_ENDDATE_FACT")).clip(-0.2, 1),
        ),
        "sum": maps_by_kind(rows, kinds, pl.col("AMT_CREDIT_SUM")),
        "debt": maps_by_kind(rows, kinds, (pl.col("AMT_CREDIT_SUM_DEBT") / total).clip(-0.2, 3)),
        "debt_missing": missing_by_kind(rows, count, pl.col("AMT_CREDIT_SUM_DEBT")),
        "limit": maps_by_kind(rows, kinds, pl.col("AMT_CREDIT_SUM_LIMIT")),
        "limit_missing": missing_by_kind(rows, count, pl.col("AMT_CREDIT_SUM_LIMIT")),
        "worst": maps_by_kind(rows, kinds, pl.col("AMT_CREDIT_MAX_OVERDUE")),
        "worst_missing": missing_by_kind(rows, count, pl.col("AMT_CREDIT_MAX_OVERDUE")),
        "annuity": maps_by_kind(trained, kinds, pl.col("AMT_ANNUITY")),
        "annuity_none": {
            sample: share(bureau.filter(pl.col("SK_ID_CURR").is_in(ids.implode()))["AMT_ANNUITY"].drop_nulls() == 0)
            for sample, ids in clients.items()
        },
        "overdue_now": share(bureau["CREDIT_DAY_OVERDUE"] > 0),
        "prolonged": share(bureau["CNT_CREDIT_PROLONG"] > 0),
        "currency": dict(bureau["CREDIT_CURRENCY"].value_counts(normalize=True, sort=True).rows()),
    }


def previous_profile(previous: pl.DataFrame, clients: Mapping[str, pl.Series]) -> dict[str, Any]:
    """Return the kinds of earlier applications, their labels and the quantiles of each."""
    rows, kinds = kinds_of(previous, ["NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS", "PRODUCT_COMBINATION"], 30)
    count = len(kinds)
    asked = pl.when(pl.col("AMT_APPLICATION") > 0).then(pl.col("AMT_APPLICATION"))
    term = pl.when(pl.col("CNT_PAYMENT") > 0).then(pl.col("CNT_PAYMENT"))
    load = pl.col("AMT_ANNUITY") * term / pl.col("AMT_CREDIT")
    settled = rows.filter(pl.col("DAYS_FIRST_DUE") < 300_000)
    over = settled.filter(pl.col("DAYS_LAST_DUE") < 300_000, pl.col("DAYS_LAST_DUE_1ST_VERSION") < 300_000)
    outcome = ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")
    industry = rows.group_by("NAME_GOODS_CATEGORY", "NAME_SELLER_INDUSTRY").len().sort("len", descending=True)
    return {
        "kinds": kinds,
        "counts": count_maps(previous, clients),
        "labels": {name: shares_by_kind(rows, count, name) for name in LABELS},
        "industry": _industries(industry),
        "weekday": dict(rows["WEEKDAY_APPR_PROCESS_START"].value_counts(normalize=True, sort=True).rows()),
        "decision": maps_by_kind(rows, kinds, pl.col("DAYS_DECISION"), ("PRODUCT_COMBINATION", "NAME_CONTRACT_STATUS")),
        "hour": maps_by_kind(rows, kinds, pl.col("HOUR_APPR_PROCESS_START"), outcome[:1]),
        "application": maps_by_kind(rows, kinds, pl.col("AMT_APPLICATION")),
        "credit": maps_by_kind(rows, kinds, (pl.col("AMT_CREDIT") / asked).clip(0, 5)),
        "credit_unasked": maps_by_kind(rows.filter(pl.col("AMT_APPLICATION") == 0), kinds, pl.col("AMT_CREDIT")),
        "term": maps_by_kind(rows, kinds, pl.col("CNT_PAYMENT")),
        "term_missing": missing_by_kind(rows, count, pl.col("CNT_PAYMENT")),
        "load": maps_by_kind(rows, kinds, load.clip(0.5, 4), ("PRODUCT_COMBINATION",)),
        "goods_missing": missing_by_kind(rows, count, pl.col("AMT_GOODS_PRICE")),
        "down": maps_by_kind(rows, kinds, pl.col("RATE_DOWN_PAYMENT")),
        "down_missing": missing_by_kind(rows, count, pl.col("RATE_DOWN_PAYMENT")),
        "seller": maps_by_kind(rows, kinds, pl.col("SELLERPLACE_AREA").clip(-1, 10_000), ("PRODUCT_COMBINATION",)),
        "due_missing": missing_by_kind(rows, count, pl.col("DAYS_FIRST_DUE")),
        "insured": [
            share(rows.filter(pl.col("kind") == kind)["NFLAG_INSURED_ON_APPROVAL"] == 1)
            for kind in range(count)
        ],
        "first_due": maps_by_kind(settled, kinds, pl.col("DAYS_FIRST_DUE") - pl.col("DAYS_DECISION"), outcome),
        "early": maps_by_kind(over, kinds, (pl.col("DAYS_LAST_DUE") - pl.col("DAYS_LAST_DUE_1ST_VERSION")) / 30),
        "ended_after": maps_by_kind(
            over.filter(pl.col("DAYS_TERMINATION") < 300_000),
            kinds,
            pl.col("DAYS_TERMINATION") - pl.col("DAYS_LAST_DUE"),
        ),
        "card_due_known": _known(rows, "DAYS_FIRST_DUE"),
        "card_drawing": stored_map(
            rows.filter(pl.col("DAYS_FIRST_DRAWING") < 300_000)
            .select((pl.col("DAYS_FIRST_DRAWING") - pl.col("DAYS_DECISION")) / -pl.col("DAYS_DECISION"))
            .to_series().clip(0, 1).to_numpy()
        ),
        "card_drawn": _known(rows, "DAYS_FIRST_DRAWING"),
        "interest_missing": share_missing(previous["RATE_INTEREST_PRIMARY"]),
        "interest": shares_of_values(previous["RATE_INTEREST_PRIMARY"]),
        "privileged": shares_of_values(previous["RATE_INTEREST_PRIVILEGED"]),
        "last_in_contract": share(previous["FLAG_LAST_APPL_PER_CONTRACT"] == "Y"),
        "last_in_day": share(previous["NFLAG_LAST_APPL_IN_DAY"] == 1),
    }  # fmt: skip


def _known(rows: pl.DataFrame, column: str) -> float:
    """Return the share of real days, not 365243, among granted revolving credits."""
    cards = rows.filter(pl.col("NAME_CONTRACT_TYPE") == "Revolving loans")[column].drop_nulls()
    return share(cards < 300_000)


def _industries(pairs: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Return the shares of the seller's industry for each category of goods."""
    found: dict[str, dict[str, float]] = {}
    for (goods,), part in pairs.group_by("NAME_GOODS_CATEGORY", maintain_order=True):
        total = part["len"].sum()
        found[str(goods)] = {industry: round(n / total, 4) for _, industry, n in part.rows() if n / total >= 0.002}
    return found


def card_profile(cards: pl.DataFrame) -> dict[str, Any]:
    """Return the limits of cards, what is drawn of them, and what is paid of what is due."""
    limit = pl.col("AMT_CREDIT_LIMIT_ACTUAL")
    limits = cards.filter(limit > 0)["AMT_CREDIT_LIMIT_ACTUAL"]
    shares = limits.value_counts(normalize=True, sort=True).filter(pl.col("proportion") >= 0.002)
    drawn = cards.filter(pl.col("AMT_DRAWINGS_CURRENT") > 0, limit > 0)
    paid = cards.filter(pl.col("AMT_PAYMENT_TOTAL_CURRENT") > 0, pl.col("AMT_INST_MIN_REGULARITY") > 0)
    small = cards.filter(pl.col("AMT_PAYMENT_TOTAL_CURRENT") == 0, pl.col("AMT_PAYMENT_CURRENT") > 0)
    return {
        "limits": {str(limit): round(share, 4) for limit, share in shares.rows()},
        "drawn": stored_map(drawn.select(pl.col("AMT_DRAWINGS_CURRENT") / limit).to_series().clip(0, 1.2).to_numpy()),
        "payment": stored_map(
            paid.select(pl.col("AMT_PAYMENT_TOTAL_CURRENT") / pl.col("AMT_INST_MIN_REGULARITY"))
            .to_series().clip(0, 30).to_numpy()
        ),
        "small_payment": stored_map(small["AMT_PAYMENT_CURRENT"].to_numpy()),
    }  # fmt: skip


def read_histories(samples: Path) -> dict[str, pl.DataFrame]:
    """Return the tables of the sample archive by name, and the instalments sample."""
    tables = {}
    with zipfile.ZipFile(samples / "home-credit-sample.zip") as archive:
        for name in ("application_train", "application_test", "bureau", "bureau_balance", "previous_application",
                     "POS_CASH_balance", "credit_card_balance"):  # fmt: skip
            tables[name] = pl.read_csv(archive.read(f"{name}.csv"), infer_schema_length=None)
    tables["installments_payments"] = pl.read_parquet(samples / "installments_payments_sample.parquet")
    return tables


def calibrate_histories(samples: Path) -> dict[str, Any]:
    """Return the stored profile of the history tables, from the folder of samples."""
    tables = read_histories(samples)
    clients = {one: tables[f"application_{one}"]["SK_ID_CURR"] for one in ("train", "test")}
    return {
        "bureau": bureau_profile(tables["bureau"], clients),
        "previous": previous_profile(tables["previous_application"], clients),
        "cards": card_profile(tables["credit_card_balance"]),
    }
