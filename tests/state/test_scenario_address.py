"""A what-if survives the address; whatever else stands there is named and left out."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.portfolio import ServedModel
from credit_panel.scoring import SETTLED_DEBT, Scenario
from credit_panel.state import ClientState
from credit_panel.state.address import read_fragment, write_fragment
from credit_panel.state.scenario import ScenarioState
from credit_panel.state.scenario_address import decode_scenario, encode_scenario

SCENARIOS = st.builds(
    lambda changes, settled: Scenario(changes, settled),
    st.fixed_dictionaries(
        {},
        optional={
            "AMT_CREDIT": st.floats(10_000, 10_000_000),
            "AMT_INCOME_TOTAL": st.integers(1_000, 200_000_000).map(float),
            "AMT_GOODS_PRICE": st.none() | st.just(150_000.5),
            "NAME_EDUCATION_TYPE": st.sampled_from(["Higher education", "Lower secondary"]),
        },
    ),
    st.sampled_from([0.0, 0.25, 1.0]),
)


@given(SCENARIOS)
def test_what_is_written_is_read_again(scenario: Scenario) -> None:
    fragment = write_fragment({"client": "100002", "what-if": encode_scenario(scenario)})
    read = decode_scenario(read_fragment(fragment).get("what-if", ""))
    assert (read.scenario, read.ignored, read.readable) == (scenario, (), True)


@pytest.mark.parametrize("text", ["[1]", "{", "null", "12", '{"AMT_CREDIT":NaN}', "[" * 5_000, "<img src=x>"])
def test_a_text_that_is_no_what_if_is_told(text: str) -> None:
    read = decode_scenario(text)
    assert not read.readable
    assert read.scenario == Scenario()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AMT_CREDIT", -3),
        ("AMT_CREDIT", "much"),
        ("AMT_CREDIT", True),
        ("AMT_CREDIT", None),
        ("AMT_CREDIT", [250_000]),
        ("AMT_CREDIT", 1e300),
        ("NAME_EDUCATION_TYPE", "Wizardry"),
        ("NAME_EDUCATION_TYPE", 3),
        (SETTLED_DEBT, 1.5),
        (SETTLED_DEBT, "all"),
        ("TARGET", 0),
        ("SK_ID_CURR", 100_003),
        ("EXT_SOURCES_MEAN", 1),
        ("<img src=x onerror=alert(1)>", 1),
    ],
)
def test_a_part_that_cannot_be_used_is_named_and_the_rest_kept(name: str, value: object) -> None:
    read = decode_scenario(json.dumps({name: value, "AMT_ANNUITY": 20_000}))
    assert read.ignored == (name,)
    assert read.scenario == Scenario({"AMT_ANNUITY": 20_000.0})


@given(st.text(max_size=200) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(str))
def test_no_text_breaks_it(text: str) -> None:
    assert decode_scenario(text).scenario is not None


def test_the_address_stays_short(served: ServedModel) -> None:
    text = encode_scenario(Scenario({"AMT_CREDIT": 250_000.0, "AMT_INCOME_TOTAL": 90_000.0}, 0.5))
    assert len(quote(text)) < 120


def test_restoring_leaves_no_trace_of_the_clients_own_values_and_can_be_undone(served: ServedModel) -> None:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    state = ScenarioState(client=client)
    state.restore(Scenario({"AMT_CREDIT": state.own("AMT_CREDIT"), "AMT_INCOME_TOTAL": 90_000.0}))
    assert state.scenario == Scenario({"AMT_INCOME_TOTAL": 90_000.0})
    assert state.result.scenario == state.scenario
    assert state.lever == "AMT_INCOME_TOTAL"
    state.undo()
    assert state.scenario == Scenario()
