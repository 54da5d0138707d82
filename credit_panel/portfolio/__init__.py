"""The scored book: every application with its features, scores and history on disk, read by all, changed by none."""

from credit_panel.portfolio.batch import score_tables
from credit_panel.portfolio.book import Book, current_book
from credit_panel.portfolio.build import BuildReport, build
from credit_panel.portfolio.cohorts.cohort import Cohort
from credit_panel.portfolio.conditions import Between, Conditions, OneOf
from credit_panel.portfolio.distribution import Histogram
from credit_panel.portfolio.held_out import compare_books, held_out_scores
from credit_panel.portfolio.history.store import EVENT_SCHEMA, History
from credit_panel.portfolio.manifest import PortfolioManifest
from credit_panel.portfolio.store import Among, Portfolio

__all__ = [
    "EVENT_SCHEMA",
    "Among",
    "Between",
    "Book",
    "BuildReport",
    "Cohort",
    "Conditions",
    "Histogram",
    "History",
    "OneOf",
    "Portfolio",
    "PortfolioManifest",
    "build",
    "compare_books",
    "current_book",
    "held_out_scores",
    "score_tables",
]
