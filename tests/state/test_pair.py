"""The second file beside the open client's: another client, or the what-if."""

from __future__ import annotations

import pytest

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario
from credit_panel.state import ClientState
from credit_panel.state.pair import WHAT_IF, PairState
from credit_panel.state.scenario import ScenarioState


@pytest.fixture
def numbers(served: ServedModel) -> list[int]:
    return [int(number) for number in served.portfolio.ids[:3]]


@pytest.fixture
def pair(served: ServedModel, numbers: list[int]) -> PairState:
    client = ClientState(served, numbers[0])
    scenario = ScenarioState(client=client)
    return PairState(client=client, scenario=lambda: scenario)


def test_another_client_is_the_second_file(pair: PairState, served: ServedModel, numbers: list[int]) -> None:
    assert pair.sides() is None
    assert pair.choose(f" {numbers[1]} ")
    own, other = pair.sides()
    assert own.explanation == served.explain_client(numbers[0])
    assert other.explanation == served.explain_client(numbers[1])
    assert other.values["SK_ID_CURR"] == numbers[1]
    pair.client.open(numbers[2])
    assert [side.explanation.client_id for side in pair.sides()] == [numbers[2], numbers[1]]
    assert pair.choose("")
    assert pair.sides() is None


@pytest.mark.parametrize("wrong", ["5", "abc", "<b>", "1" * 40, "-100002"])
def test_who_is_no_client_is_said_and_changes_nothing(pair: PairState, numbers: list[int], wrong: str) -> None:
    pair.choose(str(numbers[1]))
    assert not pair.choose(wrong)
    assert (pair.second, pair.unknown) == (str(numbers[1]), wrong)
    assert pair.choose(str(numbers[2]))
    assert pair.unknown == ""


def test_the_open_client_is_no_second_one(pair: PairState, numbers: list[int]) -> None:
    assert pair.choose(str(numbers[0]))
    assert pair.sides() is None


def test_the_what_if_is_the_same_client_with_all_that_follows(pair: PairState) -> None:
    pair.choose(WHAT_IF)
    own, same = pair.sides()
    assert own.explanation.points == same.explanation.points
    pair.scenario().scenario = Scenario({"AMT_CREDIT": 100_000.0, "AMT_ANNUITY": 5_000.0})
    own, after = pair.sides()
    assert after.values["AMT_CREDIT"] == 100_000
    assert after.values["annuity_income_ratio"] == pytest.approx(5_000 / own.values["AMT_INCOME_TOTAL"])
    assert after.explanation == pair.scenario().result.after
    assert own.values["AMT_CREDIT"] != 100_000


def test_without_a_what_if_there_is_none_to_choose(pair: PairState) -> None:
    alone = PairState(client=pair.client)
    alone.choose(WHAT_IF)
    assert alone.sides() is None
