"""Work that waits for a disk or a network: a page runs it beside its visitors, a notebook here and now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from credit_panel.errors import CreditPanelError

Background = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Runs work, and hands what it returned, or the error it raised, to the second."""


def at_once(work: Callable[[], Any], finish: Callable[[Any], None]) -> None:
    """Run work here and now."""
    try:
        found = work()
    except CreditPanelError as error:
        found = error
    finish(found)
