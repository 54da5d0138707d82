"""The cookie that holds the secret of a session: for this server alone, and for no script."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

_NAME = "credit-panel-session"
_SAFE_NAME = f"__Host-{_NAME}"
"""The same over TLS: browsers take it over TLS alone, and from no other host of the domain."""
_LONGEST = 200


def session_of(scope: Scope) -> str:
    """Return the secret that a browser brings, empty where it brings none."""
    found = HTTPConnection(scope).cookies.get(_name(scope), "")
    return found if len(found) <= _LONGEST else ""


def put(response: Response, scope: Scope, token: str) -> None:
    """Have the browser keep the secret of a session until it is closed."""
    response.set_cookie(_name(scope), token, path="/", secure=_is_safe(scope), httponly=True, samesite="lax")


def take(response: Response, scope: Scope) -> None:
    """Have the browser forget the secret."""
    response.delete_cookie(_name(scope), path="/", secure=_is_safe(scope), httponly=True, samesite="lax")


def _name(scope: Scope) -> str:
    return _SAFE_NAME if _is_safe(scope) else _NAME


def _is_safe(scope: Scope) -> bool:
    return scope["scheme"] in ("https", "wss")
