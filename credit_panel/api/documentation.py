"""/docs, drawn from files of this process: FastAPI's own page fetches its scripts from elsewhere.

Every address in it is relative, so that it is found below whatever prefix a proxy shows the server.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi_swagger import patch_fastapi

from credit_panel.server.refusal import PROBLEM_TYPE

TITLE = "Credit Panel API"
_ELSEWHERE = {"/docs", "/docs/oauth2-redirect", "/redoc"}
_SWAGGER = {"tryItOutEnabled": True, "displayRequestDuration": True}


def serve_documentation(app: FastAPI) -> None:
    """Put our own /docs in the place of the ones that `panel serve` declared when it made the application."""
    app.title = TITLE
    app.docs_url = app.redoc_url = app.swagger_ui_oauth2_redirect_url = None
    _remove(app, _ELSEWHERE)
    patch_fastapi(app, title=TITLE, redirect_from_root_to_docs=False)  # for the files that it serves
    _remove(app, {"/docs"})
    app.root_path_in_servers = False
    app.servers = [{"url": "."}]
    described = app.openapi
    setattr(app, "openapi", lambda: _only_problems(described()))  # noqa: B010 - as FastAPI tells to; mypy forbids it

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url="openapi.json",
            title=TITLE,
            swagger_js_url="swagger/swagger-ui-bundle.js",
            swagger_css_url="swagger/swagger-ui.css",
            swagger_favicon_url="swagger/favicon-32x32.png",
            swagger_ui_parameters=_SWAGGER,
        )


def _remove(app: FastAPI, paths: set[str]) -> None:
    app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", None) not in paths]


def _only_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Take out of the documentation that an error comes as plain JSON as well, which FastAPI adds by itself."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for answer in operation["responses"].values():
                if PROBLEM_TYPE in (content := answer.get("content", {})):
                    answer["content"] = {PROBLEM_TYPE: content[PROBLEM_TYPE]}
    return schema
