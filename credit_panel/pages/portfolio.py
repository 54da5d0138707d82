"""/portfolio: the whole portfolio, brushed."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.fault_page import serve_fault
from credit_panel.pages.portfolio_page import serve_portfolio

try:
    serve_portfolio()
except CreditPanelError as error:
    serve_fault(error)
