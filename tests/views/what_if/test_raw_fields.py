"""The table of raw fields in the what-if: unfolded on demand, each change scored, each refusal told."""

from __future__ import annotations

import pytest
from panel.models.esm import DataEvent

from credit_panel.features import RAW_FIELDS
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario, what_if
from credit_panel.state import ClientState
from credit_panel.state.levers import LEVERS
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.what_if.raw_fields import FIELDS_LEFT, RawFieldTable

PAYLOAD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def scenario(served: ServedModel) -> ScenarioState:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    return ScenarioState(client=client)


@pytest.fixture
def table(scenario: ScenarioState) -> RawFieldTable:
    table = RawFieldTable()
    table.draw(scenario, translator("en"))
    return table


def send(table: RawFieldTable, **message: object) -> None:
    table.form._process_event(DataEvent(None, {"serial": table.form.answered + 1, **message}))


def test_its_rows_are_made_when_it_is_unfolded_and_every_field_is_there(table: RawFieldTable) -> None:
    assert table.form.sections == []
    assert table.form.entries == {}
    send(table, kind="open")
    assert set(table.form.entries) == set(RAW_FIELDS) - set(LEVERS)
    fields = [field["key"] for section in table.form.sections for field in section["rest"]]
    assert sorted(fields) == sorted(FIELDS_LEFT)


def test_a_change_is_scored_and_put_back_by_undo_or_by_its_button(
    table: RawFieldTable, scenario: ScenarioState, served: ServedModel
) -> None:
    send(table, kind="open")
    untouched = scenario.result
    send(table, kind="enter", texts={"EXT_SOURCE_2": "0.05", "NAME_INCOME_TYPE": "Pensioner"})
    changes = Scenario({"EXT_SOURCE_2": 0.05, "NAME_INCOME_TYPE": "Pensioner"})
    assert scenario.result == what_if(served.scorer, scenario.client.row, changes)
    assert table.form.entries["EXT_SOURCE_2"]["changed"]
    scenario.undo()
    table.draw(scenario, translator("en"))
    assert not table.form.entries["NAME_INCOME_TYPE"]["changed"]
    send(table, kind="back", field="EXT_SOURCE_2")
    assert (scenario.scenario, scenario.result) == (Scenario(), untouched)
    send(table, kind="enter", texts={"EXT_SOURCE_2": ""})
    assert scenario.scenario.changes == {"EXT_SOURCE_2": None}


def test_what_is_shown_of_the_client_s_own_value_is_their_own(table: RawFieldTable, scenario: ScenarioState) -> None:
    send(table, kind="open")
    shown = {name: entry["text"] for name, entry in table.form.entries.items()}
    send(table, kind="enter", texts=shown)
    assert scenario.scenario == Scenario()
    send(table, kind="enter", texts={"DAYS_BIRTH": "30"})
    assert scenario.field("DAYS_BIRTH") == -10_958.0
    send(table, kind="enter", texts={"DAYS_BIRTH": shown["DAYS_BIRTH"]})
    assert scenario.scenario == Scenario()


def test_refused_values_stay_in_their_boxes_and_change_nothing(table: RawFieldTable, scenario: ScenarioState) -> None:
    send(table, kind="open")
    texts = {"DAYS_BIRTH": "", "EXT_SOURCE_1": "7", "CNT_CHILDREN": "1.5", "OWN_CAR_AGE": PAYLOAD, "AMT_CREDIT": "1"}
    send(table, kind="enter", texts=texts)
    assert scenario.scenario == Scenario()
    del texts["AMT_CREDIT"]
    assert [key for part in table.form.summary for key, _ in part["links"]] == list(texts)
    for name, text in texts.items():
        assert table.form.entries[name]["text"] == text
        assert table.form.entries[name]["wrong"].endswith((".", "?"))
    table.draw(scenario, translator("fr"))
    assert table.form.entries["OWN_CAR_AGE"]["text"] == PAYLOAD
    send(table, kind="enter", texts={"EXT_SOURCE_1": "0,7"})
    assert table.form.entries["EXT_SOURCE_1"]["wrong"] == ""
    table.forget()
    table.draw(scenario, translator("fr"))
    assert table.form.summary == []


def test_a_word_for_no_value_is_told_while_the_field_is_missing(table: RawFieldTable, scenario: ScenarioState) -> None:
    send(table, kind="open")
    send(table, kind="enter", texts={"EXT_SOURCE_2": "néant", "DAYS_BIRTH": "NA"})
    assert scenario.scenario.changes == {"EXT_SOURCE_2": None}
    links = {part["kind"]: part["links"] for part in table.form.summary}
    assert [name for name, _ in links["wrong"]] == ["DAYS_BIRTH"]
    assert [(name, "“néant”" in said) for name, said in links["note"]] == [("EXT_SOURCE_2", True)]
    scenario.undo()
    table.draw(scenario, translator("fr"))
    assert [part["kind"] for part in table.form.summary] == ["wrong"]


def test_a_folded_table_does_no_work_and_another_client_starts_afresh(
    table: RawFieldTable, scenario: ScenarioState, served: ServedModel
) -> None:
    send(table, kind="open")
    send(table, kind="enter", texts={"EXT_SOURCE_1": "x"})
    send(table, kind="close")
    shown = table.form.entries
    scenario.client.open(int(served.portfolio.ids[1]))
    table.draw(scenario, translator("en"))
    assert table.form.entries is shown
    send(table, kind="open")
    assert table.form.summary == []
    own = served.portfolio.client(int(served.portfolio.ids[1]))["NAME_CONTRACT_TYPE"][0]
    assert table.form.entries["NAME_CONTRACT_TYPE"]["text"] == own
