"""The pictures of the comparison put each client where they belong, say it in words, and run no text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.compare.debt_capacity import debt_capacity_figure
from credit_panel.charts.compare.distribution import distribution_figure
from credit_panel.charts.compare.distribution_levels import MOST_LEVELS, levels_figure
from credit_panel.charts.compare.percentiles import percentiles_figure
from credit_panel.charts.compare.readings import (
    measure_axis,
    place_name,
    rank_words,
    reading,
    share_words,
    short_tick,
    tick,
)
from credit_panel.charts.compare.scatter import scatter_figure
from credit_panel.charts.figure import Figure
from credit_panel.locale import translator
from credit_panel.portfolio.statistics.debt_capacity import Capacity
from credit_panel.portfolio.statistics.group_distribution import GroupDistribution, LevelDistribution, Outcomes
from credit_panel.portfolio.statistics.joint_sample import JointSample
from credit_panel.portfolio.statistics.measure import Measure
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank

EN, FR = translator("en"), translator("fr")
INCOME = Measure("AMT_INCOME_TOTAL", "amount")
ALL = "of all clients"


def percentile_rank(below: int, same: int, above: int, value: float | None = 120_000.0) -> PercentileRank:
    known = below + same + above
    return PercentileRank("AMT_INCOME_TOTAL", value, known + 5, known, below, same, above, 100_000.0, measured=True)


def spread(value: float | None, repaid: list[int], defaulted: list[int]) -> GroupDistribution:
    edges = np.linspace(0, 50_000.0 * (len(repaid) - 2), len(repaid) - 1)
    outcomes = Outcomes(np.array(repaid), np.array(defaulted))
    return GroupDistribution(INCOME, edges, outcomes, percentile_rank(80, 1, 19, value), value, varies=True)


def columns(figure: Figure, plot: str, layer: int) -> dict[str, list[float | str]]:
    """What a layer of one of the figure's plots is drawn from."""
    (found,) = (one for one in figure.plots if one.key == plot)
    return {name: list(values) for name, values in found.layers[layer].known().items()}


def test_the_bars_of_each_outcome_are_shares_of_it() -> None:
    figure = distribution_figure(spread(120_000, [0, 100, 200, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    bars, outline = columns(figure, "distribution", 0), columns(figure, "distribution", 1)
    assert bars["top"] == [0.25, 0.5, 0.25]
    assert bars["words0"] == ["0 – 50,000", "50,000 – 100,000", "100,000 – 150,000"]
    assert (bars["words1"][1], bars["words2"][0]) == ("50% (200)", "75% (30)")
    assert outline["y"] == [0, 0.75, 0.75, 0.25, 0.25, 0, 0, 0]
    assert max(bars["top"]) <= figure.plots[0].y.high
    assert "Higher than 80% of all clients." in figure.summary
    assert "this client: 120,000" in figure.picture
    assert columns(figure, "distribution", 2)["x"] == [120_000]


def test_the_rate_of_each_bin_stands_under_it_and_the_client_s_own_stands_out() -> None:
    figure = distribution_figure(spread(70_000, [0, 100, 90, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    others, own = columns(figure, "default-rates", 0), columns(figure, "default-rates", 1)
    assert (others["words1"], own["words1"]) == (["23.1%", "0%"], ["10%"])
    assert own["left"] == [50_000]
    assert columns(figure, "default-rates", 2)["y"] == [pytest.approx(40 / 330)]


def test_the_summary_says_the_rate_of_the_client_s_range() -> None:
    figure = distribution_figure(spread(70_000, [0, 100, 90, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    assert "(50,000 – 100,000), 10% defaulted, against 12.1% of all clients" in figure.summary
    assert [row[3] for row in figure.table.rows[:3]] == ["23.1%", "10%", "0%"]
    assert figure.table.rows[1][4] == "this client"
    assert figure.table.rows[-1][0] == "not given"


def test_few_clients_are_counted_and_have_no_rate_by_bin() -> None:
    figure = distribution_figure(spread(70_000, [0, 6, 8, 0, 0], [0, 1, 0, 0, 0]), ALL, EN)
    assert "Clients" in figure.picture
    assert [plot.key for plot in figure.plots] == ["distribution"]
    assert figure.plots[0].layers[0].known()["top"].tolist() == [6, 8, 0]
    assert {row[3] for row in figure.table.rows[:3]} == {"too few"}


@pytest.mark.parametrize(("value", "arrow"), [(-10.0, "← this client"), (900_000.0, "→")])
def test_a_client_off_the_axis_stands_at_its_end_with_an_arrow(value: float, arrow: str) -> None:
    figure = distribution_figure(spread(value, [0, 100, 200, 100, 2], [0, 30, 10, 0, 0]), ALL, EN)
    assert arrow in figure.picture
    assert columns(figure, "distribution", 2)["x"][0] in (0.0, 150_000.0)


def test_a_missing_value_is_said_and_not_marked() -> None:
    figure = distribution_figure(spread(None, [0, 100, 200, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    assert "not known for this client" in figure.summary
    assert columns(figure, "distribution", 2)["x"] == []
    assert "this client" not in figure.picture


def levels(count: int, own: str) -> LevelDistribution:
    names = (*(f"level {i} <script>" for i in range(count - 1)), own)
    many = np.arange(count, 0, -1) * 20
    mine = PercentileRank("OCCUPATION_TYPE", own, int(many.sum()), int(many.sum()), 0, 20, 0, names[0], measured=False)
    return LevelDistribution(names, many, Outcomes(many - 5, np.full(count, 5)), mine)


def test_the_client_s_category_is_drawn_though_it_is_rare() -> None:
    figure = levels_figure(levels(30, "Laborers"), ALL, EN)
    assert figure.picture.count('class="level"') + figure.picture.count('class="level own"') == MOST_LEVELS + 2
    assert EN.value("OCCUPATION_TYPE", "Laborers") in figure.picture
    assert "17 others" in figure.picture
    assert "<script" not in figure.picture
    assert len(figure.table.rows) == 30


def test_each_feature_has_its_dot_where_the_client_ranks() -> None:
    rows = (percentile_rank(80, 0, 20), percentile_rank(10, 0, 90), percentile_rank(0, 0, 0, None))
    figure = percentiles_figure(rows, {"AMT_INCOME_TOTAL": -3}, ALL, EN)
    assert re.findall(r'class="adverse" x="([\d.]+)%"', figure.picture) == ["80.0", "10.0"]
    assert "Not known for this client." in figure.picture
    assert "lower than 90% of all clients" in figure.summary


def test_debt_capacity_says_what_is_above_the_average() -> None:
    figure = debt_capacity_figure(
        [
            Capacity("annuity_income_ratio", 0.3, 0.18, 0.17, None),
            Capacity("credit_income_ratio", 2.0, 3.9, 3.8, 3.0),
            Capacity("total_debt_income_ratio", None, 8.0, 7.0, 6.0),
        ],
        EN,
    )
    assert "on 1 of 2 ratios" in figure.summary
    assert "30% against 18%" in figure.summary
    assert figure.table.rows[2][1] == "not known"
    assert figure.table.rows[0][2] == "not known"
    nothing = debt_capacity_figure([Capacity("annuity_income_ratio", None, None, None, None)], EN)
    assert "not known" in nothing.summary


def pair(own: tuple[float | None, float | None], n: int = 60) -> JointSample:
    values = np.linspace(0, 100_000, n)
    outcomes = Outcomes(np.array([15, 0, 0, 0, 15, 0, 0, 0, 15]), np.array([5, 0, 0, 0, 5, 0, 0, 0, 5]))
    cuts = (33_000.0, 66_000.0)
    return JointSample(
        (INCOME, Measure("AMT_CREDIT", "amount")), values, values, values > 90_000, (cuts, cuts), outcomes, own, n
    )


def test_the_scatter_draws_each_outcome_in_its_shape_and_no_number_of_a_client() -> None:
    edges = np.linspace(0, 100_000, 11)
    figure = scatter_figure(pair((70_000, 80_000)), (edges, edges), ALL, EN)
    box, repaid, defaulted, own = (columns(figure, "two-features", layer) for layer in range(4))
    assert (len(repaid["x"]), len(defaulted["x"])) == (54, 6)
    assert figure.plots[0].layers[1].style.get("marker") != figure.plots[0].layers[2].style["marker"]
    assert (own["x"], own["y"], own["words0"]) == ([70_000], [80_000], ["70,000"])
    assert (box["left"], box["right"], box["top"]) == ([66_000], [100_000], [100_000])
    assert repaid["words0"][30] == "51\N{NARROW NO-BREAK SPACE}k"  # no more digits of another client than a point shows
    assert "clearly rise together" in figure.summary
    assert "25% defaulted, against 25%" in figure.summary
    assert len(figure.table.rows) == 9
    assert figure.table.rows[8][4] == "this client"
    assert "cannot be placed" in scatter_figure(pair((None, 80_000)), (edges, edges), ALL, EN).summary


def test_a_client_beyond_the_edge_is_marked_at_it() -> None:
    edges = np.linspace(0, 100_000, 11)
    figure = scatter_figure(pair((900_000, 50)), (edges, edges), ALL, EN)
    assert columns(figure, "two-features", 3)["x"] == [100_000]
    assert "beyond the edge" in figure.picture


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_the_words_never_say_that_a_client_is_above_or_below_everyone_when_not(
    below: int, same: int, above: int
) -> None:
    words = rank_words(percentile_rank(below, same, above), ALL, EN)
    if above and below:
        assert "100%" not in words
        assert " 0%" not in words
    if below > above and below + same + above:
        assert words.startswith("Higher")


@given(st.floats(0.00001, 0.99999))
def test_a_share_between_none_and_all_never_reads_as_either(share: float) -> None:
    assert share_words(share, EN) not in ("0%", "100%", "0.0%", "100.0%", "0.00%", "100.00%")


def test_numbers_read_as_people_say_them() -> None:
    assert reading(Measure("DAYS_BIRTH", "years"), 40.0, EN) == "40 years"
    assert reading(Measure("bureau_active_days_end_max", "years"), -2.0, FR).startswith("−")
    assert tick(INCOME, 45_000, 5_000, EN) == "45\N{NARROW NO-BREAK SPACE}k"
    assert tick(INCOME, 1_500_000, 500_000, FR) == "1,5\N{NARROW NO-BREAK SPACE}M"
    whole = Measure("CNT_CHILDREN", "count", whole=True)
    edges = np.arange(5) - 0.5
    assert [place_name(whole, edges, i, EN) for i in range(6)] == ["under 0", "0", "1", "2", "3", "over 3"]
    assert measure_axis(whole, edges, 8, EN).marks == [(0, "0"), (1, "1"), (2, "2"), (3, "3")]
    assert short_tick(Measure("ext_source_mean", "ratio"), 0.12345, EN) == "0.12"
    assert short_tick(INCOME, 0, EN) == "0"


@given(st.sampled_from([0.05, 0.1, 1.0, 2.0, 5_000.0]), st.integers(-20, 20), st.integers(1, 40))
def test_the_marks_of_an_axis_stand_where_their_text_says(step: float, first: int, bins: int) -> None:
    edges = np.array([float(f"{(first + k) * step:.12g}") for k in range(bins + 1)])
    ratio = Measure("credit_income_ratio", "ratio")
    for at, text in measure_axis(ratio, edges, 8, EN).marks:
        assert float(text.replace("−", "-").replace(",", "")) == pytest.approx(at, abs=1e-9)
