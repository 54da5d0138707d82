"""The waterfall of themes adds up at every level, leads from the base to the client, and runs no text of the data."""

from __future__ import annotations

import math
import re

import pytest
from charts.client.test_contributions import explanation
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.charts.client.themes import WIDTH, themes_figure
from credit_panel.locale import translator
from credit_panel.scoring import by_theme
from credit_panel.state.importance import Importance

FEATURES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "AMT_CREDIT", "AMT_ANNUITY", "DAYS_EMPLOYED", "AMT_INCOME_TOTAL")
IMPORTANCE = Importance(dict.fromkeys(FEATURES, 4.0), {"external_scores": 12.4, "request": 3.0})


def whole(text: str) -> int:
    return int(re.sub(r"[^\d−]", "", text).replace("−", "-"))


def shown(html: str) -> list[tuple[int, list[int]]]:
    """Return the points of each theme and those of its features, as the page shows them."""
    blocks = re.findall(r"<details.*?</details>", html, re.DOTALL)
    summaries = [whole(re.search(r'class="points">([^<]+)<', block)[1]) for block in blocks]
    return [
        (s, [whole(p) for p in re.findall(r'<td class="points">([^<]+)</td>', block)])
        for s, block in zip(summaries, blocks, strict=True)
    ]


@given(
    st.lists(st.floats(-60, 60), min_size=len(FEATURES), max_size=len(FEATURES)),
    st.floats(500, 650),
    st.sampled_from(["fr", "en"]),
)
def test_features_add_up_to_themes_and_themes_to_the_points(values: list[float], base: float, lang: str) -> None:
    e = explanation(dict(zip(FEATURES, values, strict=True)), base=base)
    themes = shown(themes_figure(e, IMPORTANCE, translator(lang)).picture)  # type: ignore[arg-type]
    assert sum(points for points, _ in themes) == round(e.points) - round(e.base_points)
    assert all(sum(features) == points for points, features in themes)
    assert sum(len(features) for _, features in themes) == len(FEATURES)


def test_the_steps_join_and_stay_in_the_picture() -> None:
    e = explanation({"EXT_SOURCE_1": -41.4, "AMT_CREDIT": 17.4, "DAYS_EMPLOYED": -8.4})
    picture = themes_figure(e, IMPORTANCE, translator("en")).picture
    joints = [float(x) + 0.5 for x in re.findall(r'class="joint" x="([\d.]+)"', picture)]
    moves = [(float(x), float(w)) for x, w in re.findall(r'class="move" x="([\d.]+)" y="3" width="([\d.]+)"', picture)]
    start, end = (float(x) + 1 for x in re.findall(r'class="station" x="([\d.]+)"', picture))
    assert joints[0] == pytest.approx(start)
    for (left, width), joint, following in zip(moves, joints, [*joints[1:], end], strict=True):
        assert {round(left), round(left + width)} == {round(joint), round(following)}
        assert 0 <= left <= left + width <= WIDTH


def test_age_is_in_a_sum_and_analysts_alone_see_it_in_its_theme() -> None:
    e = explanation({"EXT_SOURCE_1": -41.0, "DAYS_BIRTH": 9.0, "DAYS_EMPLOYED": 3.0})
    told, every = (themes_figure(e, IMPORTANCE, translator("fr"), every=each) for each in (False, True))
    assert "Autres éléments, dont l" in told.picture
    assert "Âge" not in told.picture
    assert told.table.rows[-2][4] == "+\u202f9"
    assert shown(told.picture) == [(-41, [-41]), (3, [3])]
    assert "Autres éléments" not in every.picture
    assert shown(every.picture) == [(-41, [-41]), (12, [9, 3])]


def test_the_summary_names_the_theme_that_moved_most_and_the_table_has_every_feature() -> None:
    e = explanation({"EXT_SOURCE_1": -41.4, "AMT_CREDIT": 17.4})
    figure = themes_figure(e, IMPORTANCE, translator("fr"))
    assert "scores externes (−\u202f41)" in figure.summary
    assert len(figure.table.rows) == 1 + len(e.contributions) + 1
    assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)
    assert "± 12" in figure.picture


def test_an_explanation_that_nothing_moved_is_said() -> None:
    figure = themes_figure(explanation({}), Importance({}, {}), translator("en"))
    assert "nothing moved" in figure.summary
    assert by_theme(explanation({})) == ()


@pytest.mark.parametrize("payload", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>'])
def test_no_text_of_the_data_becomes_html(payload: str) -> None:
    picture = themes_figure(explanation({"OCCUPATION_TYPE": -4.0}, value=payload), IMPORTANCE, translator("en")).picture
    assert "<img" not in picture
    assert "<script" not in picture
    assert "&lt;" in picture


def test_the_base_is_not_moved_by_rounding() -> None:
    e = explanation({"EXT_SOURCE_1": 0.4, "AMT_CREDIT": 0.4}, base=600.4)
    themes = shown(themes_figure(e, IMPORTANCE, translator("en")).picture)
    assert sum(points for points, _ in themes) == round(math.fsum([600.4, 0.4, 0.4])) - 600
