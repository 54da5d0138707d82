"""What the server tells Prometheus of itself: how many requests, how long they took, how much waits. Of no client.

It is counted, and the library loaded, only where a token is set that says who may read it.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import anyio.to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.server.access_log import asked_of

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"))
_OTHER = "other"
_PLACE = "credit_panel_metrics"
_PART = re.compile(r"\{[^}]+\}")


class Metrics:
    """The figures of one process.

    Parameters
    ----------
    routes
        Addresses that are told apart; all others are one, so that nobody can make up more and more of them.
    """

    def __init__(self, routes: Collection[str]) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self.registry: CollectorRegistry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        labels = ("method", "route")
        self._requests = Counter(
            "credit_panel_requests", "Requests answered.", (*labels, "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "credit_panel_request_seconds", "Time to answer.", labels, buckets=_SECONDS, registry=self.registry
        )
        self._edits = Histogram(
            "credit_panel_edit_seconds", "Time to answer what a page sent.", buckets=_SECONDS, registry=self.registry
        )
        self._lines = Gauge("credit_panel_open_lines", "Websockets open: one a page.", registry=self.registry)
        self._under_way = Gauge("credit_panel_requests_under_way", "Requests being answered.", registry=self.registry)
        self._waiting = Gauge("credit_panel_waiting_threads", "Work that waits for a thread.", registry=self.registry)
        self._logged = Counter("credit_panel_logged", "Lines logged.", ("level",), registry=self.registry)
        self._routes = frozenset(_PART.sub("#", route) for route in routes)
        logging.getLogger().addHandler(_Counting(self._logged))

    def text(self, facts: Mapping[str, str]) -> bytes:
        """Return all figures in Prometheus' text format.

        Parameters
        ----------
        facts
            What is served, as labels of one figure that is always 1.
        """
        from prometheus_client import generate_latest

        self._waiting.set(anyio.to_thread.current_default_thread_limiter().statistics().tasks_waiting)
        labels = ",".join(f'{name}="{value}"' for name, value in facts.items())
        head = "# HELP credit_panel_info What is served.\n# TYPE credit_panel_info gauge\n"
        return generate_latest(self.registry) + f"{head}credit_panel_info{{{labels}}} 1\n".encode()

    def around(self, app: ASGIApp) -> ASGIApp:
        """Return middleware that counts what `app` answers."""

        async def counted(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                await self._answer(app, scope, receive, send)
            elif scope["type"] == "websocket":
                with self._lines.track_inprogress():
                    await self._follow(app, scope, receive, send)
            else:
                await app(scope, receive, send)

        return counted

    async def _follow(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Note how long what a page sends takes until it is answered: nothing answers a part of a message."""
        came, answered = 0.0, False

        async def note_answer(message: Message) -> None:
            nonlocal answered
            await send(message)
            answered = True

        async def note_message() -> Message:
            nonlocal came, answered
            if came and answered:
                self._edits.observe(time.perf_counter() - came)
            message = await receive()
            came, answered = time.perf_counter() if message["type"] == "websocket.receive" else 0.0, False
            return message

        await app(scope, note_message, note_answer)

    async def _answer(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        method, path = asked_of(scope)
        labels = (method if method in _METHODS else _OTHER, path if path in self._routes else _OTHER)
        started, status = time.perf_counter(), "-"

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        with self._under_way.track_inprogress():
            try:
                await app(scope, receive, note)
            finally:
                self._requests.labels(*labels, status).inc()
                self._seconds.labels(*labels).observe(time.perf_counter() - started)


class _Counting(logging.Handler):
    """Counts what is logged, by level."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(logging.INFO)
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record."""
        self._counter.labels(record.levelname).inc()


def metrics_of(app: FastAPI) -> Metrics | None:
    """Return the figures of an application, None where nobody may read any."""
    found: Metrics | None = getattr(app.state, _PLACE, None)
    return found


def count_from_now(app: FastAPI, routes: Collection[str]) -> Metrics:
    """Have the figures of an application counted."""
    found = Metrics(routes)
    setattr(app.state, _PLACE, found)
    return found
