"""What the lever board's messages ask of a scenario, for every view that holds such a board."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from credit_panel.locale import Translator
from credit_panel.state.levers import LEVERS
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.lever_words import parse_value


def follow_message(scenario: ScenarioState, message: Mapping[str, Any], typed: dict[str, str], t: Translator) -> None:
    """Do what a message of `LeverBoard` asks.

    Parameters
    ----------
    typed
        Where the text goes that was typed last, by lever, so that one that is refused can stand in its box.
    """
    lever = message.get("lever", "")
    match message["kind"]:
        case "undo":
            scenario.undo()
        case "redo":
            scenario.redo()
        case "reset":
            scenario.reset()
        case "back" if lever in LEVERS:
            scenario.change(lever, scenario.own(lever))
        case "move" if lever in LEVERS:
            scenario.change(lever, float(message["value"]), gesture=message["gesture"])
        case "type" if lever in LEVERS:
            _type(scenario, lever, str(message["text"]), typed, t)


def _type(scenario: ScenarioState, lever: str, text: str, typed: dict[str, str], t: Translator) -> None:
    typed.clear()
    typed[lever] = text[:40]
    try:
        value = parse_value(lever, text, t)
    except ValueError:
        scenario.refuse(lever, "text")
    else:
        scenario.change(lever, value)
