"""The features of all tables the way public notebooks make them with pandas: what `features.py` is held against.

Every table is read whole, its categories become columns of zeros and ones, and each number is summed up by client with
the same handful of aggregates; the results are joined to the application.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

CLIENT, CREDIT = "SK_ID_CURR", "SK_ID_BUREAU"
AGGREGATES = ["min", "max", "mean", "sum", "var"]


def read(folder: Path, name: str) -> pd.DataFrame:
    """Read one table, from CSV or Parquet."""
    path = folder / f"{name}.csv"
    if path.exists():
        return pd.read_csv(path)
    read = pl.read_parquet(folder / f"{name}.parquet")  # pandas alone reads no Parquet without pyarrow
    return pd.DataFrame({name: read[name].to_numpy() for name in read.columns})


def indicators(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return the frame with a column for each category, and the names of these."""
    texts = [name for name in frame.columns if not pd.api.types.is_numeric_dtype(frame[name])]
    wide = pd.get_dummies(frame, columns=texts, dummy_na=True, dtype=np.uint8)
    return wide, [name for name in wide.columns if name not in frame.columns]


def by_key(frame: pd.DataFrame, key: str, prefix: str, without: Iterable[str] = ()) -> pd.DataFrame:
    """Sum a table up by one of its numbers: aggregates of numbers, shares of categories, rows."""
    wide, categories = indicators(frame)
    left_out = {key, *without, *categories}
    how = {name: AGGREGATES for name in wide.columns if name not in left_out} | {name: ["mean"] for name in categories}
    grouped = wide.groupby(key)
    result = grouped.agg(how)
    result.columns = pd.Index([f"{prefix}_{name}_{aggregate}" for name, aggregate in result.columns])
    result[f"{prefix}_rows"] = grouped.size()
    return result


def features(folder: Path) -> pd.DataFrame:
    """Return one row an application with the aggregates of every table."""
    application = read(folder, "application_train")
    application["DAYS_EMPLOYED"] = application["DAYS_EMPLOYED"].replace(365243, np.nan)
    application["ratio_annuity_income"] = application["AMT_ANNUITY"] / application["AMT_INCOME_TOTAL"]
    application["ratio_credit_annuity"] = application["AMT_CREDIT"] / application["AMT_ANNUITY"]
    row = indicators(application)[0].set_index(CLIENT)
    balance = by_key(read(folder, "bureau_balance"), CREDIT, "balance")
    bureau = read(folder, "bureau").join(balance, on=CREDIT)
    row = row.join(by_key(bureau, CLIENT, "bureau", [CREDIT]))
    for status in ("Active", "Closed"):
        chosen = bureau[bureau["CREDIT_ACTIVE"] == status].drop(columns=["CREDIT_ACTIVE"])
        row = row.join(by_key(chosen, CLIENT, f"bureau_{status}", [CREDIT]))
    del bureau, balance
    previous = read(folder, "previous_application")
    previous["asked_over_given"] = previous["AMT_APPLICATION"] / previous["AMT_CREDIT"].replace(0, np.nan)
    row = row.join(by_key(previous, CLIENT, "previous", ["SK_ID_PREV"]))
    for status in ("Approved", "Refused"):
        chosen = previous[previous["NAME_CONTRACT_STATUS"] == status].drop(columns=["NAME_CONTRACT_STATUS"])
        row = row.join(by_key(chosen, CLIENT, f"previous_{status}", ["SK_ID_PREV"]))
    del previous
    row = row.join(by_key(read(folder, "POS_CASH_balance"), CLIENT, "pos", ["SK_ID_PREV"]))
    paid = read(folder, "installments_payments")
    paid["short"] = paid["AMT_INSTALMENT"] - paid["AMT_PAYMENT"]
    paid["late"] = (paid["DAYS_ENTRY_PAYMENT"] - paid["DAYS_INSTALMENT"]).clip(lower=0)
    row = row.join(by_key(paid, CLIENT, "paid", ["SK_ID_PREV"]))
    del paid
    return row.join(by_key(read(folder, "credit_card_balance"), CLIENT, "card", ["SK_ID_PREV"]))


if __name__ == "__main__":
    warnings.simplefilter("ignore", pd.errors.PerformanceWarning)
    print(features(Path(sys.argv[1])).shape)
