"""How long a connection may take to say what it wants, and how long the process to end."""

from __future__ import annotations

import asyncio
import json
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from credit_panel.server.descriptors import most_at_once, most_connections
from credit_panel.server.headers import FIXED
from credit_panel.server.refusal import PROBLEM_TYPE, Refusal
from credit_panel.server.unread import ReadInTime
from credit_panel.server.websocket import MeasuredSocket

SECONDS_FOR_A_REQUEST = 15.0
"""From its first byte to its last."""
SECONDS_FOR_ANSWERS = 8
"""For what is being answered when the server is told to end."""

_REFUSED = "".join(f"{name}: {value}\r\n" for name, value in FIXED.items())


class WholeRequests(ReadInTime, H11Protocol):
    """uvicorn's protocol, which waits for ever, with a time by which a request has to be there, head and body.

    Above a number of connections the one that has been without a whole request for longest gives its place to a new
    one: who asks at once is answered, however many others are silent.
    """

    seconds = SECONDS_FOR_A_REQUEST
    most: int | None = None
    """Connections; None as many as the process may have."""
    _silent: ClassVar[dict[WholeRequests, None]] = {}
    """Those without a whole request, the oldest first; a process has one server."""
    _timer: asyncio.TimerHandle | None = None
    _handed_on = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        if len(self.connections) > (most_connections() if self.most is None else self.most):
            self._make_room()
        self._look()
        if not transport.is_closing():
            self._wait()

    def data_received(self, data: bytes) -> None:
        """Take a part of a request."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Go on with what was sent behind the request that is answered: its time begins now."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the connection."""
        self._stop_waiting()
        self._silent.pop(self, None)
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection on to the websocket, which looks after itself."""
        self._handed_on = True
        self.resume_writing()  # if it is to wait, it will see so
        super().handle_websocket_upgrade(event)

    def shutdown(self) -> None:
        """Finish the answer to a whole request; what is not whole by now is given up."""
        super().shutdown()
        if not self._is_whole():
            self._give_up()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of a protocol that is offered and not spoken here: the request is answered as any other."""

    def send_400_response(self, msg: str) -> None:
        """Answer what is no request, with the headers of every answer."""
        refusal = Refusal(400, "bad-request", f"What came is no HTTP: {msg.rstrip('.')}.")
        body = json.dumps(refusal.problem()).encode()
        head = f"HTTP/1.1 400 Bad Request\r\nContent-Type: {PROBLEM_TYPE}\r\n{_REFUSED}"
        self.transport.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        self.transport.close()

    def _is_whole(self) -> bool:
        state = self.conn.their_state
        return state is not h11.SEND_BODY and not (state is h11.IDLE and self.conn.trailing_data[0])

    def _make_room(self) -> None:
        oldest = next(iter(self._silent), self)
        self._silent.pop(oldest, None)
        oldest.transport.abort()

    def _look(self) -> None:
        if self._handed_on or self.transport.is_closing() or (self._is_whole() and self._is_answering()):
            self._silent.pop(self, None)
        else:
            self._silent.setdefault(self)
        if self._handed_on or self._is_whole():
            self._stop_waiting()
        elif self._timer is None and not self.transport.is_closing():
            self._wait()

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _wait(self) -> None:
        self._timer = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()


def uvicorn_settings() -> dict[str, Any]:
    """Return what bounds requests and the end of the process, as uvicorn names it."""
    return {
        "http": WholeRequests,
        "ws": MeasuredSocket,
        "backlog": most_at_once(),
        "timeout_graceful_shutdown": SECONDS_FOR_ANSWERS,
    }
