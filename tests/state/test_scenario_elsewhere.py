"""A what-if that another server scores: the answer to the last change alone is shown, and trouble keeps the changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from credit_panel.errors import CreditPanelError
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Explanation, Scenario
from credit_panel.scoring.elsewhere import ServiceError
from credit_panel.state import ClientState
from credit_panel.state.scenario import ScenarioState
from credit_panel.state.scenario_elsewhere import ScenarioElsewhere


class Later:
    """Work that waits until a test has it done."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[[], Any], Callable[[Any], None]]] = []

    def __call__(self, work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
        self.waiting.append((work, finish))

    def do(self, number: int = 0) -> None:
        work, finish = self.waiting.pop(number)
        try:
            found = work()
        except CreditPanelError as error:
            found = error
        finish(found)


class Service:
    """Scores as the model here does, unless something is wrong with it."""

    def __init__(self, served: ServedModel) -> None:
        self.served, self.fault = served, ""

    def what_if(self, client_id: int, scenario: Scenario, features: pl.DataFrame) -> Explanation:
        if self.fault:
            raise ServiceError("unreachable", "It does not answer.")
        return self.served.scorer.explain_one(features, client_id=client_id)


@pytest.fixture
def parts(served: ServedModel) -> tuple[ScenarioElsewhere, Later, Service]:
    later, service = Later(), Service(served)
    client = ClientState(served, client_id=int(served.portfolio.ids[0]))
    return ScenarioElsewhere(client=client, elsewhere=service.what_if, background=later), later, service


def test_it_comes_to_what_is_scored_here(parts: tuple[ScenarioElsewhere, Later, Service]) -> None:
    state, later, _ = parts
    here = ScenarioState(client=state.client)
    assert state.current
    assert state.change("AMT_CREDIT", 300_000.0)
    assert here.change("AMT_CREDIT", 300_000.0)
    assert (state.asked, state.current, state.value("AMT_CREDIT")) == (True, False, 300_000.0)
    later.do()
    assert (state.asked, state.current, state.result) == (False, True, here.result)
    state.undo()
    assert (state.asked, state.current, later.waiting) == (False, True, [])


def test_an_answer_that_comes_too_late_is_not_shown(parts: tuple[ScenarioElsewhere, Later, Service]) -> None:
    state, later, _ = parts
    state.change("AMT_CREDIT", 300_000.0)
    state.change("AMT_CREDIT", 200_000.0)
    later.do(1)
    last = state.result
    later.do()
    assert state.result is last
    assert last is not None
    assert last.scenario.changes == {"AMT_CREDIT": 200_000.0}
    state.change("AMT_CREDIT", 300_000.0)
    state.client.open(int(state.client.served.portfolio.ids[1]))
    afresh = state.result
    later.do()
    assert state.result is afresh
    assert (state.scenario, state.asked) == (Scenario(), False)


def test_trouble_keeps_the_changes_and_is_over_when_asked_again(
    parts: tuple[ScenarioElsewhere, Later, Service],
) -> None:
    state, later, service = parts
    before, service.fault = state.result, "unreachable"
    state.change("AMT_CREDIT", 300_000.0)
    later.do()
    assert (state.trouble, state.asked, state.result) == ("unreachable", False, before)
    assert state.value("AMT_CREDIT") == 300_000.0
    service.fault = ""
    state.ask_again()
    assert (state.trouble, state.asked, state.can_undo) == ("", True, True)
    later.do()
    assert state.current
