"""/application: a new application, typed in or from a file."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.application_page import serve_application
from credit_panel.pages.fault_page import serve_fault

try:
    serve_application()
except CreditPanelError as error:
    serve_fault(error)
