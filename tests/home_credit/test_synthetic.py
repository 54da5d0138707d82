"""What a synthetic portfolio must be whatever the seed: the archive's form, its keys, its exact relations."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit import SCHEMA, read_tables
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.home_credit.synthetic import generate, generation
from credit_panel.home_credit.synthetic.columns import AMOUNT_UNIT, BUILDING, NOT_EMPLOYED, REQUESTS, WORKING_AGE_DAYS

PORTFOLIO = 6_000
TABLES = generation.TABLES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthetic")
    generate(PORTFOLIO, seed=3, out=out)
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, pl.DataFrame]:
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}


@pytest.fixture(scope="module")
def applications(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return pl.concat([tables["application_train"].drop("TARGET"), tables["application_test"]])


def test_the_folder_holds_the_eight_tables_and_says_that_they_are_synthetic(folder: Path) -> None:
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(["SYNTHETIC.json", *(f"{name}.parquet" for name in TABLES)])
    manifest = json.loads((folder / "SYNTHETIC.json").read_text())
    assert manifest == {
        "synthetic": True,
        "seed": 3,
        "applications": PORTFOLIO,
        "generator": generation.GENERATOR_VERSION,
    }


def test_columns_and_types_are_those_of_the_archive(real_data: Path, tables: dict[str, pl.DataFrame]) -> None:
    with zipfile.ZipFile(real_data / "home-credit-sample.zip") as archive:
        for name in set(TABLES) - {"installments_payments"}:
            real = pl.read_csv(archive.read(f"{name}.csv"), infer_schema_length=None)
            assert tables[name].schema == real.schema, name
    instalments = pl.read_parquet(real_data / "installments_payments_sample.parquet")
    assert tables["installments_payments"].schema == instalments.schema
    assert len(tables["application_train"].columns) == 122
    assert len(tables["application_test"].columns) == 121


def test_it_is_read_like_the_archive_without_a_note(folder: Path) -> None:
    with read_tables(folder, require_target=True) as read:
        assert read.synthetic
        assert read.missing == ()
        assert read.application.select(pl.len()).collect().item() == PORTFOLIO
        for name in SCHEMA:
            assert read.get(name).collect().height > 0, name


def test_identifiers_are_unique_and_every_history_belongs_to_a_client(
    tables: dict[str, pl.DataFrame], applications: pl.DataFrame
) -> None:
    ids = applications["SK_ID_CURR"]
    assert ids.min() == 100_002
    assert ids.max() == 100_001 + PORTFOLIO
    assert ids.is_unique().all()
    assert tables["application_train"]["SK_ID_CURR"][0] == 100_002
    assert abs(len(tables["application_train"]) / PORTFOLIO - 0.863) < 0.02
    for name in TABLES[2:]:
        if "SK_ID_CURR" in tables[name].columns:
            assert tables[name]["SK_ID_CURR"].is_in(ids.implode()).all(), name
    assert tables["bureau"]["SK_ID_BUREAU"].is_unique().all()
    assert tables["previous_application"]["SK_ID_PREV"].is_unique().all()
    assert tables["bureau_balance"]["SK_ID_BUREAU"].is_in(tables["bureau"]["SK_ID_BUREAU"].implode()).all()
    pairs = tables["previous_application"].select("SK_ID_PREV", "SK_ID_CURR")
    for name in ("POS_CASH_balance", "installments_payments", "credit_card_balance"):
        strangers = tables[name].select("SK_ID_PREV", "SK_ID_CURR").unique().join(pairs, on=pairs.columns, how="anti")
        assert strangers.is_empty(), name


def test_only_some_external_credits_have_monthly_states_and_all_of_test_clients(
    tables: dict[str, pl.DataFrame],
) -> None:
    credits_ = tables["bureau"].with_columns(
        followed=pl.col("SK_ID_BUREAU").is_in(tables["bureau_balance"]["SK_ID_BUREAU"].unique().implode()),
        test=pl.col("SK_ID_CURR").is_in(tables["application_test"]["SK_ID_CURR"].implode()),
    )
    followed = dict(credits_.group_by("test").agg(pl.mean("followed")).iter_rows())
    assert followed[False] == pytest.approx(0.36, abs=0.05)
    assert followed[True] > 0.99


def test_clients_without_an_employer_are_coded_in_every_place(applications: pl.DataFrame) -> None:
    retired = applications["DAYS_EMPLOYED"] == NOT_EMPLOYED
    assert 0.1 < retired.mean() < 0.3
    assert (retired == (applications["ORGANIZATION_TYPE"] == "XNA")).all()
    assert (retired == applications["NAME_INCOME_TYPE"].is_in(["Pensioner", "Unemployed"])).all()
    assert (retired == (applications["FLAG_EMP_PHONE"] == 0)).all()
    assert applications.filter(retired)["OCCUPATION_TYPE"].is_null().all()


def test_employment_is_younger_than_the_client(applications: pl.DataFrame) -> None:
    employed = applications.filter(pl.col("DAYS_EMPLOYED") != NOT_EMPLOYED)
    assert (employed["DAYS_EMPLOYED"] <= 0).all()
    assert (employed["DAYS_EMPLOYED"] >= employed["DAYS_BIRTH"] + WORKING_AGE_DAYS - 1).all()


def test_a_car_has_an_age_and_only_a_car(applications: pl.DataFrame) -> None:
    assert ((applications["FLAG_OWN_CAR"] == "Y") == applications["OWN_CAR_AGE"].is_not_null()).all()


def test_amounts_are_heaped_and_agree_with_each_other(applications: pl.DataFrame) -> None:
    cash = applications.filter(pl.col("NAME_CONTRACT_TYPE") == "Cash loans").drop_nulls("AMT_ANNUITY")
    assert (cash["AMT_CREDIT"] >= cash["AMT_GOODS_PRICE"] * 0.95).mean() > 0.999
    months = cash["AMT_CREDIT"] / cash["AMT_ANNUITY"]
    assert months.min() > 7
    assert months.max() < 50
    revolving = applications.filter(pl.col("NAME_CONTRACT_TYPE") == "Revolving loans").drop_nulls("AMT_ANNUITY")
    assert (revolving["AMT_ANNUITY"] - revolving["AMT_CREDIT"] * 0.05).abs().max() <= AMOUNT_UNIT
    steps = (applications["AMT_CREDIT"] / AMOUNT_UNIT).to_numpy()
    assert np.abs(steps - np.round(steps)).max() < 1e-6
    commonest = applications["AMT_INCOME_TOTAL"].value_counts(sort=True)["count"][0]
    assert commonest / PORTFOLIO > 0.08  # 135,000 alone is 11.6 % of the archive


def test_family_counts_the_children_and_the_partner(applications: pl.DataFrame) -> None:
    known = applications.filter(pl.col("NAME_FAMILY_STATUS") != "Unknown")
    adults = known["CNT_FAM_MEMBERS"] - known["CNT_CHILDREN"]
    couple = known["NAME_FAMILY_STATUS"].is_in(["Married", "Civil marriage"])
    assert ((adults == 2) == couple).all()
    assert adults.is_in([1.0, 2.0]).all()


def test_blocks_are_missing_together(applications: pl.DataFrame) -> None:
    for block in (REQUESTS, [name for name in applications.columns if name.endswith("SOCIAL_CIRCLE")]):
        gone = applications.select(pl.sum_horizontal(pl.col(block).is_null().cast(pl.Int8))).to_series()
        assert set(gone.unique()) == {0, len(block)}
    for part in BUILDING:
        gone = applications.select(pl.sum_horizontal(pl.col(f"^{part}_(AVG|MODE|MEDI)$").is_null().cast(pl.Int8)))
        assert set(gone.to_series().unique()) == {0, 3}


def test_the_three_forms_of_a_building_figure_are_nearly_equal(applications: pl.DataFrame) -> None:
    for part in BUILDING:
        for form, floor in (("MODE", 0.85), ("MEDI", 0.93)):
            pair = applications.select(f"{part}_AVG", f"{part}_{form}").drop_nulls()
            assert pair.select(pl.corr(*pair.columns, method="spearman")).item() > floor, f"{part}_{form}"


def test_days_of_histories_are_ordered(tables: dict[str, pl.DataFrame]) -> None:
    credits_ = tables["bureau"]
    ended = credits_.drop_nulls("DAYS_ENDDATE_FACT")
    assert (credits_["DAYS_CREDIT"] <= 0).all()
    assert (ended["DAYS_ENDDATE_FACT"] >= ended["DAYS_CREDIT"]).all()
    loans = tables["previous_application"].filter(pl.col("DAYS_LAST_DUE") < NOT_EMPLOYED)
    assert (loans["DAYS_FIRST_DUE"] <= loans["DAYS_LAST_DUE"]).all()
    assert (loans["DAYS_DECISION"] <= loans["DAYS_FIRST_DUE"]).all()
    assert (tables["previous_application"]["DAYS_DECISION"] < 0).all()
    for name in ("POS_CASH_balance", "credit_card_balance"):
        assert tables[name]["MONTHS_BALANCE"].is_between(-96, -1).all(), name
        assert not tables[name].select("SK_ID_PREV", "MONTHS_BALANCE").is_duplicated().any(), name
    assert (tables["installments_payments"]["DAYS_INSTALMENT"] < 0).all()


def test_nobody_borrowed_as_a_child(tables: dict[str, pl.DataFrame], applications: pl.DataFrame) -> None:
    births = applications.select("SK_ID_CURR", "DAYS_BIRTH")
    for name, day in (("bureau", "DAYS_CREDIT"), ("previous_application", "DAYS_DECISION")):
        age = tables[name].join(births, on="SK_ID_CURR").select(pl.col(day) - pl.col("DAYS_BIRTH")).to_series()
        assert age.min() >= 18 * DAYS_A_YEAR, name


def test_a_card_s_balance_is_what_was_left_and_drawn_less_what_was_paid(tables: dict[str, pl.DataFrame]) -> None:
    """But for interest and small fees, month by month."""
    owed = pl.col("AMT_BALANCE").shift(1).over("SK_ID_PREV")
    months = tables["credit_card_balance"].sort("SK_ID_PREV", "MONTHS_BALANCE").with_columns(owed=owed)
    months = months.filter(pl.col("owed") > 9_000, pl.col("AMT_BALANCE") > 9_000)
    growth = months["owed"] + months["AMT_DRAWINGS_CURRENT"] - months["AMT_PAYMENT_TOTAL_CURRENT"]
    interest = (months["AMT_BALANCE"] - growth) / months["owed"]
    assert interest.is_between(0.02, 0.05).mean() > 0.99
    assert (months["AMT_PAYMENT_TOTAL_CURRENT"] <= months["owed"] * 1.05).all()


def test_an_instalment_is_overpaid_now_and_then_and_where_a_loan_ends_early_alone(
    tables: dict[str, pl.DataFrame],
) -> None:
    paid = tables["installments_payments"].drop_nulls("AMT_PAYMENT")
    over = paid.filter(pl.col("AMT_PAYMENT") > pl.col("AMT_INSTALMENT") + 1)
    assert (over["NUM_INSTALMENT_VERSION"] > 1).all()
    assert 0.05 < over["SK_ID_CURR"].n_unique() / paid["SK_ID_CURR"].n_unique() < 0.15  # the archive: 0.083


def test_a_loan_is_paid_down_month_by_month(tables: dict[str, pl.DataFrame]) -> None:
    months = tables["POS_CASH_balance"].sort("SK_ID_PREV", "MONTHS_BALANCE").drop_nulls("CNT_INSTALMENT_FUTURE")
    step = months.select(pl.col("CNT_INSTALMENT_FUTURE").diff().over("SK_ID_PREV")).to_series().drop_nulls()
    assert (step <= 0).all()


def test_a_risky_client_s_past_shows_it(tables: dict[str, pl.DataFrame]) -> None:
    target = tables["application_train"].select("SK_ID_CURR", "TARGET")
    refused = (
        tables["previous_application"]
        .group_by("SK_ID_CURR")
        .agg(refused=(pl.col("NAME_CONTRACT_STATUS") == "Refused").mean())
    )
    late = (
        tables["installments_payments"]
        .group_by("SK_ID_CURR")
        .agg(late=(pl.col("DAYS_ENTRY_PAYMENT") > pl.col("DAYS_INSTALMENT")).mean())
    )
    use = tables["credit_card_balance"].group_by("SK_ID_CURR").agg(use=pl.col("AMT_BALANCE").mean())
    running = tables["bureau"].group_by("SK_ID_CURR").agg(running=(pl.col("CREDIT_ACTIVE") == "Active").mean())
    for part in (refused, late, use, running):
        mean = dict(target.join(part, on="SK_ID_CURR").group_by("TARGET").agg(pl.col(part.columns[1]).mean()).rows())
        assert mean[1] > mean[0] * 1.05, part.columns[1]


def test_clients_without_a_bureau_file_get_no_external_credit(tables: dict[str, pl.DataFrame]) -> None:
    unknown = pl.concat([tables["application_train"].drop("TARGET"), tables["application_test"]]).filter(
        pl.col(REQUESTS[-1]).is_null()
    )
    assert not unknown["SK_ID_CURR"].is_in(tables["bureau"]["SK_ID_CURR"].unique().implode()).any()
