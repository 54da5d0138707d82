"""The levers of a what-if as Params: they move it and follow it, and what cannot be changes nothing."""

from __future__ import annotations

import panel as pn
import pytest
from hand_made.parts import part

import credit_panel as cp
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Scenario
from credit_panel.views.what_if.controls import LeverBoard


@pytest.fixture
def scenario(served: ServedModel) -> cp.ScenarioState:
    return cp.ScenarioState(client=cp.ClientState(served, int(served.portfolio.ids[0])))


def test_a_slider_of_one_s_own_moves_the_what_if_and_its_view(scenario: cp.ScenarioState) -> None:
    view = cp.WhatIfView(scenario=scenario, language="en")
    slider = pn.widgets.FloatSlider.from_param(scenario.levers.param.AMT_CREDIT)
    own = scenario.own("AMT_CREDIT")
    assert (slider.value, slider.start, slider.end) == (own, scenario.span("AMT_CREDIT").low, slider.end)
    slider.value = slider.start
    assert scenario.scenario == Scenario({"AMT_CREDIT": slider.start})
    assert scenario.current
    assert part(view, LeverBoard).levers[0]["value"] == slider.start
    scenario.undo()
    assert slider.value == own


def test_they_follow_the_what_if_and_another_client(scenario: cp.ScenarioState, served: ServedModel) -> None:
    levers = scenario.levers
    assert levers is scenario.levers
    told = levers.param.AMT_CREDIT.rx() * 2
    scenario.change("AMT_CREDIT", 300_000.0)
    assert (levers.AMT_CREDIT, told.rx.value) == (300_000.0, 600_000.0)
    scenario.client.open(int(served.portfolio.ids[7]))
    assert scenario.own("AMT_CREDIT") == levers.AMT_CREDIT
    span = scenario.span("AMT_CREDIT")
    assert levers.param.AMT_CREDIT.softbounds == (span.low, span.high)
    assert {each.name for each in pn.Param(levers).select(pn.widgets.Widget)} >= {"AMT CREDIT", "Settled debt"}


def test_what_cannot_be_raises_before_anything_changes(scenario: cp.ScenarioState) -> None:
    levers, before = scenario.levers, scenario.scenario
    for lever, value in (("settled_debt", 2.0), ("AMT_CREDIT", -5.0), ("AMT_CREDIT", None), ("AMT_CREDIT", "much")):
        held = getattr(levers, lever)
        with pytest.raises(ValueError, match=lever):
            setattr(levers, lever, value)
        assert (getattr(levers, lever), scenario.scenario) == (held, before)
