"""/accessibility: the accessibility statement."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.accessibility_page import serve_accessibility
from credit_panel.pages.fault_page import serve_fault

try:
    serve_accessibility()
except CreditPanelError as error:
    serve_fault(error)
