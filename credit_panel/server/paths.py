"""Which paths are answered at all: none that Panel would look up among Python's modules, none that is no path.

Panel and Bokeh offer under every server what these pages never ask for: `/components/MODULE/…` imports any installed
module to look for a file in it, `autoload.js` makes a session for whatever site embeds it, and `metadata` describes the
application. Bokeh hands a path on to the file system as it came.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from credit_panel.server.refusal import Refusal, refuse, route_of

_LONGEST_ADDRESS = 4_096
_LONGEST_PATH = 1_024
_LONGEST_NAME = 200
"""Bytes of one name between two slashes: file systems take 255."""

_NOT_OFFERED = Refusal(404, "not-found", "There is nothing at this address.")
_TOO_LONG = Refusal(414, "address-too-long", f"The address is too long: {_LONGEST_ADDRESS:,} bytes at most.")
_NO_PATH = Refusal(400, "bad-address", "The address holds characters that no address of this server holds.")


class OfferedPaths:
    """ASGI middleware: refuses what no page of ours and no program asks for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request whose path is offered."""
        refusal = _refusal(scope) if scope["type"] in ("http", "websocket") else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await refuse(refusal, scope, receive, send)


def _refusal(scope: Scope) -> Refusal | None:
    path = route_of(scope)
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _LONGEST_ADDRESS:
        return _TOO_LONG
    if not path.isprintable() or "\\" in path:
        return _NO_PATH
    names = path.split("/")
    if len(path) > _LONGEST_PATH or any(len(name.encode()) > _LONGEST_NAME for name in names):
        return _TOO_LONG
    if names[-1] in ("autoload.js", "metadata") or _is_component(names) or _is_another_spelling(names):
        return _NOT_OFFERED
    return None


def _is_component(names: list[str]) -> bool:
    """Whether the path leads to Panel's look-up among modules, which may stand below a prefix."""
    return "components" in names and "static" not in names[: names.index("components")]


def _is_another_spelling(names: list[str]) -> bool:
    """Whether it is one of the endless ways to write the path of a static file, each of which would be remembered."""
    return names[1:2] == ["static"] and not {"", ".", ".."}.isdisjoint(names[1:])
