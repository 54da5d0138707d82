from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit_panel.errors import ApplicationError
from credit_panel.features import DERIVED_FEATURES, RAW_FIELDS
from credit_panel.home_credit.absence import Absence
from credit_panel.scoring import Scorer
from credit_panel.scoring.scenario import CLOSED, DEBTS, SETTLED_DEBT, Scenario, features_after
from credit_panel.scoring.what_if import Curve, curve, what_if


def test_nothing_changed_changes_nothing(scorer: Scorer, features: pl.DataFrame) -> None:
    for i in range(0, 1_000, 40):
        result = what_if(scorer, features[i], Scenario())
        assert result.after == result.before
        assert set(result.by_feature.values()) == {0.0}


def test_every_derived_feature_follows_the_raw_field(features: pl.DataFrame) -> None:
    client = features[4]
    after = Scenario({"AMT_CREDIT": 300_000.0, "AMT_INCOME_TOTAL": 90_000.0}).features(client)
    assert after["credit_income_ratio"][0] == pytest.approx(300_000 / 90_000)
    assert after["amount_in_instalments"][0] == pytest.approx(300_000 / client["AMT_ANNUITY"][0])
    untouched = set(RAW_FIELDS) - {"AMT_CREDIT", "AMT_INCOME_TOTAL"}
    assert after.select(untouched).equals(client.select(untouched))
    assert [n for n in DERIVED_FEATURES if after[n][0] != client[n][0] and after[n][0] is not None]


def test_missing_stays_missing_and_can_be_made(features: pl.DataFrame) -> None:
    client = features.filter(pl.col("EXT_SOURCE_1").is_null())[0]
    after = Scenario({"AMT_CREDIT": 300_000, "AMT_ANNUITY": None}).features(client)
    assert after["EXT_SOURCE_1"][0] is None
    assert after["amount_in_instalments"][0] is None
    nulls = {n for n in RAW_FIELDS if client[n][0] is None}
    assert nulls | {"AMT_ANNUITY"} == {n for n in RAW_FIELDS if after[n][0] is None}


@settings(max_examples=20)
@given(credit=st.floats(10_000, 1e7), share=st.floats(0, 1))
def test_differences_add_up(scorer: Scorer, features: pl.DataFrame, credit: float, share: float) -> None:
    result = what_if(scorer, features[7], Scenario({"AMT_CREDIT": credit}, settled_debt=share))
    assert math.fsum(result.by_feature.values()) == pytest.approx(result.points, abs=1e-6)
    assert math.fsum(result.by_theme.values()) == pytest.approx(result.points, abs=1e-6)


def test_settled_debts_scale_what_is_owed(features: pl.DataFrame) -> None:
    owing = features[3].with_columns(pl.lit(1_000.0, pl.Float32).alias(name) for name in DEBTS)
    after = Scenario(settled_debt=0.25).features(owing)
    assert [after[name][0] for name in DEBTS] == [750.0] * len(DEBTS)
    assert after["bureau_debt_income_ratio"][0] == pytest.approx(750 / owing["AMT_INCOME_TOTAL"][0])
    assert after["bureau_count"][0] == owing["bureau_count"][0]


def test_credits_close_when_all_is_repaid_and_not_before(scorer: Scorer, features: pl.DataFrame) -> None:
    owing = features[3].with_columns(pl.lit(2.0, pl.Float32).alias(name) for name in (*DEBTS, *CLOSED))
    nearly, fully = (Scenario(settled_debt=share).features(owing) for share in (0.99, 1.0))
    assert [nearly[name][0] for name in CLOSED] == [2.0] * len(CLOSED)
    assert [fully[name][0] for name in (*DEBTS, *CLOSED)] == [0.0] * (len(DEBTS) + len(CLOSED))
    both = features_after(owing, pl.DataFrame({SETTLED_DEBT: [0.99, 1.0]}))
    assert both.equals(pl.concat([nearly, fully]))


def test_who_gives_up_the_car_has_none_of_any_age(scorer: Scorer, features: pl.DataFrame) -> None:
    owner = features.filter((pl.col("FLAG_OWN_CAR") == "Y") & pl.col("OWN_CAR_AGE").is_not_null())[0]
    for scenario in (Scenario({"FLAG_OWN_CAR": "N"}), Scenario({"FLAG_OWN_CAR": "N", "OWN_CAR_AGE": 3})):
        after = scenario.features(owner)
        assert after["OWN_CAR_AGE"][0] is None
        told = {c.feature: c.absence for c in scorer.explain_one(after).contributions}
        assert told.get("OWN_CAR_AGE", Absence.NO_CAR) is Absence.NO_CAR
    assert Scenario({"OWN_CAR_AGE": 3}).features(owner)["OWN_CAR_AGE"][0] == 3


def test_every_bad_change_is_named() -> None:
    with pytest.raises(ApplicationError) as caught:
        Scenario({"AMT_CREDIT": -1, "NOWHERE": 2, "AMT_ANNUITY": math.nan}, settled_debt=2)
    assert {p.field for p in caught.value.problems} == {SETTLED_DEBT, "AMT_CREDIT", "NOWHERE", "AMT_ANNUITY"}


def test_a_curve_is_its_points_one_by_one(scorer: Scorer, features: pl.DataFrame) -> None:
    values = np.linspace(100_000, 900_000, 40)
    scenario = Scenario({"AMT_INCOME_TOTAL": 120_000})
    line = curve(scorer, features[9], "AMT_CREDIT", values, scenario)
    for i in (0, 17, 39):
        one = Scenario({"AMT_INCOME_TOTAL": 120_000, "AMT_CREDIT": values[i]})
        assert abs(scorer.score(one.features(features[9])).probability[0] - line.scores.probability[i]) < 1e-12


def test_a_curve_outside_the_bounds_is_refused(scorer: Scorer, features: pl.DataFrame) -> None:
    with pytest.raises(ApplicationError, match="AMT_CREDIT"):
        curve(scorer, features[9], "AMT_CREDIT", [50, 200_000])
    with pytest.raises(ApplicationError, match=SETTLED_DEBT):
        curve(scorer, features[9], SETTLED_DEBT, [0, 1.5])


def test_crossings_lie_between_the_values_on_either_side(scorer: Scorer, features: pl.DataFrame) -> None:
    line = curve(scorer, features[9], "EXT_SOURCE_3", np.linspace(0, 1, 40))
    middle = float(np.mean([line.scores.probability.min(), line.scores.probability.max()]))
    (at,) = line.crossings(middle)
    after = int(np.searchsorted(line.values, at))
    low, high = sorted(line.scores.probability[[after - 1, after]])
    assert low <= middle <= high
    assert Curve(line.field, line.values, line.scores).crossings(2.0) == ()
