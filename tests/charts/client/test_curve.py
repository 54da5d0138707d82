"""The curve puts each value where it belongs, says the crossing, and runs no text; the differences add up."""

from __future__ import annotations

import numpy as np
import pytest
from charts.client.test_contributions import explanation, shown_points

from credit_panel.charts.client.curve import Place, curve_figure
from credit_panel.charts.client.differences import differences_figure
from credit_panel.charts.figure import Figure
from credit_panel.locale import translator
from credit_panel.scoring import Curve, Scenario, Scores, WhatIf

EN = translator("en")


def sample(probabilities: list[float]) -> Curve:
    p = np.array(probabilities)
    n = len(p)
    texts = np.array(["review"] * n)
    scores = Scores(p, p - 0.01, p + 0.01, np.full(n, 600.0), texts, texts, p, texts)
    return Curve("AMT_CREDIT", np.linspace(100.0, 200.0, n), scores)


def drawn(probabilities: list[float], label: str = "Amount", now: Place | None = None):
    return curve_figure(
        sample(probabilities), label, lambda v: EN.number(v), 1 / 11, before=Place(150, 0.09), now=now, t=EN
    )


def columns(figure: Figure, layer: int) -> dict[str, list[float | str]]:
    """What a layer is drawn from: interval, threshold, curve, crossings, as it is, with the changes."""
    return {name: list(values) for name, values in figure.plots[0].layers[layer].known().items()}


def test_the_line_runs_from_end_to_end_and_rises_with_the_risk() -> None:
    figure = drawn([0.05, 0.07, 0.10])
    line, plot = columns(figure, 2), figure.plots[0]
    assert (line["x"], line["y"]) == ([100, 150, 200], [0.05, 0.07, 0.10])
    assert line["words1"] == ["5%", "7%", "10%"]
    assert (plot.x.low, plot.x.high) == (100, 200)
    assert plot.y.high > 0.11


def test_the_crossing_is_marked_and_said() -> None:
    figure = drawn([1 / 11 - 0.02, 1 / 11 + 0.02])
    assert columns(figure, 3)["x"] == [pytest.approx(150)]
    assert "150" in figure.summary
    assert "crosses" in figure.summary
    assert columns(figure, 4)["x"] == [150]


@pytest.mark.parametrize(("level", "words"), [(0.03, "stays under"), (0.3, "stays above")])
def test_no_crossing_is_said(level: float, words: str) -> None:
    figure = drawn([level, level])
    assert columns(figure, 3)["x"] == []
    assert words in figure.summary


def test_many_crossings_are_counted() -> None:
    assert "3 times" in drawn([0.05, 0.12, 0.05, 0.12]).summary


def test_a_place_off_the_curve_is_not_drawn_at_a_wrong_value() -> None:
    assert columns(drawn([0.05, 0.12], now=Place(999, 0.1)), 5)["x"] == []
    assert columns(drawn([0.05, 0.12], now=Place(120, 0.1)), 5)["x"] == [120]


def test_no_text_becomes_markup() -> None:
    figure = drawn([0.05, 0.12], label='"><script>alert(1)</script>')
    assert "<script" not in figure.picture
    assert len(figure.table.rows) == 2


def test_differences_add_up_to_the_difference_of_the_rounded_points() -> None:
    before = explanation({"EXT_SOURCE_1": -41.4, "AMT_CREDIT": 17.4, "AMT_INCOME_TOTAL": 3.3}, base=600.3)
    after = explanation({"EXT_SOURCE_1": -41.4, "AMT_CREDIT": 2.9, "AMT_INCOME_TOTAL": 9.8}, base=600.3)
    figure = differences_figure(WhatIf(Scenario(), before, after), EN)
    assert sum(shown_points(figure.picture)) == round(after.points) - round(before.points)
    assert "External scores" not in figure.picture
    assert EN.signed(round(after.points) - round(before.points)) in figure.summary


def test_no_change_is_said() -> None:
    same = explanation({"EXT_SOURCE_1": -41.4})
    figure = differences_figure(WhatIf(Scenario(), same, same), EN)
    assert "<table" not in figure.picture
    assert "as they are" in figure.summary
