"""Who may pass: every request, every websocket and every message on one is held against the roles, here alone.

What no action is declared for is answered to nobody. Where nobody has to log in, everything passes as it is.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.access.actions import Action, action_of
from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.keys import PREFIX
from credit_panel.access.store import AccessError, LockedError
from credit_panel.server.login.cookie import session_of
from credit_panel.server.login.desk import LoginDesk
from credit_panel.server.login.told import tell_denied, tell_strangers
from credit_panel.server.refusal import API, Refusal, TokenRefusedError, refuse, route_of
from credit_panel.server.visitor import visitor

if TYPE_CHECKING:  # loaded where there is a provider
    from credit_panel.server.openid.watch import ProviderWatch

log = logging.getLogger(__name__)

_BEARER = "bearer "
_INVALID = {"WWW-Authenticate": 'Bearer realm="credit-panel", error="invalid_token"'}
_FOR_PROGRAMS = (API, "/openapi.json", "/version")
"""What keys open; pages are for people."""
_NOTHING = Refusal(404, "not-found", "There is nothing at this address.")
_READY = "/readyz"
_NO_USERS = Refusal(
    503, "unavailable", "Nobody can be let in at the moment: whoever runs the server finds why in its log."
)
_SECONDS_LOCKED, _SECONDS_BETWEEN_LOOKS = 5.0, 0.25
"""How long the message of an open page waits for a file of users that is locked, before its line is closed."""
_ENDED: Message = {"type": "websocket.disconnect", "code": 1008}


class AccessDoor:
    """ASGI middleware: lets through who may do what is asked for.

    Parameters
    ----------
    app
        What answers.
    gate
        Who may.
    desk
        What answers where people log in and out.
    watch
        Knows people by what their provider says of them; None where there is none.
    """

    def __init__(self, app: ASGIApp, gate: Gate, desk: LoginDesk, watch: ProviderWatch | None = None) -> None:
        self._app, self._gate, self._desk, self._watch = app, gate, desk, watch
        self._noting: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a request, or say why it is not."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            if not self._gate.closed:
                await self._app(scope, receive, send)
            elif not await self._desk.answers(scope, receive, send):
                await self._look(scope, receive, send)
        except TokenRefusedError as error:
            await refuse(error.refusal, scope, receive, send, headers=_INVALID if error.refusal.status == 401 else None)
        except AccessError as error:
            log.error("%s", error)
            await refuse(_NO_USERS, scope, receive, send)

    async def _look(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = route_of(scope)
        try:
            action = action_of(path)
        except KeyError:
            action, known = None, False
        else:
            known = True
            if action is None:
                if path == _READY:  # not without the users: everybody else is sent away
                    await asyncio.to_thread(self._gate.people.everybody)
                await self._app(scope, receive, send)
                return
        who = await self._who(scope, path)
        if who is None:
            await tell_strangers(scope, receive, send)
            return
        if not known or action is None:
            await refuse(_NOTHING, scope, receive, send)
            return
        ruling = who.ruling(action)
        if not ruling.allowed:
            log.warning("%s was refused %s", who.name, action)
            await tell_denied(ruling, who, scope, receive, send)
            return
        visitor.set(who)
        self._note(who)
        if scope["type"] == "websocket":
            await self._keep_looking(who, action, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _who(self, scope: Scope, path: str) -> Visitor | None:
        authorization = Headers(scope=scope).get("authorization", "")
        if authorization.lower().startswith(_BEARER) and path.startswith(_FOR_PROGRAMS):
            # who sends one is meant to be known by it, and by no cookie beside it
            token = authorization[len(_BEARER) :].strip()
            if self._watch is not None and self._watch.takes_tokens and not token.startswith(PREFIX):
                return await self._watch.by_token(token)
            return self._gate.by_key(token)
        return self._gate.by_session(session_of(scope))

    def _note(self, who: Visitor) -> None:
        """Have it noted beside the others' requests that somebody is there, and asked whether they still may be."""
        if self._watch is not None:
            self._watch.look_again(who)
        if self._gate.is_to_note(who):
            task = asyncio.create_task(asyncio.to_thread(self._gate.note, who))
            self._noting.add(task)
            task.add_done_callback(self._noted)

    def _noted(self, task: asyncio.Task[None]) -> None:
        self._noting.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s", error)

    async def _keep_looking(self, who: Visitor, action: Action, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a websocket whose every message is held against the roles that its sender has by then."""
        ended = False

        async def looked_at() -> Message:
            nonlocal ended
            message = await receive()
            if message["type"] != "websocket.receive" or ended:
                return _ENDED if ended else message
            now = await self._still(who)
            if now is not None and now.ruling(action).allowed:
                self._note(now)
                return message
            log.warning("a page of %s was closed: %s", who.name, "logged out" if now is None else f"no {action}")
            ended = True
            await send({"type": "websocket.close", "code": 1008, "reason": "no longer allowed"})
            return _ENDED

        async def unless_ended(message: Any) -> None:
            if not ended:
                await send(message)

        await self._app(scope, looked_at, unless_ended)

    async def _still(self, who: Visitor) -> Visitor | None:
        """Return who it is by now; while the file is locked, wait beside the others' requests."""
        until = time.monotonic() + _SECONDS_LOCKED
        while True:
            try:
                return self._gate.by_session(who.session)
            except AccessError as error:
                if not isinstance(error, LockedError) or time.monotonic() > until:
                    log.error("%s", error)
                    return None
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
