"""Two files in one table: what is shown adds up, and where they are the same it says so."""

from __future__ import annotations

import re

import pytest

from credit_panel.locale import translator
from credit_panel.locale.quantity import Quantity
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.state.pair import PairState
from credit_panel.views.compare.pair import PairBlock, pair_groups, pair_html, pair_sentence

EN, FR = translator("en"), translator("fr")


@pytest.fixture
def pair(served: ServedModel) -> PairState:
    made = PairState(client=ClientState(served, int(served.portfolio.ids[0])))
    made.choose(str(served.portfolio.ids[1]))
    return made


def number(text: str) -> float:
    assert isinstance(text, Quantity)
    return text.shown


@pytest.mark.parametrize("second", range(1, 12))
def test_points_add_up_in_both_columns_and_in_their_difference(
    pair: PairState, served: ServedModel, second: int
) -> None:
    pair.choose(str(served.portfolio.ids[second]))
    rows = pair_groups(pair.sides(), EN)[3][1]
    for column in (1, 2):
        *parts, total = [number(row[column]) for row in rows]
        assert sum(parts) == total
    *moved, gained = [0.0 if row[3] == "=" else number(row[3]) for row in rows]
    assert sum(moved) == gained == number(rows[-1][2]) - number(rows[-1][1])


@pytest.mark.parametrize("second", range(1, 12))
def test_ages_differ_by_the_years_that_are_shown(pair: PairState, served: ServedModel, second: int) -> None:
    pair.choose(str(served.portfolio.ids[second]))
    rows = {row[0]: row[1:] for _, rows in pair_groups(pair.sides(), EN) for row in rows}
    own, other, moved = (re.findall(r"\d+", text) for text in rows[EN.label("DAYS_BIRTH")])
    if moved:
        assert f"{abs(int(other[0]) - int(own[0]))} years" in rows[EN.label("DAYS_BIRTH")][2].replace(
            "1 year", "1 years"
        )
    else:
        assert own == other


def test_the_same_twice_differs_nowhere(pair: PairState) -> None:
    own, _ = pair.sides()
    for title, rows in pair_groups((own, own), EN)[:4]:
        assert {row[3] for row in rows} <= {"=", ""}, title
    assert pair_groups((own, own), EN)[4][1] == []


def test_the_sentence_names_both_and_what_tells_them_apart(pair: PairState) -> None:
    said = pair_sentence(pair.sides(), FR)
    assert f"Client {pair.client.client_id}" in said
    assert f"Client {pair.second}" in said
    assert pair_sentence(None, FR) == ""


def test_what_was_typed_is_escaped_and_said(pair: PairState) -> None:
    pair.choose("<img src=x>")
    html = pair_html(pair, EN)
    assert "No client has the number &lt;img src=x&gt;." in html
    assert "<img" not in html


def test_a_block_without_a_second_file_is_not_there() -> None:
    block = PairBlock()
    block.fill(EN)
    assert not block.visible
    assert block.block == ""
