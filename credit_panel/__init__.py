"""Credit Panel: explain credit decisions, in pages, in notebooks and over REST.

Names are loaded when first used, so that the command line never waits for the user interface.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from credit_panel import features, figures, home_credit, plots, scoring
    from credit_panel.amendments.asked import change_client, client_data
    from credit_panel.charts.palette import theme
    from credit_panel.features import build_features
    from credit_panel.home_credit import read_tables
    from credit_panel.home_credit.synthetic import generate
    from credit_panel.locale import set_language, translator
    from credit_panel.portfolio import Between, OneOf, ServedModel, current_model, held_out_scores
    from credit_panel.portfolio.cohorts.cohort import Cohort
    from credit_panel.portfolio.cohorts.figures import cohort_figures
    from credit_panel.portfolio.drift.report import drift_of_test
    from credit_panel.portfolio.frames import explain, score
    from credit_panel.scoring import Explanation, Outcome, Policy, Scorer, read_bundle, recourse, what_if
    from credit_panel.settings import Settings
    from credit_panel.state import ClientState, CohortState, ScenarioState
    from credit_panel.state.brush import BrushState
    from credit_panel.state.comparison import ComparisonState
    from credit_panel.state.model_policy import PolicyState
    from credit_panel.views import DecisionView, FactsView, WhatIfView, WhyView
    from credit_panel.views.client.history import HistoryView
    from credit_panel.views.compare.view import CompareView
    from credit_panel.views.model.card import ModelCardView
    from credit_panel.views.model.cost import CostView
    from credit_panel.views.model.drift import DriftView
    from credit_panel.views.model.fairness import FairnessView
    from credit_panel.views.model.importance import ImportanceView
    from credit_panel.views.model.performance import PerformanceView
    from credit_panel.views.parts.figure_view import FigureView
    from credit_panel.views.portfolio.client_table import ClientTable
    from credit_panel.views.portfolio.cohort_bar import CohortBar
    from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
    from credit_panel.views.portfolio.figures import PortfolioFigures
    from credit_panel.views.portfolio.linked import LinkedView

__version__ = "0.1.0"

_HOMES = {
    "Between": "credit_panel.portfolio",
    "BrushState": "credit_panel.state.brush",
    "ClientState": "credit_panel.state",
    "ClientTable": "credit_panel.views.portfolio.client_table",
    "Cohort": "credit_panel.portfolio.cohorts.cohort",
    "CohortBar": "credit_panel.views.portfolio.cohort_bar",
    "CohortFiguresView": "credit_panel.views.portfolio.cohort_figures",
    "CohortState": "credit_panel.state",
    "CompareView": "credit_panel.views.compare.view",
    "ComparisonState": "credit_panel.state.comparison",
    "CostView": "credit_panel.views.model.cost",
    "DecisionView": "credit_panel.views",
    "DriftView": "credit_panel.views.model.drift",
    "Explanation": "credit_panel.scoring",
    "FactsView": "credit_panel.views",
    "FairnessView": "credit_panel.views.model.fairness",
    "FigureView": "credit_panel.views.parts.figure_view",
    "HistoryView": "credit_panel.views.client.history",
    "ImportanceView": "credit_panel.views.model.importance",
    "LinkedView": "credit_panel.views.portfolio.linked",
    "ModelCardView": "credit_panel.views.model.card",
    "OneOf": "credit_panel.portfolio",
    "Outcome": "credit_panel.scoring",
    "PerformanceView": "credit_panel.views.model.performance",
    "Policy": "credit_panel.scoring",
    "PolicyState": "credit_panel.state.model_policy",
    "PortfolioFigures": "credit_panel.views.portfolio.figures",
    "ScenarioState": "credit_panel.state",
    "Scorer": "credit_panel.scoring",
    "ServedModel": "credit_panel.portfolio",
    "Settings": "credit_panel.settings",
    "WhatIfView": "credit_panel.views",
    "WhyView": "credit_panel.views",
    "build_features": "credit_panel.features",
    "change_client": "credit_panel.amendments.asked",
    "client_data": "credit_panel.amendments.asked",
    "cohort_figures": "credit_panel.portfolio.cohorts.figures",
    "current_model": "credit_panel.portfolio",
    "drift_of_test": "credit_panel.portfolio.drift.report",
    "explain": "credit_panel.portfolio.frames",
    "generate": "credit_panel.home_credit.synthetic",
    "held_out_scores": "credit_panel.portfolio",
    "read_bundle": "credit_panel.scoring",
    "read_tables": "credit_panel.home_credit",
    "recourse": "credit_panel.scoring",
    "score": "credit_panel.portfolio.frames",
    "set_language": "credit_panel.locale",
    "theme": "credit_panel.charts.palette",
    "translator": "credit_panel.locale",
    "what_if": "credit_panel.scoring",
}
"""Where each public name is."""

_ROOMS = ("features", "figures", "home_credit", "plots", "scoring")
"""Public modules, whose own names are public too."""

__all__ = [
    "Between",
    "BrushState",
    "ClientState",
    "ClientTable",
    "Cohort",
    "CohortBar",
    "CohortFiguresView",
    "CohortState",
    "CompareView",
    "ComparisonState",
    "CostView",
    "DecisionView",
    "DriftView",
    "Explanation",
    "FactsView",
    "FairnessView",
    "FigureView",
    "HistoryView",
    "ImportanceView",
    "LinkedView",
    "ModelCardView",
    "OneOf",
    "Outcome",
    "PerformanceView",
    "Policy",
    "PolicyState",
    "PortfolioFigures",
    "ScenarioState",
    "Scorer",
    "ServedModel",
    "Settings",
    "WhatIfView",
    "WhyView",
    "build_features",
    "change_client",
    "client_data",
    "cohort_figures",
    "current_model",
    "drift_of_test",
    "explain",
    "features",
    "figures",
    "generate",
    "held_out_scores",
    "home_credit",
    "plots",
    "read_bundle",
    "read_tables",
    "recourse",
    "score",
    "scoring",
    "set_language",
    "theme",
    "translator",
    "what_if",
]


def __dir__() -> list[str]:
    """Return the public names, those too that are not loaded yet, so that the Tab key offers them."""
    loaded = {name for name, value in globals().items() if name.startswith("__") or isinstance(value, ModuleType)}
    return sorted({*__all__, *loaded})


def __getattr__(name: str) -> Any:
    """Load a public name from its module."""
    if name in _ROOMS:
        return import_module(f"credit_panel.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'credit_panel' has no attribute {name!r}")
