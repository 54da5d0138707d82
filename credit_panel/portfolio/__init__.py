"""The scored book: every application with its features and scores on disk, read by all visitors, changed by none."""

from credit_panel.portfolio.batch import score_tables
from credit_panel.portfolio.book import Book, current_book
from credit_panel.portfolio.build import BuildReport, build
from credit_panel.portfolio.store import Portfolio

__all__ = ["Book", "BuildReport", "Portfolio", "build", "current_book", "score_tables"]
