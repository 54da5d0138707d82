"""/model: what the model is worth, what it costs, and whether it still holds."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.fault_page import serve_fault
from credit_panel.pages.model_page import serve_model

try:
    serve_model()
except CreditPanelError as error:
    serve_fault(error)
