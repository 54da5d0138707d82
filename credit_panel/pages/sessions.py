"""How many visitors' sessions are open in this process."""

from __future__ import annotations

import panel as pn
from bokeh.application.application import SessionContext

_open: set[str] = set()


def count_sessions() -> None:
    """Count the sessions from now on; for a process that has none yet."""
    pn.state.on_session_created(_begin)
    pn.state.on_session_destroyed(_end)


def open_sessions() -> int:
    """Return how many sessions are open."""
    return len(_open)


def _begin(context: SessionContext) -> None:
    _open.add(context.id)


def _end(context: SessionContext) -> None:
    _open.discard(context.id)
