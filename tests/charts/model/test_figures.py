"""The figures of the model say the numbers of the scoring package, in a sentence and in a table."""

from __future__ import annotations

import re
from dataclasses import asdict

import numpy as np
import polars as pl
import pytest

from credit_panel.charts.figure import Figure
from credit_panel.charts.model.comparison import comparison_figure
from credit_panel.charts.model.cost import acceptance_figure, cost_figure
from credit_panel.charts.model.drift import drift_figure, points_figure
from credit_panel.charts.model.fairness import fairness_figure
from credit_panel.charts.model.importance import importance_figure, read_directions
from credit_panel.charts.model.margins import margin_plot
from credit_panel.charts.model.ranking import ks_figure, lift_figure, precision_figure, roc_figure
from credit_panel.charts.model.reliability import reliability_figure
from credit_panel.charts.model.rule_costs import rule_costs_figure, rule_words
from credit_panel.charts.model.segments import segments_figure
from credit_panel.charts.model.swaps import swap_figure
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.drift.margins import margin
from credit_panel.portfolio.drift.report import drift_of_test
from credit_panel.scoring import RULES, GroupFairness, Outcome, Rate, Swap, compare
from credit_panel.scoring.fairness import acceptance_ratio, wilson
from credit_panel.scoring.rounding import rounded_shares
from credit_panel.state.importance import importance_of
from credit_panel.state.model_held_out import held_out_of
from credit_panel.state.model_policy import PolicyState

EN = translator("en")


def whole(figure: Figure) -> None:
    """Hold what is true of every figure."""
    assert figure.summary.endswith(".")
    assert len(figure.table.rows) > 1
    assert {len(row) for row in figure.table.rows} == {len(figure.table.columns)}
    assert not re.search(r"\bnan\b", figure.summary + figure.table.csv(EN))
    assert "NaN" not in figure.picture + figure.summary


def test_ranking_says_what_the_threshold_does(served: ServedModel) -> None:
    held_out, metrics, threshold = held_out_of(served), served.scorer.manifest.metrics, served.scorer.policy.threshold
    refused, bad = held_out.scores.probability > threshold, held_out.target > 0
    roc = roc_figure(held_out.ranking, metrics, threshold, EN)
    for share in (refused[bad].mean(), refused[~bad].mean()):
        assert EN.percent(float(share)) in roc.summary
    precision = precision_figure(held_out.ranking, metrics, threshold, EN)
    assert EN.percent(float(bad[refused].mean())) in precision.summary
    lift = lift_figure(held_out.ranking, metrics, EN)
    assert EN.number(metrics["lift"], 2) in lift.summary
    ks = ks_figure(held_out.ranking, metrics, served.scorer.scale, EN)
    assert EN.number(metrics["ks"], 3) in ks.summary
    for figure in (roc, precision, lift, ks):
        whole(figure)
        assert len(figure.table.rows) <= 200


def test_calibration_counts_the_groups_within_their_interval(served: ServedModel) -> None:
    bins = served.scorer.manifest.metrics["reliability"]
    figure = reliability_figure(bins, held_out_of(served).scores.probability, EN)
    whole(figure)
    assert [len(layer.known()["x"]) for layer in figure.plots[0].layers if layer.kind == "dots"] == [len(bins)]
    assert [row[1] for row in figure.table.rows] == [EN.number(b["count"]) for b in bins]


def test_cost_marks_both_policies(served: ServedModel) -> None:
    state = PolicyState(served)
    state.try_ratio(4)
    tried, shipped, errors = state.effect(), state.shipped_effect(), state.held_out.errors
    cost, acceptance = cost_figure(errors, tried, shipped, EN), acceptance_figure(errors, tried, shipped, EN)
    for figure in (cost, acceptance):
        whole(figure)
        assert [len(layer.known()["x"]) for layer in figure.plots[0].layers if layer.kind == "dots"] == [1, 1]
    assert EN.number(tried.cost, 3) in cost.summary
    assert EN.percent(tried.accepted) in acceptance.summary


def test_segments_and_groups_too_small_are_not_given(served: ServedModel) -> None:
    metrics = served.scorer.manifest.metrics
    figure = segments_figure(metrics["segments"], metrics["auc"], metrics["default_rate"], EN)
    whole(figure)
    assert len(figure.table.rows) == len(metrics["segments"])
    few = GroupFairness("F", 12, *[Rate(None, None, None, 12)] * 5, None)
    figure = fairness_figure("CODE_GENDER", (few, few), EN)
    assert "Fewer than two groups" in figure.summary
    assert 'class="dot"' not in figure.picture
    assert figure.table.rows[0][2] == "too few"


@pytest.mark.parametrize(("predicted", "apart"), [(0.04, 0), (0.068, 0), (0.0713, 1), (0.036, 1)])
def test_a_segment_is_outside_where_its_mark_lies_outside_its_line(predicted: float, apart: int) -> None:
    """The sentence says what the picture shows, whatever interval the prediction has itself."""
    segment = {"segmentation": "NAME_CONTRACT_TYPE", "segment": "Revolving loans", "count": 776}
    rates = {
        "observed": Rate(0.05, 0.037, 0.068, 776),
        "predicted": Rate(predicted, predicted - 0.01, predicted + 0.01, 776),
        "auc": Rate(0.7, 0.6, 0.8, 776),
    }
    figure = segments_figure([segment | {k: asdict(v) for k, v in rates.items()}], 0.75, 0.08, EN)
    assert f"{apart} of 1 segments are calibrated outside" in figure.summary
    assert ("than predicted" in str(figure.picture)) == bool(apart)


@pytest.mark.parametrize(
    ("men", "words"),
    [
        (0.5, "0.56 times as often as “Woman” (0.52 to 0.59). That is less than four fifths"),
        (0.7, "0.78 times as often as “Woman” (0.74 to 0.81). The interval holds four fifths"),
        (0.8, "0.89 times as often as “Woman” (0.86 to 0.92). That is more than four fifths"),
        (0.0, "Nobody of the group “Man”"),
    ],
)
def test_four_fifths_are_told_with_what_chance_allows(men: float, words: str) -> None:
    groups = []
    for name, share in (("M", men), ("F", 0.9)):
        rate, best = wilson(share * 1_000, 1_000), wilson(900, 1_000)
        ratio = acceptance_ratio(rate, best if name == "M" else rate)
        groups.append(GroupFairness(name, 1_000, rate, ratio, rate, rate, rate, share))
    figure = fairness_figure("CODE_GENDER", groups, EN)
    assert words in figure.summary
    assert figure.picture.count("under 0.80") == (men < 0.72)


def test_groups_of_the_book_are_whole(served: ServedModel) -> None:
    for name, found in held_out_of(served).fairness.items():
        whole(fairness_figure(name, found, EN))


def test_importance_names_every_feature_and_its_direction(served: ServedModel) -> None:
    manifest = served.scorer.manifest
    directions = read_directions(manifest.directions, manifest.reference)
    figure = importance_figure(importance_of(served.portfolio), directions, EN)
    whole(figure)
    assert len(figure.table.rows) == len(served.scorer.features)
    bound = [row for row in figure.table.rows if row[2] != "free"]
    assert len(bound) == len([n for n in served.scorer.features if manifest.directions.get(n)])


def test_time_before_the_application_reads_as_a_length() -> None:
    assert read_directions({"DAYS_EMPLOYED": 1, "AMT_CREDIT": 1}, {"DAYS_EMPLOYED": -1700.0, "AMT_CREDIT": 5e5}) == {
        "DAYS_EMPLOYED": -1,
        "AMT_CREDIT": 1,
    }


def test_drift_is_ranked_and_unfolds(served: ServedModel) -> None:
    report = drift_of_test(served)
    figure, points = drift_figure(report, EN), points_figure(report, EN)
    whole(figure)
    whole(points)
    assert figure.picture.count("<details>") == len(report.margins) - 1
    assert len(figure.table.rows) == len(report.drifts)
    assert EN.signed(report.mean_after - report.mean_before, 1) in points.summary


def test_each_feature_that_drifted_has_a_picture_of_its_shares(served: ServedModel) -> None:
    report = drift_of_test(served)
    plots = {plot.key: plot for plot in drift_figure(report, EN).plots}
    assert len(plots) == len(report.margins) - 1
    income = pl.Series("NAME_INCOME_TYPE", ["Working"] * 60 + ["Pensioner"] * 40, dtype=pl.Categorical)
    levels = margin(income, income.tail(50))
    plots["drift-name-income-type"] = margin_plot(levels, "More pensioners.", EN)
    assert plots["drift-name-income-type"].layers[1].columns["right"].tolist() == [0.8, 0.2]
    for name, found in {**report.margins, "NAME_INCOME_TYPE": levels}.items():
        if name == "points":
            continue
        plot = plots["drift-" + name.lower().replace("_", "-")]
        then, now = plot.layers[:2]
        end = "right" if found.levels else "top"
        assert then.columns[end].tolist() == found.before.tolist()
        assert now.columns[end].tolist() == found.after.tolist()
        shares = rounded_shares(found.after.tolist(), 2)
        assert [words for _, words in now.readings][2] == [EN.percent(share, 2) for share in shares]
        assert plot.title == EN.label(name)
        assert plot.summary


def test_who_changes_side_is_drawn_and_counted() -> None:
    swaps = [
        Swap(Outcome.ACCEPT, Outcome.REFUSE, 12, 0.25),
        Swap(Outcome.REFUSE, Outcome.ACCEPT, 0, float("nan")),
        Swap(Outcome.REVIEW, Outcome.ACCEPT, 1_500, float("nan")),
    ]
    figure = swap_figure(swaps, "Shipped", "Tried", EN)
    assert figure is not None
    whole(figure)
    assert figure.table.columns[:2] == ("Shipped", "Tried")
    assert [row[2:] for row in figure.table.rows] == [("12", "25%"), ("1,500", "–")]
    assert figure.plots[0].layers[0].columns["right"].tolist() == [12, 1_500]
    assert "1,512 clients change side" in figure.summary
    assert swap_figure(swaps[1:2], "Shipped", "Tried", EN) is None


@pytest.mark.parametrize(
    ("gains", "words"),
    [
        (
            (0.004, -0.001),
            "1 rule costs AUC by more than chance on these clients; the largest gain would be without “Pro",
        ),
        ((0.001, 0.0005), "No rule costs AUC by more than chance on these clients; the largest gain"),
        ((-0.003, -0.001), "No rule costs AUC on these clients"),
    ],
)
def test_prices_say_which_rules_cost_more_than_chance(gains: tuple[float, float], words: str) -> None:
    rule_costs = [
        {"rule": rule, "columns": n, "gain": {"value": gain, "low": gain - 0.002, "high": gain + 0.002}}
        for (rule, n), gain in zip((("protected", 2), ("constraints", 95)), gains, strict=True)
    ]
    figure = rule_costs_figure(rule_costs, EN)
    whole(figure)
    assert figure.summary.startswith(words)
    assert figure.table.rows[1][1] == "95 features"
    assert figure.picture.count("beyond chance") == sum(abs(gain) > 0.002 for gain in gains)
    assert len({rule_words(rule, EN) for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(("shift", "words"), [(0.0, "do not tell the models apart"), (3.0, "ranks better")])
def test_a_comparison_says_which_model_ranks_better(served: ServedModel, shift: float, words: str) -> None:
    held_out = held_out_of(served)
    scores = held_out.scores
    odds = np.log(scores.probability / (1 - scores.probability)) + shift * (held_out.target - 0.5)
    other = served.scorer.scores_of(1 / (1 + np.exp(-odds)))
    figure = comparison_figure(compare(scores, other, held_out.target), "one", "two", EN)
    whole(figure)
    assert words in figure.summary
    assert ("beyond chance" in figure.picture) == bool(shift)
    (plot,) = figure.plots
    dots = next(layer for layer in plot.layers if layer.kind == "dots")
    assert (dots.columns["x"][0] > 0.5) == bool(shift)
    assert all(-1 <= end <= 1 for layer in plot.layers if layer.kind == "whiskers" for end in layer.columns["low"])
