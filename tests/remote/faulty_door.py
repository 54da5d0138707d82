"""A door in front of a scoring service, which does to those who ask whatever a test wants to see done."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_SLOW = 4.0


class Door:
    """Stands at `address` and hands on to `behind`, unless a fault is wanted.

    Parameters
    ----------
    behind
        Address of the service.
    """

    def __init__(self, behind: str = "") -> None:
        self.behind, self.address = behind, ""
        self.asked = 0
        self.faults: list[str] = []
        """What is done to those who ask next: ``cut``, ``slow``, a status, or a body; the last is done to all after."""

    def fault(self) -> str:
        """Return what is done to who asks now; empty for nothing."""
        self.asked += 1
        if len(self.faults) > 1:
            return self.faults.pop(0)
        return self.faults[0] if self.faults else ""


class _Handler(BaseHTTPRequestHandler):
    door: Door

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["content-length"])))

    def log_message(self, *_: object) -> None: ...

    def _answer(self, body: bytes | None) -> None:
        fault = self.door.fault()
        if fault == "cut":
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(_SLOW)
        if fault.isdigit():
            self._send(int(fault), b"{}")
        elif fault and fault != "slow":
            self._send(200, fault.encode())
        else:
            self._send(*self._behind(body))

    def _behind(self, body: bytes | None) -> tuple[int, bytes]:
        headers = {
            name: value for name, value in self.headers.items() if name.lower() in ("authorization", "content-type")
        }
        request = urllib.request.Request(self.door.behind + self.path, body, headers)  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked did not wait
            self.wfile.write(body)


@contextmanager
def standing(behind: str = "") -> Iterator[Door]:
    """Open a door on a free port of this machine."""
    door = Door(behind)
    handler = type("Handler", (_Handler,), {"door": door})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        door.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield door
        finally:
            server.shutdown()
            thread.join()
