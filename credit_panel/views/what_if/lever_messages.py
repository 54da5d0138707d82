"""What the lever board's messages ask of a scenario, for every view that holds such a board."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.state.levers import LEVERS
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.what_if.controls import LeverMessage, Moved, TakenBack, ToolUsed, Typed
from credit_panel.views.what_if.lever_words import parse_value


def follow_message(scenario: ScenarioState, message: LeverMessage, typed: dict[str, str], t: Translator) -> None:
    """Do what a message of `LeverBoard` asks.

    Parameters
    ----------
    typed
        Where the text goes that was typed last, by lever, so that one that is refused can stand in its box.
    """
    match message:
        case ToolUsed(kind="undo"):
            scenario.undo()
        case ToolUsed(kind="redo"):
            scenario.redo()
        case ToolUsed(kind="reset"):
            scenario.reset()
        case TakenBack(lever=lever) if lever in LEVERS:
            scenario.change(lever, scenario.own(lever))
        case Moved(lever=lever, value=value, gesture=gesture) if lever in LEVERS:
            scenario.change(lever, value, gesture=gesture)
        case Typed(lever=lever, text=text) if lever in LEVERS:
            _type(scenario, lever, text, typed, t)


def _type(scenario: ScenarioState, lever: str, text: str, typed: dict[str, str], t: Translator) -> None:
    typed.clear()
    typed[lever] = text[:40]
    try:
        value = parse_value(lever, text, t)
    except ValueError:
        scenario.refuse(lever, "text")
    else:
        scenario.change(lever, value)
