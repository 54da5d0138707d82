"""A websocket that takes up little at a time, and says in our words why it is not opened.

uvicorn takes up whatever has arrived before anybody else is answered: 240 kB of pings held all visitors up for over a
second, 490 kB of compressed blanks for eight, and took 300 MB. It answers pings that nobody reads without end, and
leaves a handshake open for ever that its library finds too long.
"""

from __future__ import annotations

import json
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.server import ServerProtocol

from credit_panel.server.headers import FIXED
from credit_panel.server.refusal import PROBLEM_TYPE, Refusal
from credit_panel.server.unread import ReadInTime

_PART = 4_096
"""Bytes that are taken up before other visitors have their turn: some hundred of the shortest frames, or, compressed,
four megabytes."""
_LONGEST_CLOSE = 131
"""Bytes of the longest frame that closes a websocket."""


class Handshake(ServerProtocol):
    """The protocol of a websocket, which refuses what opens none as the server refuses anything."""

    def reject(self, status: int, text: str) -> Response:
        """Return the answer to what opens no websocket; `text` quotes what came, and is kept back."""
        answer = super().reject(status, "")
        refusal = Refusal(answer.status_code, "bad-handshake", "What came opens no websocket: load the page again.")
        body = json.dumps(refusal.problem()).encode()
        told = {**dict(answer.headers.raw_items()), **FIXED, "Content-Type": PROBLEM_TYPE}
        return Response(
            answer.status_code, answer.reason_phrase, Headers({**told, "Content-Length": str(len(body))}), body
        )


class MeasuredSocket(ReadInTime, WebSocketsSansIOProtocol):  # type: ignore[misc]
    """uvicorn's websocket, which takes up `_PART` bytes at a time, and nothing while its page or its peer is behind."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.conn = Handshake(
            extensions=self.conn.available_extensions, max_size=self.config.ws_max_size, logger=self.logger
        )
        self._rest = bytearray()
        self._asked = self._will_go_on = False

    def data_received(self, data: bytes) -> None:
        """Take what has arrived: first the whole handshake, then parts of messages."""
        if not self._asked:
            self._asked = True
            super().data_received(data)
            if not self.handshake_initiated:
                self._refuse()
            return
        self._rest += data
        self._take()

    def resume_writing(self) -> None:
        """Go on, since the peer reads again."""
        super().resume_writing()
        self._take()

    async def receive(self) -> Any:
        """Return the next message, and take up what waited for its turn."""
        message = await super().receive()
        self._take()
        return message

    def _go_on(self) -> None:
        self._will_go_on = False
        self._take()

    def _take(self) -> None:
        if self.close_sent and len(self._rest) > _LONGEST_CLOSE:  # no answer to the close, which alone is waited for
            self.transport.close()
        if self.transport.is_closing():
            self._rest.clear()
            return
        if self._rest and self._may_take() and not self._will_go_on:
            part = bytes(self._rest[:_PART])
            del self._rest[:_PART]
            super().data_received(part)
        if self._rest or not self.writable.is_set():
            self.transport.pause_reading()
            if self._may_take() and not self._will_go_on:
                self._will_go_on = True  # once the others had their turn
                self.loop.call_soon(self._go_on)
        elif not self.read_paused:
            self.transport.resume_reading()

    def _may_take(self) -> bool:
        return not self.read_paused and self.writable.is_set()

    def _refuse(self) -> None:
        """Send what the library says of a request that it could not read, or say it in its place."""
        said = b"".join(self.conn.data_to_send()) or self.conn.reject(400, "").serialize()
        self.handshake_complete = self.close_sent = True
        self.transport.write(said)
        self.transport.close()
