"""Who is being answered, and the gate that this process lets people in by."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.actions import Action, action_of
from credit_panel.access.gate import Gate, Visitor

visitor: ContextVar[Visitor | None] = ContextVar("visitor", default=None)
"""Who asks for what is being answered; None where nobody has to log in. A websocket keeps its own."""


@cache
def gate() -> Gate:
    """Return the gate of this process."""
    return Gate(AccessSettings.from_env())


def may(who: Visitor | None, action: Action) -> bool:
    """Return whether somebody may do something now: their roles may have changed since their page was opened."""
    if who is None:
        return not gate().closed
    if who.session:
        who = gate().by_session(who.session)
    return who is not None and who.ruling(action).allowed


def may_open(who: Visitor | None, page: str) -> bool:
    """Return whether somebody may open a page, by the roles that they had when they asked for the one they are on."""
    action = action_of(f"/{page}")
    return who is None or action is None or who.ruling(action).allowed


def is_unlocked() -> bool:
    """Return whether nobody has to log in, here or at a proxy in front."""
    return not gate().closed and gate().settings.login != "proxy"
