"""What stands between the network and the pages: every request and every websocket passes here, in this order."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from credit_panel.secret import secret
from credit_panel.server.access_log import AccessLog
from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.server.door import AccessDoor
from credit_panel.server.draining import DRAIN
from credit_panel.server.embedding import framed_by
from credit_panel.server.error_form import OneErrorForm
from credit_panel.server.head import HeadAsGet
from credit_panel.server.header_sizes import HeaderSizes
from credit_panel.server.headers import SecurityHeaders
from credit_panel.server.hosts import KnownHosts
from credit_panel.server.login.desk import LoginDesk, Note
from credit_panel.server.metrics import count_from_now
from credit_panel.server.page_turns import PageTurns
from credit_panel.server.panel_part import PanelRequests, known_origins, panel_parts
from credit_panel.server.paths import OfferedPaths
from credit_panel.server.rate_limits import RateLimits
from credit_panel.server.redirects import RelativeRedirects
from credit_panel.server.server_settings import TOKEN_SETTING
from credit_panel.server.session_ends import end_one_by_one
from credit_panel.server.static_files import StaticFiles
from credit_panel.server.visitor import gate


def close_doors(app: FastAPI, routes: Collection[str] = (), note: Note | None = None) -> None:
    """Put our middleware around a started application, which takes none any more.

    Where `app` holds no pages, nothing tells under which names it is reached: it answers under any.

    Parameters
    ----------
    app
        The application.
    routes
        Addresses beside the pages whose requests are told apart in the metrics.
    note
        Keeps on record who logs in and out.
    """
    parts = panel_parts(app)
    end_one_by_one(parts)
    pages = [f"/{page}" for page in (*PAGES, *FOOTER_PAGES)]
    before_pages = Middleware(PanelRequests, parts=parts), Middleware(PageTurns, pages=pages)
    app.user_middleware[:0] = [Middleware(StaticFiles), *before_pages]
    inside = OneErrorForm(HeaderSizes(OfferedPaths(app.build_middleware_stack())))
    guarded = _door(inside, note)
    answering = RateLimits(DRAIN.around(RelativeRedirects(HeadAsGet(guarded))))
    if parts:
        answering = KnownHosts(answering, known_origins(app))  # type: ignore[assignment]
    shown: ASGIApp = SecurityHeaders(answering, framed_by())
    if secret(TOKEN_SETTING):
        shown = count_from_now(app, (*routes, *pages)).around(shown)
    app.middleware_stack = AccessLog(shown)


def _door(inside: ASGIApp, note: Note | None) -> AccessDoor:
    """Return the door of those who log in here, or at a provider, whose part is loaded only then."""
    settings = gate().settings.openid
    if settings is None:
        return AccessDoor(inside, gate(), LoginDesk(gate(), note))
    from credit_panel.server.login.openid_desk import OpenIdDesk
    from credit_panel.server.openid.provider import Provider
    from credit_panel.server.openid.watch import ProviderWatch

    provider = Provider(settings)
    return AccessDoor(inside, gate(), OpenIdDesk(gate(), provider, note), ProviderWatch(provider, gate()))
