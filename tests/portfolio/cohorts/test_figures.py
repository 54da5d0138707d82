"""The figures of a cohort are those that Polars gives, and nothing is told of few."""

from __future__ import annotations

import io

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import Between, Cohort, OneOf, ServedModel
from credit_panel.portfolio.cohorts.figures import cohort_figures, served_arrays
from credit_panel.portfolio.cohorts.file import COLUMNS, as_parquet, cohort_frame
from credit_panel.portfolio.csv_file import FORMULA_STARTS, as_csv
from credit_panel.portfolio.plot_frame import plot_frame
from credit_panel.portfolio.statistics.rate_grid import rate_grid
from credit_panel.scoring import Outcome
from credit_panel.state import CohortState


def chosen(served: ServedModel, cohort: Cohort) -> tuple[np.ndarray, pl.DataFrame]:
    state = CohortState(served, cohort=cohort)
    mask = state.mask
    return mask, served.portfolio.scan().filter(cohort.expression()).collect()


@pytest.mark.parametrize(
    "cohort",
    [
        Cohort({"AMT_CREDIT": Between(500_000)}),
        Cohort({"grade": OneOf(frozenset("DE")), "DAYS_BIRTH": Between(-14610, -10958)}, inverted=True),
    ],
    ids=["large", "inverted"],
)
def test_the_figures_are_those_of_polars(served: ServedModel, cohort: Cohort) -> None:
    mask, frame = chosen(served, cohort)
    figures = cohort_figures(served, mask).cohort
    assert figures.count == len(frame)
    assert figures.points == pytest.approx(frame["points"].mean(), rel=1e-5)
    assert figures.probability == pytest.approx(frame["probability"].mean(), rel=1e-5)
    assert figures.observed.value == pytest.approx(frame["TARGET"].mean())
    assert figures.observed.low < figures.observed.value < figures.observed.high
    for outcome in Outcome:
        assert figures.outcomes[outcome] == pytest.approx((frame["outcome"] == str(outcome)).mean())
    moved = served.portfolio.contributions.filter(pl.col("SK_ID_CURR").is_in(frame["SK_ID_CURR"].to_list())).collect()
    for theme, points in figures.themes.items():
        members = [name for name in served.scorer.features if FIELDS[name].theme == theme]
        assert points == pytest.approx(moved.select(pl.sum_horizontal(members).mean()).item(), abs=1e-3)


def test_everyone_is_worked_out_once_and_adds_up(served: ServedModel) -> None:
    figures = cohort_figures(served, None)
    assert cohort_figures(served, None) is figures
    assert figures.share == 1
    assert figures.cohort.count == len(served.portfolio) == sum(group.count for group in figures.by_age)
    base = served.portfolio.column("base_points").mean()
    assert base + sum(figures.whole.themes.values()) == pytest.approx(figures.whole.points, abs=0.05)


@pytest.mark.parametrize("size", [0, 1, 29])
def test_nothing_is_told_of_few(served: ServedModel, size: int) -> None:
    figures = cohort_figures(served, np.arange(len(served.portfolio)) < size)
    assert figures.cohort.count == size
    assert figures.cohort.observed.value is None
    assert all(group.acceptance.value is None and group.predicted is None for group in figures.by_gender)
    assert (figures.cohort.points is None) == (size == 0)


def test_the_rates_by_two_columns_count_every_client_of_known_outcome(served: ServedModel) -> None:
    plots, target = plot_frame(served.portfolio), served_arrays(served).target
    grid = rate_grid(plots, "AMT_CREDIT", "points", target, None)
    assert grid.counts.sum() == (~np.isnan(target)).sum()
    assert grid.defaults.sum() == np.nansum(target)
    mask = np.arange(len(target)) % 2 == 0
    parts = [rate_grid(plots, "AMT_CREDIT", "points", target, half).counts for half in (mask, ~mask)]
    assert (parts[0] + parts[1] == grid.counts).all()


def test_a_cohort_is_saved_whole_and_runs_no_formula(served: ServedModel) -> None:
    ids = served.portfolio.ids[:20].tolist()
    frame = cohort_frame(served.portfolio, ids)
    assert frame.columns == [name for name in COLUMNS if name in served.portfolio.schema]
    assert pl.read_parquet(io.BytesIO(as_parquet(frame))).equals(frame)
    assert pl.read_csv(io.BytesIO(as_csv(frame)))["SK_ID_CURR"].to_list() == ids
    for start in FORMULA_STARTS:
        evil = frame.with_columns(pl.lit(f"{start}1+1").alias("NAME_INCOME_TYPE"))
        read = pl.read_csv(io.BytesIO(as_csv(evil)))
        assert read["NAME_INCOME_TYPE"].unique().to_list() == [f"'{start}1+1"]
        assert read.columns == frame.columns
