"""Rows are drawn from above in their order, each under its name, and what is not known is not drawn."""

from __future__ import annotations

from credit_panel.charts.axis import Axis
from credit_panel.charts.model.named_rows import bars_plot, intervals_plot
from credit_panel.scoring import Rate

AXIS = Axis("points", 0, 10)


def test_the_first_bar_is_the_uppermost_and_stands_under_its_name() -> None:
    plot = bars_plot("strongest", AXIS, ["first", "second"], [9, 3], [("Points", ["9", "3"])])
    bars, names = (layer.known() for layer in plot.layers)
    assert list(bars["right"]) == [9, 3]
    assert bars["top"][0] > bars["top"][1]
    assert all(names["y"] > bars["top"])
    assert list(bars["words0"]) == ["9", "3"]
    assert plot.y.low < bars["bottom"].min() < names["y"].max() < plot.y.high


def test_a_figure_that_is_not_known_has_a_name_and_no_dot() -> None:
    rates = [Rate(0.9, 0.8, 1.0, 50), Rate(None, None, None, 3)]
    readings = [("Ratio", ["0.90", "too few"])]
    plot = intervals_plot("fairness", AXIS, ["one", "few"], rates, (0.8, "four fifths"), "figure", readings)
    reference, whiskers, dots, names = (layer.known() for layer in plot.layers)
    assert list(reference["x"]) == [0.8]
    assert (list(whiskers["low"]), list(whiskers["high"]), list(dots["x"])) == ([0.8], [1.0], [0.9])
    assert list(dots["words0"]) == ["0.90"]
    assert list(names["text"]) == ["one", "few"]
