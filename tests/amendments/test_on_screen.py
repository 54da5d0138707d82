"""What a visitor sees of changed data, what a decision on them rests on, and what a client is given of them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import polars as pl
import pytest

import credit_panel as cp
from credit_panel.cli import main
from credit_panel.decisions.lasting import lasting_log
from credit_panel.errors import JournalError
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, Scenario
from credit_panel.settings import Settings
from credit_panel.state import ClientState
from credit_panel.state.application import ApplicationState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.pair import PairState
from credit_panel.state.scenario_elsewhere import ScenarioElsewhere

WHY = {"reason": "<b>Pay slip</b>", "person": "Anne Martin"}


@pytest.fixture
def number(keeping: ServedModel) -> int:
    return int(keeping.portfolio.ids[5])


def change(number: int, **changes: Any) -> None:
    cp.change_client(cp.client_data(number), changes, **WHY)


def test_a_decision_rests_on_the_data_on_screen(keeping: ServedModel, number: int) -> None:
    change(number, CNT_CHILDREN=4)
    client = ClientState(keeping, number, data_of=cp.client_data)
    assert (client.data_version, client.newer) == (2, 0)
    assert client.explanation == cp.client_data(number).explanation
    page = DecisionState(lasting=partial(lasting_log, Settings.from_env(), keeping), client=client, person="Zoé")
    change(number, CNT_CHILDREN=5)
    page.look_up()
    assert client.newer == 3
    assert client.explanation is not None
    assert not page.decide(number, str(client.explanation.outcome), "", "")
    assert page.problems == {"form": "changed"}
    assert client.open(number)
    assert (client.data_version, client.newer) == (3, 0)
    assert page.decide(number, str(client.explanation.outcome), "", "")
    assert page.case is not None
    assert page.case.entries[-1].content["data_version"] == 3


def test_the_facts_say_who_changed_what_and_when(keeping: ServedModel, number: int) -> None:
    change(number, AMT_INCOME_TOTAL=412_500)
    view = cp.FactsView(state=ClientState(keeping, number, data_of=cp.client_data), language="en")
    said = str(view.html(translator("en")))
    assert "Version 2: Anne Martin changed the data on" in said
    assert "&lt;b&gt;Pay slip" in said
    assert "→ 412,500" in said
    own = cp.FactsView(state=ClientState(keeping, number), language="en")
    assert "Data on file" not in str(own.html(translator("en")))


def test_a_journal_that_cannot_be_read_is_said(keeping: ServedModel, number: int) -> None:
    def broken(_: int) -> Any:
        raise JournalError("unreachable", "The journal does not answer.")

    client = ClientState(keeping, number, data_of=broken)
    assert (client.data_version, client.data_trouble) == (1, "unreachable")
    said = str(cp.FactsView(state=client, language="en").html(translator("en")))
    assert "It could not be looked up whether data of this client were changed" in said
    application = ApplicationState(keeping, data_of=broken)
    assert application.start_from(number)
    assert application.origin_version == 0


def test_others_on_screen_are_as_they_are_on_file(keeping: ServedModel, number: int) -> None:
    change(number, AMT_CREDIT=300_000)
    pair = PairState(client=ClientState(keeping, int(keeping.portfolio.ids[6]), data_of=cp.client_data))
    assert pair.choose(str(number))
    sides = pair.sides()
    assert sides is not None
    assert sides[1].values["AMT_CREDIT"] == 300_000
    assert sides[1].explanation == cp.client_data(number).explanation
    application = ApplicationState(keeping, data_of=cp.client_data)
    assert application.start_from(number)
    assert (application.values["AMT_CREDIT"], application.origin_version) == (300_000, 2)


def test_another_server_is_asked_about_all_that_is_other_than_the_portfolio(keeping: ServedModel, number: int) -> None:
    """It may keep a journal of its own, and starts from the portfolio's data."""
    change(number, AMT_INCOME_TOTAL=412_500, CNT_CHILDREN=4)

    def elsewhere(client_id: int, scenario: Scenario, _: pl.DataFrame) -> Explanation:
        assert dict(scenario.changes) == {"AMT_INCOME_TOTAL": 412_500, "CNT_CHILDREN": 4, "AMT_CREDIT": 300_000}
        return keeping.scorer.explain_one(scenario.features(keeping.portfolio.client(client_id)), client_id=client_id)

    client = ClientState(keeping, number, data_of=cp.client_data)
    asked = ScenarioElsewhere(elsewhere=elsewhere, client=client)
    asked.scenario = Scenario({"AMT_CREDIT": 300_000.0})
    assert client.row is not None
    expected = keeping.scorer.explain_one(asked.scenario.features(client.row), client_id=number)
    assert asked.trouble == ""
    assert asked.result is not None
    assert asked.result.after.probability == pytest.approx(expected.probability, abs=1e-9)


def test_a_client_is_given_their_changed_data(
    keeping: ServedModel, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    change(number, AMT_CREDIT=300_000)
    assert main(["journal", "client", str(number)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["data"]["AMT_CREDIT"] == keeping.portfolio.client(number)["AMT_CREDIT"][0]
    assert (told["data_version"], told["latest_version"], told["changed"]) == (1, 2, {"AMT_CREDIT": 300_000})
    assert told["records"][-1]["content"]["reason"] == "<b>Pay slip</b>"
