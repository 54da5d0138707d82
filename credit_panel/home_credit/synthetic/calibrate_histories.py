"""The profile of the history tables, from complete histories of some thousand clients."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from credit_panel.home_credit.synthetic.calibrate_margins import knots

KNOTS = 14
HEAP = 0.012
"""Share from which a value of a history is kept as a step of its own."""

ENOUGH = 25
"""A kind of row needs this many values for quantiles of its own; else it takes those of all rows."""


def _map(values: NDArray[Any], count: int = KNOTS) -> dict[str, list[float]] | None:
    if len(values) < 2:
        return None
    shares, at = knots(values, count, HEAP)
    return {"z": [round(float(z), 2) for z in ndtri(shares)], "v": [_short(v) for v in at]}


def _short(value: float) -> float | int:
    """Return four digits of a value, as briefly as JSON can write it."""
    rounded = float(f"{value:.4g}")
    return int(rounded) if rounded == int(rounded) else rounded


def maps_by_kind(
    frame: pl.DataFrame, kinds: Sequence[Mapping[str, Any]], value: pl.Expr, by: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the quantile maps of a value and which kind of row takes which.

    Parameters
    ----------
    frame
        Rows with the index of their `kind`.
    kinds
        The kinds, as `kinds_of` gives them.
    value
        What is mapped.
    by
        Columns of the kind whose levels share a map; all of them when empty.
    """
    table = frame.select("kind", value=value.cast(pl.Float64)).drop_nulls().filter(pl.col("value").is_finite())
    keys = [tuple(kind[name] for name in by or [name for name in kind if name != "share"]) for kind in kinds]
    maps: list[Any] = [_map(table["value"].to_numpy())]
    found: dict[tuple[Any, ...], int] = {}
    for key in dict.fromkeys(keys):
        members = [index for index, one in enumerate(keys) if one == key]
        values = table.filter(pl.col("kind").is_in(members))["value"].to_numpy()
        found[key] = -1 if not len(values) else 0
        if len(values) >= ENOUGH:
            found[key] = len(maps)
            maps.append(_map(values))
    return {"of": [found[key] for key in keys], "maps": maps}


def shares_by_kind(frame: pl.DataFrame, kinds: int, column: str) -> list[dict[str, float]]:
    """Return the shares of the levels of a column per kind of row."""
    found = []
    for kind in range(kinds):
        part = frame.filter(pl.col("kind") == kind)[column].fill_null("").value_counts(normalize=True, sort=True)
        kept = {level: round(share, 4) for level, share in part.rows() if share >= 0.001}
        found.append(kept)
    return found


def missing_by_kind(frame: pl.DataFrame, kinds: int, value: pl.Expr) -> list[float]:
    """Return the missing share of a value per kind of row."""
    return [
        round(float(frame.filter(pl.col("kind") == kind).select(value.is_null().mean()).item() or 0.0), 4)
        for kind in range(kinds)
    ]


def kinds_of(frame: pl.DataFrame, columns: Sequence[str], enough: int) -> tuple[pl.DataFrame, list[dict[str, Any]]]:
    """Return the rows with the index of their kind, and the kinds with their shares; rare kinds are left out."""
    counts = frame.group_by(columns).len().filter(pl.col("len") >= enough).sort("len", *columns, descending=True)
    counts = counts.with_row_index("kind").with_columns(pl.col("kind").cast(pl.Int64))
    share = counts["len"] / counts["len"].sum()
    kinds = [
        {**{name: row[name] for name in columns}, "share": round(part, 5)}
        for row, part in zip(counts.iter_rows(named=True), share, strict=True)
    ]
    return frame.join(counts.drop("len"), on=columns, how="inner", nulls_equal=True), kinds


def count_maps(table: pl.DataFrame, clients: Mapping[str, pl.Series]) -> dict[str, dict[str, Any]]:
    """Return, for train and test clients, the share without rows and the quantiles of rows per client."""
    found = {}
    for sample, ids in clients.items():
        counts = table.filter(pl.col("SK_ID_CURR").is_in(ids.implode())).group_by("SK_ID_CURR").len()["len"]
        mapping = _map(counts.to_numpy().astype(float), 30)
        found[sample] = {"none": round(1 - len(counts) / len(ids), 4), "map": mapping}
    return found


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
        "annuity": maps_by_kind(trained, kinds, (pl.col("AMT_ANNUITY") / total).clip(0, 2)),
        "annuity_missing": missing_by_kind(rows, count, pl.col("AMT_ANNUITY")),
        "annuity_missing_by_sample": {
            sample: _share_missing(bureau.filter(pl.col("SK_ID_CURR").is_in(ids.implode())), "AMT_ANNUITY")
            for sample, ids in clients.items()
        },
        "overdue_now": round(float((bureau["CREDIT_DAY_OVERDUE"] > 0).mean() or 0), 5),
        "prolonged": round(float((bureau["CNT_CREDIT_PROLONG"] > 0).mean() or 0), 5),
        "currency": dict(bureau["CREDIT_CURRENCY"].value_counts(normalize=True, sort=True).rows()),
    }


def _share_missing(frame: pl.DataFrame, column: str) -> float:
    return round(frame[column].null_count() / len(frame), 4)


PREVIOUS_LABELS = (
    "NAME_PAYMENT_TYPE", "CODE_REJECT_REASON", "NAME_TYPE_SUITE", "NAME_CLIENT_TYPE", "NAME_GOODS_CATEGORY",
    "NAME_PORTFOLIO", "NAME_PRODUCT_TYPE", "CHANNEL_TYPE", "NAME_YIELD_GROUP", "NAME_CASH_LOAN_PURPOSE",
)  # fmt: skip


def previous_profile(previous: pl.DataFrame, clients: Mapping[str, pl.Series]) -> dict[str, Any]:
    """Return the kinds of earlier applications, their labels and the quantiles of each."""
    rows, kinds = kinds_of(previous, ["NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS", "PRODUCT_COMBINATION"], 30)
    count = len(kinds)
    asked = pl.when(pl.col("AMT_APPLICATION") > 0).then(pl.col("AMT_APPLICATION"))
    term = pl.when(pl.col("CNT_PAYMENT") > 0).then(pl.col("CNT_PAYMENT"))
    settled = rows.filter(pl.col("DAYS_FIRST_DUE") < 300_000)
    over = settled.filter(pl.col("DAYS_LAST_DUE") < 300_000, pl.col("DAYS_LAST_DUE_1ST_VERSION") < 300_000)
    outcome = ("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS")
    industry = rows.group_by("NAME_GOODS_CATEGORY", "NAME_SELLER_INDUSTRY").len().sort("len", descending=True)
    return {
        "kinds": kinds,
        "counts": count_maps(previous, clients),
        "labels": {name: shares_by_kind(rows, count, name) for name in PREVIOUS_LABELS},
        "industry": _industries(industry),
        "weekday": dict(rows["WEEKDAY_APPR_PROCESS_START"].value_counts(normalize=True, sort=True).rows()),
        "decision": maps_by_kind(rows, kinds, pl.col("DAYS_DECISION"), ("PRODUCT_COMBINATION", "NAME_CONTRACT_STATUS")),
        "hour": maps_by_kind(rows, kinds, pl.col("HOUR_APPR_PROCESS_START"), outcome[:1]),
        "application": maps_by_kind(rows, kinds, pl.col("AMT_APPLICATION")),
        "credit": maps_by_kind(rows, kinds, (pl.col("AMT_CREDIT") / asked).clip(0, 5)),
        "credit_unasked": maps_by_kind(rows.filter(pl.col("AMT_APPLICATION") == 0), kinds, pl.col("AMT_CREDIT")),
        "term": maps_by_kind(rows, kinds, pl.col("CNT_PAYMENT")),
        "term_missing": missing_by_kind(rows, count, pl.col("CNT_PAYMENT")),
        "load": maps_by_kind(rows, kinds, (pl.col("AMT_ANNUITY") * term / pl.col("AMT_CREDIT")).clip(0.5, 4), ("PRODUCT_COMBINATION",)),
        "goods_missing": missing_by_kind(rows, count, pl.col("AMT_GOODS_PRICE")),
        "down": maps_by_kind(rows, kinds, pl.col("RATE_DOWN_PAYMENT")),
        "down_missing": missing_by_kind(rows, count, pl.col("RATE_DOWN_PAYMENT")),
        "seller": maps_by_kind(rows, kinds, pl.col("SELLERPLACE_AREA").clip(-1, 10_000), ("PRODUCT_COMBINATION",)),
        "due_missing": missing_by_kind(rows, count, pl.col("DAYS_FIRST_DUE")),
        "insured": [
            round(float(rows.filter(pl.col("kind") == k)["NFLAG_INSURED_ON_APPROVAL"].mean() or 0), 4) for k in range(count)
        ],
        "first_due": maps_by_kind(settled, kinds, pl.col("DAYS_FIRST_DUE") - pl.col("DAYS_DECISION"), outcome),
        "early": maps_by_kind(over, kinds, (pl.col("DAYS_LAST_DUE") - pl.col("DAYS_LAST_DUE_1ST_VERSION")) / 30),
        "ended_after": maps_by_kind(
            over.filter(pl.col("DAYS_TERMINATION") < 300_000), kinds, pl.col("DAYS_TERMINATION") - pl.col("DAYS_LAST_DUE")
        ),
        "card_due_known": round(_known(rows, "DAYS_FIRST_DUE"), 4),
        "card_drawing": _map(
            rows.filter(pl.col("DAYS_FIRST_DRAWING") < 300_000)
            .select((pl.col("DAYS_FIRST_DRAWING") - pl.col("DAYS_DECISION")) / -pl.col("DAYS_DECISION"))
            .to_series().clip(0, 1).to_numpy()
        ),
        "card_drawn": round(_known(rows, "DAYS_FIRST_DRAWING"), 4),
        "interest_missing": round(_share_missing(previous, "RATE_INTEREST_PRIMARY"), 4),
        "interest": _map(previous["RATE_INTEREST_PRIMARY"].drop_nulls().to_numpy(), 8),
        "privileged": _map(previous["RATE_INTEREST_PRIVILEGED"].drop_nulls().to_numpy(), 8),
        "last_in_contract": round(float((previous["FLAG_LAST_APPL_PER_CONTRACT"] == "Y").mean() or 0), 4),
        "last_in_day": round(float(previous["NFLAG_LAST_APPL_IN_DAY"].mean() or 0), 4),  # type: ignore[arg-type]
    }  # fmt: skip


def _known(rows: pl.DataFrame, column: str) -> float:
    """Return the share of real days, not 365243, among granted revolving credits."""
    cards = rows.filter(pl.col("NAME_CONTRACT_TYPE") == "Revolving loans")[column].drop_nulls()
    return float((cards < 300_000).mean() or 0)


def _industries(pairs: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Return the shares of the seller's industry for each category of goods."""
    found: dict[str, dict[str, float]] = {}
    for (goods,), part in pairs.group_by("NAME_GOODS_CATEGORY", maintain_order=True):
        total = part["len"].sum()
        found[str(goods)] = {industry: round(n / total, 4) for _, industry, n in part.rows() if n / total >= 0.002}
    return found


def card_profile(cards: pl.DataFrame) -> dict[str, Any]:
    """Return the limits of cards and how they are used."""
    limits = cards.filter(pl.col("AMT_CREDIT_LIMIT_ACTUAL") > 0)["AMT_CREDIT_LIMIT_ACTUAL"]
    shares = limits.value_counts(normalize=True, sort=True).filter(pl.col("proportion") >= 0.002)
    used = cards.filter(pl.col("AMT_BALANCE") > 0, pl.col("AMT_CREDIT_LIMIT_ACTUAL") > 0)
    usage = used.select(pl.col("AMT_BALANCE") / pl.col("AMT_CREDIT_LIMIT_ACTUAL")).to_series().clip(0, 1.3)
    principal = used.select(pl.col("AMT_RECEIVABLE_PRINCIPAL") / pl.col("AMT_BALANCE")).to_series().clip(0, 1)
    return {
        "limits": {str(limit): round(share, 4) for limit, share in shares.rows()},
        "usage": _map(usage.to_numpy(), 24),
        "principal": round(float(principal.mean()), 4),  # type: ignore[arg-type]
    }


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
