"""What those are told who may not go on: strangers are led to the login, others are told the rule."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from credit_panel.access.gate import Visitor
from credit_panel.access.roles import Ruling
from credit_panel.server.login.pages import denied_page, is_page, language_of
from credit_panel.server.refusal import Refusal, asks_for_page, refuse, response_of, route_of

_LOGIN = Refusal(401, "unauthorized", "Log in first, or send a key of the API: 'Authorization: Bearer KEY'.")
_BEARER = {"WWW-Authenticate": 'Bearer realm="credit-panel"'}


def stranger_response(scope: Scope) -> Response:
    """Lead a browser that opens a page to the login, and refuse anything else."""
    if asks_for_page(scope) and scope["method"] in ("GET", "HEAD"):
        wanted = route_of(scope).strip("/")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}" if is_page(wanted) else "/login", 303)
    return response_of(_LOGIN, scope, headers=_BEARER)


async def tell_strangers(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request, or a websocket's handshake, of somebody whom nobody knows."""
    if scope["type"] == "http":
        await stranger_response(scope)(scope, receive, send)
    else:
        await refuse(_LOGIN, scope, receive, send, headers=_BEARER)


async def tell_denied(ruling: Ruling, who: Visitor, scope: Scope, receive: Receive, send: Send) -> None:
    """Say which rule keeps somebody out, and what they can do: in their language to a person, else as a problem."""
    if scope["type"] == "http" and asks_for_page(scope):
        page = denied_page(ruling, who, language_of(scope))
        await Response(page, 403, media_type="text/html")(scope, receive, send)
        return
    would = " or ".join(ruling.would)
    if who.key is None:
        sentence = f"The rule {ruling.action} keeps {who.name} out: it needs the role {would}."
    else:
        sentence = f"The key {who.key.name} is not made for {ruling.action}: send one that is."
    await refuse(Refusal(403, "forbidden", sentence), scope, receive, send)
