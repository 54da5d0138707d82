"""The pictures of the comparison put each client where they belong, say it in words, and run no text."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.compare.debt_capacity import debt_capacity_figure
from credit_panel.charts.compare.distribution import HEIGHT, distribution_figure
from credit_panel.charts.compare.distribution_levels import MOST_LEVELS, levels_figure
from credit_panel.charts.compare.percentiles import percentiles_figure
from credit_panel.charts.compare.readings import place_name, rank_words, reading, share_words, tick, ticks
from credit_panel.charts.compare.scatter import scatter_figure
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


def test_the_bars_of_each_outcome_are_shares_of_it() -> None:
    figure = distribution_figure(spread(120_000, [0, 100, 200, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    heights = [
        float(h)
        for h in re.findall(r'class="repaid" x="[\d.]+%" width="[\d.]+%" y="[\d.]+" height="([\d.]+)"', figure.picture)
    ]
    assert heights[0] == heights[2]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.3)
    assert all(0 <= h <= HEIGHT for h in heights)
    assert "Higher than 80% of all clients." in figure.summary
    assert "this client: 120,000" in figure.picture


def test_the_summary_says_the_rate_of_the_client_s_range() -> None:
    figure = distribution_figure(spread(70_000, [0, 100, 90, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    assert "(50,000 – 100,000), 10.0% defaulted, against 12.1% of all clients" in figure.summary
    assert [row[3] for row in figure.table.rows[:3]] == ["23.1%", "10.0%", "0.0%"]
    assert figure.table.rows[1][4] == "this client"
    assert figure.table.rows[-1][0] == "not given"


def test_few_clients_are_counted_and_have_no_rate_by_bin() -> None:
    figure = distribution_figure(spread(70_000, [0, 6, 8, 0, 0], [0, 1, 0, 0, 0]), ALL, EN)
    assert "Clients" in figure.picture
    assert 'class="rate' not in figure.picture
    assert {row[3] for row in figure.table.rows[:3]} == {"too few"}


@pytest.mark.parametrize(("value", "arrow"), [(-10.0, "← this client"), (900_000.0, "→")])
def test_a_client_off_the_axis_stands_at_its_end_with_an_arrow(value: float, arrow: str) -> None:
    picture = distribution_figure(spread(value, [0, 100, 200, 100, 2], [0, 30, 10, 0, 0]), ALL, EN).picture
    assert arrow in picture
    assert float(re.search(r'class="own" x1="([\d.]+)%"', picture)[1]) in (0.0, 100.0)


def test_a_missing_value_is_said_and_not_marked() -> None:
    figure = distribution_figure(spread(None, [0, 100, 200, 100, 0], [0, 30, 10, 0, 0]), ALL, EN)
    assert "not known for this client" in figure.summary
    assert 'class="own"' not in figure.picture


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
    figure = percentiles_figure(rows, {"AMT_INCOME_TOTAL": -3.0}, ALL, EN)
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
    assert "30.0% against 18.0%" in figure.summary
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
    repaid, defaulted = (
        figure.picture.split(f'class="spots {w}"')[1].split("</g>")[0] for w in ("repaid", "defaulted")
    )
    assert repaid.count("<circle") + defaulted.count("<rect") == 60
    assert 'class="self" cx="70.0%"' in figure.picture
    assert "clearly rise together" in figure.summary
    assert "25.0% defaulted, against 25.0%" in figure.summary
    assert len(figure.table.rows) == 9
    assert figure.table.rows[8][4] == "this client"
    assert "cannot be placed" in scatter_figure(pair((None, 80_000)), (edges, edges), ALL, EN).summary


def test_a_client_beyond_the_edge_is_marked_at_it() -> None:
    edges = np.linspace(0, 100_000, 11)
    picture = scatter_figure(pair((900_000, 50)), (edges, edges), ALL, EN).picture
    assert 'class="self" cx="100.0%"' in picture
    assert "beyond the edge" in picture


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
    assert ticks(whole, edges, 8, EN) == [(12.5, "0"), (37.5, "1"), (62.5, "2"), (87.5, "3")]


@given(st.sampled_from([0.05, 0.1, 1.0, 2.0, 5_000.0]), st.integers(-20, 20), st.integers(1, 40))
def test_the_marks_of_an_axis_stand_where_their_text_says(step: float, first: int, bins: int) -> None:
    edges = np.array([float(f"{(first + k) * step:.12g}") for k in range(bins + 1)])
    ratio = Measure("credit_income_ratio", "ratio")
    for at, text in ticks(ratio, edges, 8, EN):
        shown = float(text.replace("−", "-").replace(",", ""))
        assert shown == pytest.approx(edges[0] + at / 100 * (edges[-1] - edges[0]), abs=0.02 * step * bins + 1e-9)
