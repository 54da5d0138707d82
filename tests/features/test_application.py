from __future__ import annotations

import math

import narwhals as nw
import polars as pl
import pytest
from hand_made import Row, table_frame
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from credit_panel.features import (
    DERIVED_FEATURES,
    HISTORY_FEATURES,
    RAW_FIELDS,
    derive,
    features_of_application,
)
from credit_panel.features.application import derived_expressions

APPLICATION: Row = {
    "SK_ID_CURR": 1,
    "AMT_CREDIT": 240_000.0,
    "AMT_ANNUITY": 10_000.0,
    "AMT_GOODS_PRICE": 200_000.0,
    "AMT_INCOME_TOTAL": 120_000.0,
    "CNT_FAM_MEMBERS": 3,
    "DAYS_BIRTH": -14_610,
    "DAYS_EMPLOYED": -1461,
    "EXT_SOURCE_1": 0.2,
    "EXT_SOURCE_3": 0.6,
}
HISTORY: Row = {
    "bureau_count": 4.0,
    "bureau_debt_sum": 60_000.0,
    "bureau_annuity_sum": 3_000.0,
    "prev_running_annuity_sum": 2_000.0,
    "prev_approved_credit_max": 120_000.0,
}


def features(application: Row, history: Row | None = None) -> Row:
    known = None
    if history is not None:
        known = pl.DataFrame(
            {name: [history.get(name)] for name in HISTORY_FEATURES}, dict.fromkeys(HISTORY_FEATURES, pl.Float32)
        )
    return features_of_application(table_frame("application", [application]), known).row(0, named=True)


def test_ratios_of_the_application() -> None:
    found = features(APPLICATION)
    assert found["amount_in_instalments"] == pytest.approx(24)
    assert found["credit_goods_ratio"] == pytest.approx(1.2)
    assert found["credit_income_ratio"] == pytest.approx(2)
    assert found["annuity_income_ratio"] == pytest.approx(1 / 12)
    assert found["income_per_person"] == pytest.approx(40_000)
    assert found["employment_stability"] == pytest.approx(0.1)


def test_an_income_of_nothing_is_the_heaviest_burden_and_not_an_unknown_one() -> None:
    found = features(APPLICATION | {"AMT_INCOME_TOTAL": 0.0, "AMT_GOODS_PRICE": 0.0})
    assert found["annuity_income_ratio"] == pytest.approx(10_000)
    assert found["credit_goods_ratio"] == pytest.approx(240_000)
    assert features(APPLICATION | {"AMT_INCOME_TOTAL": None})["annuity_income_ratio"] is None


def test_external_scores_use_those_that_are_known() -> None:
    found = features(APPLICATION)
    assert found["ext_source_mean"] == pytest.approx(0.4)
    assert (found["ext_source_min"], found["ext_source_max"]) == (0.2, 0.6)
    assert found["ext_source_count"] == 2
    assert found["ext_source_product"] is None
    assert found["ext_source_2_3_mean"] is None


def test_ratios_with_the_histories() -> None:
    found = features(APPLICATION, HISTORY)
    assert found["has_bureau_history"] == 1
    assert found["has_own_history"] == 0
    assert found["bureau_debt_income_ratio"] == pytest.approx(0.5)
    assert found["total_debt_income_ratio"] == pytest.approx(2.5)
    assert found["total_annuity_income_ratio"] == pytest.approx(15 / 120)
    assert found["credit_vs_previous"] == pytest.approx(2)
    assert found["annuity_vs_previous"] is None


def test_without_history_only_the_application_counts() -> None:
    found = features(APPLICATION)
    assert found["has_bureau_history"] == found["has_own_history"] == 0
    assert found["bureau_debt_income_ratio"] is None
    assert found["total_debt_income_ratio"] == found["credit_income_ratio"]
    assert all(found[name] is None for name in HISTORY_FEATURES)


def test_an_application_that_says_nothing_has_defined_features() -> None:
    found = features({"SK_ID_CURR": 1})
    known = {name: value for name, value in found.items() if value is not None}
    assert known == {
        "SK_ID_CURR": 1,
        "ext_source_count": 0,
        "has_bureau_history": 0,
        "has_own_history": 0,
    }


# No amount is under a hundredth of a unit.
amounts = st.one_of(st.none(), st.integers(-(10**8), 10**11).map(lambda cents: cents / 100))
days = st.one_of(st.none(), st.integers(-30_000, 10))


@given(
    row=st.fixed_dictionaries(
        dict.fromkeys(("AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL"), amounts)
        | dict.fromkeys(("DAYS_BIRTH", "DAYS_EMPLOYED", "DAYS_ID_PUBLISH"), days)
        | {f"EXT_SOURCE_{i}": st.one_of(st.none(), st.floats(0, 1)) for i in (1, 2, 3)}
    )
)
def test_every_derived_feature_is_null_or_finite_and_scores_stay_in_order(row: Row) -> None:
    found = features({"SK_ID_CURR": 1} | row, HISTORY)
    for name in DERIVED_FEATURES:
        assert found[name] is None or math.isfinite(found[name]), name
    low, mean, high = (found[f"ext_source_{name}"] for name in ("min", "mean", "max"))
    if mean is not None:
        assert low - 1e-12 <= mean <= high + 1e-12
    assert (mean is None) == (found["ext_source_count"] == 0)


def test_derive_recomputes_what_an_edited_amount_changes() -> None:
    before = features_of_application(table_frame("application", [APPLICATION]))
    edited = before.with_columns(AMT_CREDIT=pl.lit(120_000.0))
    after = derive(nw.from_native(edited)).to_native()
    assert after.columns == before.columns
    assert after["credit_income_ratio"].item() == pytest.approx(1)
    assert after["amount_in_instalments"].item() == pytest.approx(12)
    assert_frame_equal(derive(nw.from_native(edited.lazy())).to_native().collect(), after)


def test_one_row_and_a_curve_have_the_same_bits() -> None:
    row = table_frame("application", [APPLICATION | {"EXT_SOURCE_2": 0.31, "AMT_INCOME_TOTAL": 135_333.0}])
    amounts = [50_000 + 12_345.6 * step for step in range(40)]
    others = [pl.lit(row[name].item(), row.schema[name]).alias(name) for name in row.columns if name != "AMT_CREDIT"]
    curve = features_of_application(pl.DataFrame({"AMT_CREDIT": amounts}).with_columns(others))
    alone = [features_of_application(row.with_columns(AMT_CREDIT=pl.lit(amount))) for amount in amounts]
    assert_frame_equal(curve, pl.concat(alone), check_exact=True)


def test_narwhals_and_polars_work_out_the_same_bits() -> None:
    rows = [APPLICATION, APPLICATION | {"EXT_SOURCE_2": 0.5, "AMT_INCOME_TOTAL": 0.0}, {"SK_ID_CURR": 3}]
    by_polars = features_of_application(table_frame("application", rows))
    plain = nw.from_native(by_polars.drop(DERIVED_FEATURES))
    by_narwhals = plain.with_columns(**derived_expressions(nw)).to_native()
    assert_frame_equal(by_narwhals, by_polars, check_exact=True)


def test_columns_come_in_one_order_whether_keys_are_there_or_not() -> None:
    frame = table_frame("application", [APPLICATION])
    expected = ["SK_ID_CURR", "TARGET", *RAW_FIELDS, *HISTORY_FEATURES, *DERIVED_FEATURES]
    shuffled = frame.select(sorted(frame.columns)).drop("SK_ID_CURR", "TARGET")
    assert features_of_application(frame).columns == expected
    assert features_of_application(shuffled).columns == expected
    assert features_of_application(shuffled)["SK_ID_CURR"].item() is None


def test_history_of_another_length_is_refused() -> None:
    frame = table_frame("application", [APPLICATION])
    history = pl.DataFrame(schema=dict.fromkeys(HISTORY_FEATURES, pl.Float32))
    with pytest.raises(ValueError, match="0 rows of history for 1 applications"):
        features_of_application(frame, history)
