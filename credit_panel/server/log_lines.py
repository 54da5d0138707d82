"""How the server's process writes its log: an event a line, with its time and its request, and no line without end."""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from credit_panel.errors import SettingsError

SETTING = "CREDIT_PANEL_LOG"
"""The setting that says how the log is written: ``lines`` or ``json``."""

request_id: ContextVar[str] = ContextVar("request_id", default="-")
"""Which request is being answered; a line keeps the one of its websocket."""

client_address: ContextVar[str] = ContextVar("client_address", default="")
"""Which address asks for what is being answered; a websocket keeps its own."""

_NO_FILE_LEFT = "socket.accept() out of system resource"
_SECONDS_BETWEEN = 60.0
_LONGEST = 1_000
_LONGEST_TRACE = 20_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_VALUES = re.compile(r" changing propert(?:y|ies) ")
_LINES_OF_A_SOCKET = (
    '%s - "WebSocket',
    "ASGI callable returned without completing handshake",
    "Invalid UTF-8 sequence received",
)


class LogLine(logging.Formatter):
    """Writes UTC time, level, request and message; what others sent cannot begin a line of its own in it."""

    converter = time.gmtime  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__("%(asctime)s.%(msecs)03dZ %(levelname)s %(request)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Return the line of a record, without what it traces."""
        record.request = request_id.get()
        record.message = _CONTROLS.sub(" ", record.message)[:_LONGEST]
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        """Return a traceback, set in behind its line; of a long one its end, which says what happened."""
        lines = super().formatException(ei)[-_LONGEST_TRACE:].split("\n")
        return "\n".join(f" {_CONTROLS.sub(' ', line)}" for line in lines)


class JsonLine(logging.Formatter):
    """Writes the same as one JSON object a line, for programs that collect logs; `fields` of a record are members."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        line: dict[str, object] = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get(),
            "message": _CONTROLS.sub(" ", record.getMessage())[:_LONGEST],
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)[-_LONGEST_TRACE:]
        return json.dumps(line, ensure_ascii=False, default=str)


class NoSocketLines(logging.Filter):
    """Leaves out uvicorn's own lines for each websocket: ours has told of it.

    They hold its whole address, call a refusal a fault, or trace what a browser sent.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written."""
        return not str(record.msg).startswith(_LINES_OF_A_SOCKET)


class NoValues(logging.Filter):
    """Cuts off what Panel writes of the values that a browser had set when a page broke: its address names a client."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written."""
        if record.name.startswith("panel"):
            record.msg = _VALUES.split(str(record.msg), maxsplit=1)[0]
        return True


class NoFlood(logging.Filter):
    """Leaves out what is no fault, or is said over and over.

    What is being answered when the server has to end is cut off, which uvicorn says in a line, and then traces as a
    fault of what answers. And asyncio traces thousands of times a second that the process has no file left to open.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said = -_SECONDS_BETWEEN

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written."""
        if record.exc_info:
            from asyncio import CancelledError  # commands write lines too, and have no use for the rest of it

            if isinstance(record.exc_info[1], CancelledError):
                return False
        if not str(record.msg).startswith(_NO_FILE_LEFT):
            return True
        is_due = record.created - self._said >= _SECONDS_BETWEEN
        if is_due:
            self._said = record.created
            record.exc_info = None
        return is_due


def logging_settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return how the process logs, for `logging.config.dictConfig`: lines, or JSON where the setting asks for it.

    Raises
    ------
    SettingsError
        When the setting is neither.
    """
    form = (os.environ if environ is None else environ).get(SETTING, "").strip().lower() or "lines"
    if form not in _FORMATTERS:
        raise SettingsError(f"{SETTING} is {form[:20]!r}: give {' or '.join(_FORMATTERS)}.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _FORMATTERS[form]}},
        "filters": {"sockets": {"()": NoSocketLines}, "values": {"()": NoValues}, "flood": {"()": NoFlood}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["sockets", "values", "flood"]}
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "asyncio": {"level": "ERROR"},  # it warns of each message to a browser that has just left
            "bokeh": {"level": "ERROR"},  # it warns of each attribute that a browser names and a model has not
            "credit_panel": {"level": "INFO"},
            **{name: {"handlers": ["stderr"], "propagate": False, "level": "WARNING"} for name in ("panel", "param")},
            "uvicorn": {"level": "INFO"},
            "uvicorn.access": {"level": "CRITICAL"},  # every request has a line of ours
        },
    }


_FORMATTERS: Mapping[str, type[logging.Formatter]] = {"lines": LogLine, "json": JsonLine}
