"""The what-if warns of values that no client has, and scores them all the same."""

from __future__ import annotations

import re

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.range_seen import ranges_of
from credit_panel.scoring import Outcome
from credit_panel.state.client import ClientState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.what_if.view import WhatIfView

WORDS = {
    "fr": "sort de ce qu’ont les clients du portefeuille",
    "en": "is outside what the clients of the portfolio have",
}


def told(view: WhatIfView) -> list[str]:
    return re.findall(r'<p class="notice">(.*?)</p>', view._effect.block)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_value_that_no_client_has_is_scored_and_told(served: ServedModel, language: str) -> None:
    client = ClientState(served)
    client.open(int(served.portfolio.ids[0]))
    scenario = ScenarioState(client=client)
    view = WhatIfView(scenario=scenario, language=language, shown=True)
    low, high = ranges_of(served.portfolio)["AMT_ANNUITY"]
    for value, unseen in ((low / 2, True), (low, False), (high, False), (2 * high, True)):
        assert scenario.change("AMT_ANNUITY", value)
        assert scenario.result is not None
        assert 0 < scenario.result.after.probability < 1
        assert [WORDS[language] in words for words in told(view)] == [True] * unseen
    assert scenario.change_field("CNT_CHILDREN", 24.0) is None
    assert len(told(view)) == 2
    scenario.reset()
    assert told(view) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_that_no_change_would_be_enough_is_said(served: ServedModel, language: str) -> None:
    client = ClientState(served)
    scenario = ScenarioState(client=client)
    view = WhatIfView(scenario=scenario, language=language, shown=True)
    said = translator(language).gettext(
        "No change of at most three of these levers, within usual limits, would be enough."
    )
    for client_id in served.portfolio.ids[:400]:
        client.open(int(client_id))
        if scenario.result.before.outcome is not Outcome.REFUSE:
            continue
        scenario.propose()
        assert (said in view._ways.block) is not bool(scenario.proposals)
        if not scenario.proposals:
            return
    pytest.fail("every client of the portfolio can be helped")
