"""The REST API, served by the process that serves the pages (`panel serve … --plugins credit_panel.api`)."""

from credit_panel.api.router import ROUTER

__all__ = ["ROUTER"]
