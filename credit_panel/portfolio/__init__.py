"""The scored portfolio: every application with its features, scores and history on disk; changed by nobody."""

from credit_panel.portfolio.batch import score_tables
from credit_panel.portfolio.build import BuildReport, build
from credit_panel.portfolio.cohorts.cohort import Cohort
from credit_panel.portfolio.conditions import Between, Conditions, OneOf
from credit_panel.portfolio.distribution import Histogram
from credit_panel.portfolio.held_out import compare_models, held_out_scores
from credit_panel.portfolio.history.store import EVENT_SCHEMA, History
from credit_panel.portfolio.manifest import PortfolioManifest
from credit_panel.portfolio.policy_change import change_policy
from credit_panel.portfolio.served_model import ServedModel, current_model, serve_from_now
from credit_panel.portfolio.store import Among, Portfolio

__all__ = [
    "EVENT_SCHEMA",
    "Among",
    "Between",
    "BuildReport",
    "Cohort",
    "Conditions",
    "Histogram",
    "History",
    "OneOf",
    "Portfolio",
    "PortfolioManifest",
    "ServedModel",
    "build",
    "change_policy",
    "compare_models",
    "current_model",
    "held_out_scores",
    "score_tables",
    "serve_from_now",
]
