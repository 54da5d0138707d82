"""A what-if in the address: a short text that another person's page reads, whatever they did to it on the way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NoReturn

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit import REQUIRED_FIELDS
from credit_panel.home_credit.applications import field_problems
from credit_panel.scoring import SETTLED_DEBT, Scenario
from credit_panel.scoring.explanation import Value


@dataclass(frozen=True, slots=True)
class ReadScenario:
    """What an address says.

    Parameters
    ----------
    scenario
        The part of it that can be used.
    ignored
        Names of the fields that are none or whose value is not acceptable, as they stand in the address.
    readable
        Whether the text was a what-if at all.
    """

    scenario: Scenario
    ignored: tuple[str, ...] = ()
    readable: bool = True


def encode_scenario(scenario: Scenario) -> str:
    """Return the scenario as a short text that `decode_scenario` reads; empty when nothing is changed.

    Examples
    --------
    >>> encode_scenario(Scenario({"AMT_CREDIT": 250_000.0}, settled_debt=0.5))
    '{"AMT_CREDIT":250000,"settled_debt":0.5}'
    """
    content = {name: _short(value) for name, value in scenario.changes.items()}
    if scenario.settled_debt:
        content[SETTLED_DEBT] = _short(scenario.settled_debt)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) if content else ""


def decode_scenario(text: str) -> ReadScenario:
    """Read what `encode_scenario` wrote, or somebody typed; what cannot be used is left out and named.

    Examples
    --------
    >>> decode_scenario('{"AMT_CREDIT":-3,"AMT_INCOME_TOTAL":90000}').ignored
    ('AMT_CREDIT',)
    """
    if not text:
        return ReadScenario(Scenario())
    try:
        content = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return ReadScenario(Scenario(), readable=False)
    if not isinstance(content, dict):
        return ReadScenario(Scenario(), readable=False)
    settled, changes, ignored = 0.0, {}, []
    for name, value in content.items():
        if name == SETTLED_DEBT and _is_number(value) and 0 <= value <= 1:
            settled = float(value)
        elif name in RAW_FIELDS and _fits(name, value):
            changes[name] = float(value) if _is_number(value) else value
        else:
            ignored.append(name)
    return ReadScenario(Scenario(changes, settled), tuple(ignored))


def _fits(name: str, value: object) -> bool:
    if value is None:
        return name not in REQUIRED_FIELDS
    return (_is_number(value) or isinstance(value, str)) and not field_problems({name: value}, partial=True)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _short(value: Value) -> Value:
    """Return a whole number without its decimals."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
