"""/glossary: every word of the pages and every feature, explained."""

from __future__ import annotations

from credit_panel.errors import CreditPanelError
from credit_panel.pages.fault_page import serve_fault
from credit_panel.pages.glossary_page import serve_glossary

try:
    serve_glossary()
except CreditPanelError as error:
    serve_fault(error)
