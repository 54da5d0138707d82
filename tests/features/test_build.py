from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hand_made import bureau_row, replace_in, table_frame
from polars.testing import assert_frame_equal

from credit_panel.errors import TablesError
from credit_panel.features import (
    DERIVED_FEATURES,
    FEATURES,
    HISTORY_FEATURES,
    RAW_FIELDS,
    build_features,
    features_of_application,
)
from credit_panel.home_credit import FIELDS, read_tables

SAMPLE = "home-credit-sample.zip"


@pytest.fixture(scope="module")
def built(real_data: Path) -> Iterator[pl.DataFrame]:
    """Features of the real sample (without instalments, which the sample does not hold)."""
    with read_tables(real_data / SAMPLE) as tables:
        yield build_features(tables).collect()


@pytest.fixture(scope="module")
def raw(real_data: Path) -> dict[str, pd.DataFrame]:
    """Return the sample's own CSV files as pandas reads them."""
    with zipfile.ZipFile(real_data / SAMPLE) as archive:
        names = ("bureau", "bureau_balance", "previous_application", "POS_CASH_balance", "credit_card_balance")
        return {name: pd.read_csv(io.BytesIO(archive.read(f"{name}.csv"))) for name in names}


def test_every_feature_has_its_catalogue_entry_and_every_entry_its_column() -> None:
    columns = {"SK_ID_CURR", "TARGET", *RAW_FIELDS, *HISTORY_FEATURES, *DERIVED_FEATURES}
    assert columns == set(FIELDS)
    assert len(FEATURES) == len(set(FEATURES)) <= 250


def test_candidates_of_the_model_leave_out_what_is_excluded() -> None:
    assert not any(FIELDS[name].excluded for name in FEATURES)
    assert {"SK_ID_CURR", "TARGET", "CODE_GENDER", "REGION_RATING_CLIENT"}.isdisjoint(FEATURES)


def test_sources_of_the_catalogue_follow_the_prefixes() -> None:
    prefixes = {
        "prev": {"previous_application"},
        "pos": {"POS_CASH_balance"},
        "inst": {"installments_payments"},
        "cc": {"credit_card_balance"},
        "bureau": {"bureau", "bureau_balance"},
    }
    for name in HISTORY_FEATURES:
        assert FIELDS[name].source in prefixes[name.split("_")[0]]


def test_one_row_per_application_in_the_order_of_the_files(built: pl.DataFrame, real_data: Path) -> None:
    with read_tables(real_data / SAMPLE) as tables:
        keys = tables.application.select("SK_ID_CURR", "TARGET").collect()
    assert_frame_equal(built.select("SK_ID_CURR", "TARGET"), keys)
    assert built.columns == ["SK_ID_CURR", "TARGET", *RAW_FIELDS, *HISTORY_FEATURES, *DERIVED_FEATURES]


def test_no_feature_is_infinite(built: pl.DataFrame) -> None:
    floats = built.select(pl.selectors.float())
    assert floats.select(pl.any_horizontal((~pl.all().is_finite()).any())).item() is False


def by_client(built: pl.DataFrame, feature: str) -> pd.Series:
    known = built.select("SK_ID_CURR", feature).drop_nulls().sort("SK_ID_CURR")
    return pd.Series(known[feature].to_numpy().astype(float), index=known["SK_ID_CURR"].to_numpy())


def expect(built: pl.DataFrame, feature: str, expected: pd.Series) -> None:
    expected = expected.dropna().sort_index()
    found = by_client(built, feature)
    assert list(found.index) == list(expected.index)
    np.testing.assert_allclose(found.to_numpy(), expected.to_numpy(dtype=float), rtol=2e-6, atol=1e-6)


def test_bureau_against_pandas(built: pl.DataFrame, raw: dict[str, pd.DataFrame]) -> None:
    bureau = raw["bureau"].copy()
    bureau["debt"] = bureau.AMT_CREDIT_SUM_DEBT.clip(lower=0)
    clients = bureau.groupby("SK_ID_CURR")
    expect(built, "bureau_count", clients.size())
    expect(built, "bureau_debt_sum", clients.debt.sum(min_count=1))
    expect(built, "bureau_days_credit_max", clients.DAYS_CREDIT.max())
    active = bureau[bureau.CREDIT_ACTIVE == "Active"].groupby("SK_ID_CURR")
    amount = active.AMT_CREDIT_SUM.sum()
    expect(built, "bureau_utilization", (active.debt.sum(min_count=1) / amount)[amount > 0])
    expect(built, "bureau_share_active", clients.CREDIT_ACTIVE.apply(lambda status: (status == "Active").mean()))


def test_bureau_months_against_pandas(built: pl.DataFrame, raw: dict[str, pd.DataFrame]) -> None:
    months = raw["bureau_balance"].merge(raw["bureau"][["SK_ID_CURR", "SK_ID_BUREAU"]], on="SK_ID_BUREAU")
    months["late"] = months.STATUS.isin(list("12345"))
    expect(built, "bureau_late_months", months.groupby("SK_ID_CURR").late.sum())
    late = months[months.late]
    expect(built, "bureau_worst_status", late.groupby("SK_ID_CURR").STATUS.max().astype(int))
    expect(built, "bureau_last_late_month", late.groupby("SK_ID_CURR").MONTHS_BALANCE.max())


def test_earlier_applications_against_pandas(built: pl.DataFrame, raw: dict[str, pd.DataFrame]) -> None:
    previous = raw["previous_application"]
    refused = previous.NAME_CONTRACT_STATUS == "Refused"
    expect(built, "prev_refusal_share", refused.groupby(previous.SK_ID_CURR).mean())
    granted = previous[previous.NAME_CONTRACT_STATUS == "Approved"]
    expect(built, "prev_approved_credit_mean", granted.groupby("SK_ID_CURR").AMT_CREDIT.mean())
    early = previous.replace({"DAYS_LAST_DUE": {365243: np.nan}, "DAYS_LAST_DUE_1ST_VERSION": {365243: np.nan}})
    early["early"] = early.DAYS_LAST_DUE_1ST_VERSION - early.DAYS_LAST_DUE
    expect(built, "prev_ended_early_mean", early.groupby("SK_ID_CURR").early.mean())


def test_statements_against_pandas(built: pl.DataFrame, raw: dict[str, pd.DataFrame]) -> None:
    pos = raw["POS_CASH_balance"]
    expect(built, "pos_late_share", (pos.SK_DPD > 0).groupby(pos.SK_ID_CURR).mean())
    expect(built, "pos_completed_count", _completed(pos))
    card = raw["credit_card_balance"]
    use = card.AMT_BALANCE.clip(lower=0) / card.AMT_CREDIT_LIMIT_ACTUAL.where(card.AMT_CREDIT_LIMIT_ACTUAL > 0)
    expect(built, "cc_avg_utilization", use.groupby(card.SK_ID_CURR).mean())


def _completed(pos: pd.DataFrame) -> pd.Series:
    done = (pos.NAME_CONTRACT_STATUS == "Completed").groupby([pos.SK_ID_CURR, pos.SK_ID_PREV]).any()
    return done.groupby("SK_ID_CURR").sum()


def test_instalments_against_pandas(real_data: Path, tmp_path: Path) -> None:
    payments = pl.read_parquet(real_data / "installments_payments_sample.parquet")
    payments.write_parquet(tmp_path / "installments_payments.parquet")
    clients = payments["SK_ID_CURR"].unique().to_list()
    table_frame("application", [{"SK_ID_CURR": client} for client in clients]).write_parquet(
        tmp_path / "application_train.parquet"
    )
    with read_tables(tmp_path) as tables:
        built = build_features(tables).collect()
    rows = pd.DataFrame({name: payments[name].to_numpy() for name in payments.columns})
    late = rows.DAYS_ENTRY_PAYMENT - rows.DAYS_INSTALMENT
    paid = rows[late.notna()]
    expect(built, "inst_on_time_ratio", (late[late.notna()] <= 0).groupby(paid.SK_ID_CURR).mean())
    expect(built, "inst_dpd_max", late.clip(lower=0).groupby(rows.SK_ID_CURR).max())
    sums = rows.groupby("SK_ID_CURR")[["AMT_PAYMENT", "AMT_INSTALMENT"]].sum()
    expect(built, "inst_paid_ratio", sums.AMT_PAYMENT / sums.AMT_INSTALMENT)


def test_absent_tables_and_unknown_clients_are_null(tmp_path: Path) -> None:
    table_frame("application", [{"SK_ID_CURR": 1}, {"SK_ID_CURR": 2}]).write_csv(tmp_path / "application_test.csv")
    table_frame("bureau", [bureau_row(SK_ID_CURR=1), bureau_row(SK_ID_CURR=77)]).write_csv(tmp_path / "bureau.csv")
    with read_tables(tmp_path) as tables:
        built = build_features(tables).collect()
    assert built["SK_ID_CURR"].to_list() == [1, 2]
    assert built["bureau_count"].to_list() == [1, None]
    assert built["has_bureau_history"].to_list() == [1, 0]
    assert built["prev_count"].null_count() == built["bureau_months"].null_count() == 2


def test_a_typed_application_has_the_features_of_the_same_row_in_a_file(built: pl.DataFrame) -> None:
    rows = built.head(50)
    again = features_of_application(rows.select("SK_ID_CURR", "TARGET", *RAW_FIELDS), rows.select(HISTORY_FEATURES))
    assert_frame_equal(again, rows, check_exact=True)
    one = features_of_application(rows[7].select(RAW_FIELDS), rows[7].select(HISTORY_FEATURES))
    assert_frame_equal(one.drop("SK_ID_CURR", "TARGET"), rows[7].drop("SK_ID_CURR", "TARGET"), check_exact=True)


def test_an_unreadable_history_is_named(tmp_path: Path) -> None:
    table_frame("application", [{"SK_ID_CURR": 1}]).write_csv(tmp_path / "application_test.csv")
    table_frame("bureau", [bureau_row(DAYS_CREDIT=-77)]).write_csv(tmp_path / "bureau.csv")
    replace_in(tmp_path / "bureau.csv", "-77", "soon")
    with (
        read_tables(tmp_path) as tables,
        pytest.raises(TablesError, match=r"bureau.csv \(table bureau\), row 1, column DAYS_CREDIT: 'soon'"),
    ):
        build_features(tables)
