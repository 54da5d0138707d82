"""Parts of a screen, each usable alone in Jupyter: `panel.viewable.Viewer` classes over a visitor's state."""

from credit_panel.views.application.file import ApplicationFileView
from credit_panel.views.application.form import ApplicationForm
from credit_panel.views.application.result import ApplicationResult
from credit_panel.views.client.decision import DecisionView
from credit_panel.views.client.facts import FactsView
from credit_panel.views.client.history import HistoryView
from credit_panel.views.client.search import ClientSearch
from credit_panel.views.client.why import WhyView
from credit_panel.views.compare.view import CompareView
from credit_panel.views.portfolio.client_table import ClientTable
from credit_panel.views.shell.header import Header
from credit_panel.views.what_if.view import WhatIfView

__all__ = [
    "ApplicationFileView",
    "ApplicationForm",
    "ApplicationResult",
    "ClientSearch",
    "ClientTable",
    "CompareView",
    "DecisionView",
    "FactsView",
    "Header",
    "HistoryView",
    "WhatIfView",
    "WhyView",
]
