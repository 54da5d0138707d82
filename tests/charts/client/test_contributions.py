"""The contribution rows add up, in what they show as in what they hold, and no text of the data is run as HTML."""

from __future__ import annotations

import math
import re

import pytest

from credit_panel.charts.client.contributions import contributions_figure
from credit_panel.charts.figure import Table
from credit_panel.locale import translator
from credit_panel.scoring import Contribution, Explanation, ModelStamp, Outcome

STAMP = ModelStamp("test", "0123abcd", True, "2026-11-20T10:00:00+00:00")


def explanation(points: dict[str, float], base: float = 600.0, value: float | str | None = 1.0) -> Explanation:
    contributions = tuple(
        Contribution(name, value, 0.5, p) for name, p in sorted(points.items(), key=lambda pair: -abs(pair[1]))
    )
    total = base + math.fsum(points.values())
    return Explanation(1, 0.1, 0.08, 0.12, total, "E", Outcome.REVIEW, 1 / 11, base, contributions, STAMP)


def shown_points(html: str) -> list[int]:
    texts = re.findall(r'<td class="points">([^<]+)</td>', html)
    return [int(re.sub(r"[^\d−]", "", text).replace("−", "-")) for text in texts]


def test_the_rows_add_up_from_base_to_points() -> None:
    given_points = {
        "EXT_SOURCE_1": -41.4,
        "EXT_SOURCE_2": 17.4,
        "AMT_CREDIT": -8.4,
        "DAYS_BIRTH": 3.4,
        "AMT_ANNUITY": 0.4,
    }
    e = explanation(given_points, base=600.3)
    for strongest in (2, 4, 10):
        figure = contributions_figure(e, translator("en"), strongest=strongest)
        assert sum(shown_points(figure.picture)) == round(e.points) - round(e.base_points)
    assert "600" in figure.summary
    assert "572" in figure.summary


def test_age_is_in_a_sum_and_analysts_alone_see_it() -> None:
    e = explanation({"EXT_SOURCE_1": -41.0, "DAYS_BIRTH": 9.0, "id_age_share": 3.0, "AMT_CREDIT": 1.0})
    for language, words, age in (
        ("en", "Other elements, including age", "Age"),
        ("fr", "Autres éléments, dont l", "Âge"),
    ):
        t = translator(language)  # type: ignore[arg-type]
        told, every = contributions_figure(e, t), contributions_figure(e, t, every=True)
        assert words in told.picture
        assert f">{age}<" not in told.picture
        assert age not in [row[0] for row in told.table.rows]
        assert told.table.rows[-1][-1] == t.signed(12)
        assert f">{age}<" in every.picture
        assert words not in every.picture
        assert sum(shown_points(told.picture)) == sum(shown_points(every.picture)) == -28
    assert (
        "age"
        not in contributions_figure(explanation({"LANDAREA_AVG": 3.0}), translator("en")).picture.split("<tbody>")[1]
    )


def test_what_is_not_shown_alone_is_one_row() -> None:
    e = explanation({"EXT_SOURCE_1": -41.0, "EXT_SOURCE_2": 17.0, "AMT_CREDIT": -8.0})
    assert "2 other features" in contributions_figure(e, translator("en"), strongest=1).picture
    assert "other feature" not in contributions_figure(e, translator("en"), strongest=3).picture
    assert len(contributions_figure(e, translator("en"), strongest=1).table.rows) == 3


def test_what_the_trees_of_this_client_do_not_read_is_not_counted() -> None:
    e = explanation({"EXT_SOURCE_1": -41.0, "EXT_SOURCE_2": 17.0, "AMT_CREDIT": -8.0, "AMT_ANNUITY": 0.0})
    shown = contributions_figure(e, translator("en"), strongest=1)
    assert "2 other features" in shown.picture
    assert len(shown.table.rows) == 3


def test_direction_is_said_by_side_and_sign_as_well_as_colour() -> None:
    picture = contributions_figure(explanation({"EXT_SOURCE_1": -41.0, "EXT_SOURCE_2": 20.5}), translator("fr")).picture
    adverse, favourable = re.findall(r'<rect x="([\d.]+)" y="2" width="([\d.]+)"', picture)
    assert (float(adverse[0]), float(adverse[1])) == (0.0, 60.0)
    assert (float(favourable[0]), float(favourable[1])) == (60.0, 30.0)
    assert "−\u202f41" in picture
    assert "+\u202f2" in picture


@pytest.mark.parametrize("payload", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>'])
def test_no_text_of_the_data_becomes_html(payload: str) -> None:
    picture = contributions_figure(explanation({"OCCUPATION_TYPE": -4.0}, value=payload), translator("en")).picture
    assert "<img" not in picture
    assert "<script" not in picture
    assert "&lt;" in picture


@pytest.mark.parametrize("cell", ["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    line = Table(("a", "b"), (("x", cell),)).csv(translator("en")).splitlines()[1]
    assert line.split(",")[1].lstrip('"').startswith("'")


def test_a_missing_value_reads_as_such() -> None:
    assert (
        "non renseigné"
        in contributions_figure(explanation({"EXT_SOURCE_1": -4.0}, value=None), translator("fr")).picture
    )
