"""Drift of the test table, another portfolio or a file: like with like, added up, and told when it cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import DriftFileError
from credit_panel.features import features_of_application
from credit_panel.features.build import HISTORY_FEATURES, RAW_FIELDS
from credit_panel.portfolio import Portfolio, ServedModel
from credit_panel.portfolio.drift.margins import MOST_LEVELS, margin
from credit_panel.portfolio.drift.report import drift_of_file, drift_of_portfolio, drift_of_test
from credit_panel.scoring import DriftState, drift


@pytest.fixture(scope="module")
def raw(served: ServedModel) -> pl.DataFrame:
    return served.portfolio.select(None, None).filter(pl.col("TARGET").is_not_null())


def test_the_test_table_is_compared_as_the_scorer_would(served: ServedModel) -> None:
    report = drift_of_test(served)
    frame = served.portfolio.select(None, None)
    known = frame["TARGET"].is_not_null()
    expected = drift(served.scorer, frame.filter(known), frame.filter(~known))
    assert [d.feature for d in report.drifts] == [d.feature for d in expected]
    assert [d.index for d in report.drifts] == pytest.approx([d.index for d in expected])
    assert [d.points for d in report.drifts] == pytest.approx([d.points for d in expected], abs=1e-3)
    assert report.mean_after - report.mean_before == pytest.approx(report.drifts[0].points)
    assert sum(d.points for d in report.drifts[1:]) + report.start == pytest.approx(report.drifts[0].points, abs=1e-3)
    assert (report.before, report.after) == (int(known.sum()), int((~known).sum()))


def test_a_portfolio_has_not_drifted_from_itself(served: ServedModel) -> None:
    report = drift_of_portfolio(served, Portfolio(served.portfolio.folder))
    assert {found.state for found in report.drifts} == {DriftState.STABLE}
    assert report.left_out == ()


def test_a_file_of_the_training_clients_has_not_moved_though_it_holds_no_history(
    served: ServedModel, raw: pl.DataFrame
) -> None:
    columns = ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "EXT_SOURCE_1", "EXT_SOURCE_3"]
    report = drift_of_file(served, raw.select(columns))
    assert {found.state for found in report.drifts} == {DriftState.STABLE}
    assert report.mean_after == pytest.approx(report.mean_before)
    compared, alone = {found.feature for found in report.drifts[1:]}, served.scorer.without_histories
    assert compared <= set(alone.features)
    assert not any(name.startswith(("bureau_", "prev_", "inst_")) for name in compared)
    assert compared | set(report.left_out) == {*served.scorer.features, *alone.features}


def test_applications_without_histories_are_scored_as_they_are_everywhere(
    served: ServedModel, raw: pl.DataFrame
) -> None:
    applications = raw.select(RAW_FIELDS)
    report = drift_of_file(served, applications)
    alone = served.scorer.without_histories.score(features_of_application(applications))
    assert report.mean_after == pytest.approx(alone.points.mean())
    known = drift_of_file(served, raw.select(*RAW_FIELDS, *HISTORY_FEATURES))
    assert (report.with_histories, known.with_histories) == (False, True)
    assert known.mean_after == pytest.approx(served.scorer.score(raw.select(served.scorer.features)).points.mean())


def test_one_value_and_no_value_are_drift_and_no_error(served: ServedModel, raw: pl.DataFrame) -> None:
    given = ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"]
    empty = next(name for name in given[3:] if name in served.scorer.features)
    moved = raw.select(given).with_columns(pl.lit(450_000.0).alias("AMT_CREDIT"), pl.lit(None, pl.Float64).alias(empty))
    report = drift_of_file(served, moved)
    found = {d.feature: d for d in report.drifts}
    assert found["AMT_CREDIT"].state is DriftState.LARGE
    assert found[empty].missing_after == 1
    assert report.margins[empty].after.sum() == 0


def test_columns_that_make_up_no_feature_are_told(served: ServedModel, raw: pl.DataFrame) -> None:
    with pytest.raises(DriftFileError) as caught:
        drift_of_file(served, raw.select("WEEKDAY_APPR_PROCESS_START"))
    assert caught.value.fault == "no_feature"


def test_margins_add_up_to_everyone_with_a_value() -> None:
    random = np.random.default_rng(2)
    one = margin(pl.Series("AMT_CREDIT", random.lognormal(12, 1, 500)), pl.Series("AMT_CREDIT", [1e9, None, 3.0]))
    assert (one.before.sum(), one.after.sum()) == (pytest.approx(1), pytest.approx(1))
    assert len(one.edges) == len(one.before) + 1
    levels = pl.Series("ORGANIZATION_TYPE", [f"kind {i % 12}" for i in range(600)])
    two = margin(levels, levels.head(50))
    assert (len(two.levels), two.levels[-1]) == (MOST_LEVELS + 1, None)
    assert (two.before.sum(), two.after.sum()) == (pytest.approx(1), pytest.approx(1))


def test_a_portfolio_of_a_few_clients_is_told(served: ServedModel, tmp_path: Path) -> None:
    class Few:
        ids = served.portfolio.ids[:20]

        def __len__(self) -> int:
            return len(self.ids)

    with pytest.raises(DriftFileError, match="20 applications"):
        drift_of_portfolio(served, Few())  # type: ignore[arg-type]
