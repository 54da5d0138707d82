"""The cookies that hold secrets: for this server alone, and for no script."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

SESSION, ATTEMPT = "credit-panel-session", "credit-panel-login"
"""Names of what holds the secret of a session, and of a login that is on its way to a provider."""
_OVER_TLS = "__Host-"
"""What stands before the name over TLS: browsers take it over TLS alone, and from no other host of the domain."""
_LONGEST = 200


def session_of(scope: Scope, name: str = SESSION) -> str:
    """Return the secret that a browser brings, empty where it brings none."""
    found = HTTPConnection(scope).cookies.get(_name(scope, name), "")
    return found if len(found) <= _LONGEST else ""


def put(response: Response, scope: Scope, token: str, name: str = SESSION, lasts: int | None = None) -> None:
    """Have the browser keep a secret until it is closed, or for so many seconds."""
    where = _name(scope, name)
    response.set_cookie(where, token, lasts, path="/", secure=_is_safe(scope), httponly=True, samesite="lax")


def take(response: Response, scope: Scope, name: str = SESSION) -> None:
    """Have the browser forget a secret."""
    response.delete_cookie(_name(scope, name), path="/", secure=_is_safe(scope), httponly=True, samesite="lax")


def _name(scope: Scope, name: str) -> str:
    return f"{_OVER_TLS}{name}" if _is_safe(scope) else name


def _is_safe(scope: Scope) -> bool:
    return scope["scheme"] in ("https", "wss")
