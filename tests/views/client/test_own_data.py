"""All that is held about a client: nothing of it is left out, and where they stand points at nobody."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.schema import TARGET
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.statistics.percentile_rank import PercentileRank
from credit_panel.views.client.field_words import field_label
from credit_panel.views.client.own_data import EVENTS, EVERYTHING, own_data_html, standing_words

EN, FR = translator("en"), translator("fr")


@pytest.fixture
def values(served: ServedModel) -> dict[str, Any]:
    return served.portfolio.client(int(served.portfolio.ids[0])).row(0, named=True)


def held(values: dict[str, Any]) -> list[str]:
    return [name for name in values if name in FIELDS and name != TARGET and values[name] is not None]


@pytest.mark.parametrize("t", [EN, FR], ids=["en", "fr"])
def test_everything_that_is_known_is_shown(served: ServedModel, values: dict[str, Any], t: object) -> None:
    shown = html.unescape(str(own_data_html(served, values, EVERYTHING, t)))
    missing = [name for name in held(values) if f'<th scope="row">{field_label(name, t)} <' not in shown]
    assert missing == []


def test_a_theme_shows_its_own_alone(served: ServedModel, values: dict[str, Any]) -> None:
    shown = html.unescape(str(own_data_html(served, values, "budget", EN)))
    rows = [name for name in held(values) if FIELDS[name].theme == "budget"]
    assert rows
    assert shown.count('<th scope="row">') == len(rows)


def test_nothing_is_shown_before_it_is_asked_for(values: dict[str, Any], served: ServedModel) -> None:
    for asked in ("", "<img>", "nothing"):
        assert "<table" not in own_data_html(served, values, asked, EN)


def test_every_line_of_the_past_is_counted_and_given(values: dict[str, Any], served: ServedModel) -> None:
    shown = str(own_data_html(served, values, EVENTS, EN))
    events = served.portfolio.history.events(values["SK_ID_CURR"])
    for rows in events.values():
        assert f"<td>{len(rows)}</td>" in shown
    assert shown.count("data:text/csv") == sum(len(rows) > 0 for rows in events.values())


def test_all_themes_are_said(served: ServedModel, values: dict[str, Any]) -> None:
    shown = own_data_html(served, values, "", EN)
    for theme in {FIELDS[name].theme for name in held(values)}:
        assert theme in THEMES
        assert f'value="{theme}"' in shown


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 500))
def test_a_value_stands_in_a_part_of_all(below: int, same: int, above: int) -> None:
    known = below + same + above
    words = standing_words(PercentileRank("x", 1.0, known, known, below, same, above, 1.0, measured=True), EN)
    if same / known > 0.1:
        assert words.startswith("like ")
    elif "lowest" in words:
        assert below < above
    elif "highest" in words:
        assert below > above
    else:
        assert words == "in the middle half"


def test_what_is_missing_stands_nowhere() -> None:
    assert standing_words(PercentileRank("x", None, 9, 9, 0, 0, 0, 1.0, measured=True), EN) == ""
