"""The roles, what each grants, and the rule that decides whether somebody may do something.

Nothing is allowed that no role of theirs grants; no role takes away what another one gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from credit_panel.access.actions import Action


class Role(StrEnum):
    """What somebody is to the lender."""

    ADVISOR = "advisor"
    REVIEWER = "reviewer"
    STEWARD = "steward"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMIN = "admin"


_DESK = frozenset(
    {
        Action.VIEW_CLIENTS,
        Action.SCORE_APPLICATIONS,
        Action.WRITE_LETTERS,
        Action.RECORD_REQUESTS,
        Action.DECIDE,
        Action.READ_DOCUMENTATION,
    }
)

GRANTS: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.ADVISOR: _DESK,
        Role.REVIEWER: _DESK | {Action.REVIEW},
        Role.STEWARD: frozenset({Action.VIEW_CLIENTS, Action.CHANGE_CLIENTS, Action.READ_DOCUMENTATION}),
        Role.ANALYST: frozenset({Action.VIEW_PORTFOLIO, Action.VIEW_MODEL, Action.READ_DOCUMENTATION}),
        Role.AUDITOR: frozenset(
            {Action.VIEW_CLIENTS, Action.VIEW_JOURNAL, Action.VIEW_USERS, Action.READ_DOCUMENTATION}
        ),
        Role.ADMIN: frozenset({Action.VIEW_USERS, Action.MANAGE_ACCESS, Action.READ_DOCUMENTATION}),
    }
)
"""What each role grants. An auditor reads and records nothing; who manages the users sees no client.

Who decides about a client does not change what the decision rests on: that is a steward's, who decides nothing.
"""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether something is allowed, and which rule says so.

    Parameters
    ----------
    action
        What was asked about.
    granted_by
        The role, or the key, that grants it; None where nothing does.
    would
        The roles that grant it, to whom it may concern.
    """

    action: Action
    granted_by: str | None
    would: tuple[Role, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether it is allowed."""
        return self.granted_by is not None


def granting(action: Action) -> tuple[Role, ...]:
    """Return the roles that grant an action."""
    return tuple(role for role in Role if action in GRANTS[role])


def ruling(roles: Iterable[Role], action: Action) -> Ruling:
    """Return whether somebody with these roles may do something.

    Examples
    --------
    >>> ruling([Role.ANALYST], Action.DECIDE).allowed
    False
    >>> ruling([Role.ANALYST, Role.REVIEWER], Action.DECIDE).granted_by
    'role reviewer'
    """
    granted = next((role for role in Role if role in set(roles) and action in GRANTS[role]), None)
    return Ruling(action, None if granted is None else f"role {granted}", granting(action))
