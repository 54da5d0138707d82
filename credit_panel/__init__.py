"""Credit Panel: explain credit decisions, in pages, in notebooks and over REST.

Names are loaded when first used, so that the command line never waits for the user interface.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from credit_panel.portfolio import ServedModel, current_model
    from credit_panel.scoring import Explanation, Policy, Scorer, read_bundle
    from credit_panel.settings import Settings
    from credit_panel.state import ClientState, CohortState, ScenarioState
    from credit_panel.views import DecisionView, FactsView, WhatIfView, WhyView

__version__ = "0.1.0"

_HOMES = {
    "ClientState": "credit_panel.state",
    "CohortState": "credit_panel.state",
    "DecisionView": "credit_panel.views",
    "Explanation": "credit_panel.scoring",
    "FactsView": "credit_panel.views",
    "Policy": "credit_panel.scoring",
    "ScenarioState": "credit_panel.state",
    "Scorer": "credit_panel.scoring",
    "ServedModel": "credit_panel.portfolio",
    "Settings": "credit_panel.settings",
    "WhatIfView": "credit_panel.views",
    "WhyView": "credit_panel.views",
    "current_model": "credit_panel.portfolio",
    "read_bundle": "credit_panel.scoring",
}

__all__ = [
    "ClientState",
    "CohortState",
    "DecisionView",
    "Explanation",
    "FactsView",
    "Policy",
    "ScenarioState",
    "Scorer",
    "ServedModel",
    "Settings",
    "WhatIfView",
    "WhyView",
    "current_model",
    "read_bundle",
]


def __dir__() -> list[str]:
    """Return the public names, those too that are not loaded yet, so that the Tab key offers them."""
    loaded = {name for name, value in globals().items() if name.startswith("__") or isinstance(value, ModuleType)}
    return sorted({*__all__, *loaded})


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'credit_panel' has no attribute {name!r}")
