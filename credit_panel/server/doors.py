"""What stands between the network and the pages: every request and every websocket passes here, in this order."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware

from credit_panel.server.access_log import AccessLog
from credit_panel.server.embedding import framed_by
from credit_panel.server.error_form import OneErrorForm
from credit_panel.server.head import HeadAsGet
from credit_panel.server.headers import SecurityHeaders
from credit_panel.server.hosts import KnownHosts
from credit_panel.server.panel_part import PanelRequests, known_origins, panel_parts
from credit_panel.server.paths import OfferedPaths
from credit_panel.server.redirects import RelativeRedirects
from credit_panel.server.static_files import StaticFiles


def close_doors(app: FastAPI) -> None:
    """Put our middleware around a started application, which takes none any more.

    Where `app` holds no pages, nothing tells under which names it is reached: it answers under any.
    """
    parts = panel_parts(app)
    app.user_middleware[:0] = [Middleware(StaticFiles), Middleware(PanelRequests, parts=parts)]
    answering = RelativeRedirects(HeadAsGet(OneErrorForm(OfferedPaths(app.build_middleware_stack()))))
    if parts:
        answering = KnownHosts(answering, known_origins(app))  # type: ignore[assignment]
    app.middleware_stack = AccessLog(SecurityHeaders(answering, framed_by()))
