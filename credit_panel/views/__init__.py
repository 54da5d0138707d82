"""Parts of a screen, each usable alone in Jupyter: `panel.viewable.Viewer` classes over a visitor's state."""

from credit_panel.views.application_file import ApplicationFileView
from credit_panel.views.application_form import ApplicationForm
from credit_panel.views.application_result import ApplicationResult
from credit_panel.views.client_table import ClientTable
from credit_panel.views.compare import CompareView
from credit_panel.views.decision import DecisionView
from credit_panel.views.facts import FactsView
from credit_panel.views.header import Header
from credit_panel.views.history import HistoryView
from credit_panel.views.search import ClientSearch
from credit_panel.views.what_if import WhatIfView
from credit_panel.views.why import WhyView

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
