"""/docs, drawn from files of this process: FastAPI's own page fetches its scripts from elsewhere."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi_swagger import patch_fastapi

TITLE = "Credit Panel API"
_FETCHED = {"/docs", "/docs/oauth2-redirect", "/redoc"}


def serve_documentation(app: FastAPI) -> None:
    """Put our own /docs in the place of the ones that `panel serve` declared when it made the application."""
    app.title = TITLE
    app.docs_url = app.redoc_url = app.swagger_ui_oauth2_redirect_url = None
    app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", None) not in _FETCHED]
    patch_fastapi(app, title=TITLE, redirect_from_root_to_docs=False)
