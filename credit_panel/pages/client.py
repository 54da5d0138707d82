"""/client: one client's decision, explained."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.client_page import serve_client
from credit_panel.pages.fault_page import serve_fault

try:
    serve_client()
except CreditPanelError as error:
    serve_fault(error)
