"""/client: one client's decision, explained."""

from __future__ import annotations

from credit_panel.pages.client_page import serve_client

serve_client()
