"""/docs, drawn from files of this process: FastAPI's own page fetches its scripts from elsewhere.

Every address in it is relative, so that it is found below whatever prefix a proxy shows the server.
"""

from __future__ import annotations

import json
from functools import cache
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi_swagger import patch_fastapi

from credit_panel.access.actions import action_of
from credit_panel.api.keeping import ASK_AGAIN, with_tag
from credit_panel.server.refusal import PROBLEM_TYPE
from credit_panel.server.visitor import gate

TITLE = "Credit Panel API"
_SCHEMA = "/openapi.json"
_ELSEWHERE = {"/docs", "/docs/oauth2-redirect", "/redoc", _SCHEMA}
_SCHEME = "key"
_BEARER = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key that `credit-panel key add` made, or, where people log in at a provider of OpenID Connect, "
    "an access token (JWT) of theirs for this API. Asked for where one has to log in; a browser that has logged in "
    "needs none.",
}
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
    describe = app.openapi
    # once: its writing takes longer than most answers, and nothing of it changes
    setattr(app, "openapi", cache(lambda: _completed(describe())))  # noqa: B010 - as FastAPI tells to; mypy forbids it
    write = cache(lambda: json.dumps(app.openapi(), separators=(",", ":")).encode())
    writing = Lock()

    def written() -> bytes:
        with writing:  # of those who ask first, one has it written
            return write()

    @app.get(_SCHEMA, include_in_schema=False)
    def openapi(request: Request) -> Response:
        return with_tag(request, Response(written(), media_type="application/json"), ASK_AGAIN)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=_SCHEMA[1:],
            title=TITLE,
            swagger_js_url="swagger/swagger-ui-bundle.js",
            swagger_css_url="swagger/swagger-ui.css",
            swagger_favicon_url="swagger/favicon-32x32.png",
            swagger_ui_parameters=_SWAGGER,
        )


def _remove(app: FastAPI, paths: set[str]) -> None:
    app.router.routes[:] = [route for route in app.router.routes if getattr(route, "path", None) not in paths]


def _completed(schema: dict[str, Any]) -> dict[str, Any]:
    """Complete what FastAPI documents by itself with what holds for every route.

    FastAPI adds to every error that it comes as plain JSON as well, which it does not.
    """
    closed = gate().closed
    schema.setdefault("components", {})["securitySchemes"] = {_SCHEME: _BEARER}
    for path, operations in schema["paths"].items():
        guarded = _is_guarded(path)
        for method, operation in operations.items():
            if guarded and closed:
                operation["security"] = [{_SCHEME: []}]
            answers = operation["responses"]
            if method == "get":
                answers["304"] = {"description": "The content is the one that `If-None-Match` names."}
            for status, answer in answers.items():
                if PROBLEM_TYPE in (content := answer.get("content", {})):
                    answer["content"] = {PROBLEM_TYPE: content[PROBLEM_TYPE]}
                answer["headers"] = {**answer.get("headers", {}), **_headers(method, status)}
    return schema


def _is_guarded(path: str) -> bool:
    """Whether an address is not for all; what is not declared is for nobody."""
    try:
        return action_of(path) is not None
    except KeyError:
        return True


def _headers(method: str, status: str) -> dict[str, Any]:
    headers = {"X-Request-Id": "Number of the request, as the log has it; a proxy may give it."}
    if method == "get" and status in ("200", "304"):
        headers["ETag"] = "Tag of the content, for `If-None-Match`."
    if method == "patch" and status == "200":
        headers["ETag"] = "Tag of the file as it is now, for the `If-Match` of the next change."
    if status == "429":
        headers["Retry-After"] = "Seconds to wait."
    return {name: {"description": words, "schema": {"type": "string"}} for name, words in headers.items()}
