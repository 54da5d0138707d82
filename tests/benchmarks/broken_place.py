"""A server whose folders a benchmark may break, and how it is asked."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from server import raw

from credit_panel.portfolio import Portfolio
from credit_panel.server.listening import process_at
from credit_panel.settings import Settings

_SECONDS = 60.0


class BrokenError(Exception):
    """What came of a fault is not what has to."""


@dataclass
class Place:
    """A server with folders of its own.

    Parameters
    ----------
    settings, server, folder
        Its settings, its address, and where its log and whatever else may lie.
    sent
        Numbers of the decisions that it has acknowledged.
    """

    settings: Settings
    server: str
    folder: Path
    sent: list[int] = field(default_factory=list)

    @property
    def process(self) -> int:
        """Number of its process."""
        return process_at(urlsplit(self.server).port or 0)

    def ask(self, path: str, method: str = "GET", body: object = None) -> tuple[int, dict[str, Any]]:
        """Return status and JSON of an answer, 0 where there is none."""
        try:
            answer = raw.ask(
                self.server,
                method,
                path,
                body=b"" if body is None else json.dumps(body).encode(),
                **({} if body is None else {"content_type": "application/json"}),
            )
        except OSError:
            return 0, {}
        text = answer.partition(b"\r\n\r\n")[2]
        return raw.status(answer), dict(json.loads(text)) if text.startswith(b"{") else {}

    def decide(self, place: int) -> int:
        """Send a decision about a client; return the status, 201 where it is on record."""
        number = int(Portfolio(self.settings.portfolio_dir()).ids[place])
        _, score = self.ask(f"/api/v1/clients/{number}/score")
        if not score:
            return 0
        proposal = {"model_version": score["model"]["version"], "outcome": score["outcome"]}
        body = {"client_id": number, "proposal": proposal, "decided": score["outcome"], "person": "A. Martin"}
        status, told = self.ask("/api/v1/decisions", "POST", body)
        if status == 201:
            self.sent.append(int(told["sequence"]))
        return status


def hold(so: object, what: str) -> None:
    """Raise a `BrokenError` that says what is wrong, unless it is so."""
    if not so:
        raise BrokenError(what)


def soon(what: Callable[[], object]) -> bool:
    """Wait until it is so; return whether it came to that."""
    until = time.monotonic() + _SECONDS
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True
