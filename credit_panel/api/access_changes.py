"""What an administrator changes on the page: users and keys, each change on record before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from credit_panel.access.actions import Action
from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.people import folded, is_name
from credit_panel.access.roles import Role
from credit_panel.settings import Settings

LONGEST_DAYS = 730
"""Days that a key may last."""
_DAY = 86_400.0

Fault = Literal["name", "taken", "roles", "actions", "days", "own", "unknown", "elsewhere"]
"""Why nothing is changed: a name or a choice that cannot be, one's own rights, nobody of the name, the provider's."""

What = Literal["added", "roles", "password", "revoked", "logged out", "key added", "key revoked"]


class ChangeFaultError(Exception):
    """A change that cannot be made; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that can be made.

    Parameters
    ----------
    what
        What is done.
    name
        To which user or key.
    content
        What the journal keeps of it.
    make
        Does it, and returns the secret that comes of it, which nobody can read again; None where there is none.
    """

    what: What
    name: str
    content: Mapping[str, Any]
    make: Callable[[], str | None]


def change_of(form: Mapping[str, str], gate: Gate, who: Visitor) -> Change:
    """Return the change that a form asks for.

    Raises
    ------
    ChangeFaultError
        When it cannot be made.
    """
    asked, name = form.get("change", ""), form.get("name", "").strip()[:100]
    if asked == "key added":
        return _key_addition(name, form, gate)
    if asked == "key revoked":
        return _key_withdrawal(name, gate)
    if asked == "added":
        return _addition(name, _roles(form), gate)
    user = gate.people.get(name)
    if user is None or user.revoked:
        raise ChangeFaultError("unknown")
    if asked == "roles":
        _not_elsewhere(gate)
        roles = _roles(form)
        if name == who.name and Role.ADMIN not in roles:
            raise ChangeFaultError("own")
        return Change("roles", name, _told("roles", name, roles), partial(gate.people.set_roles, name, roles))
    if asked == "password":
        _not_elsewhere(gate)
        return Change("password", name, _told("password", name), partial(gate.people.invite, name))
    if asked == "revoked":
        if name == who.name:
            raise ChangeFaultError("own")
        return Change("revoked", name, _told("revoked", name), partial(gate.people.revoke, name))
    if asked == "logged out":
        return Change("logged out", name, _told("logged out", name), partial(gate.sessions.end_all_of, name))
    raise ChangeFaultError("unknown")


def make_on_record(change: Change, who: Visitor, settings: Settings) -> str:
    """Make a change and keep that it was; what the journal does not take is not done.

    Returns
    -------
    str
        The secret that comes of it, nothing where there is none.

    Raises
    ------
    JournalError
        When the journal does not take it.
    AccessError
        When the file of users does not.
    """
    if settings.journal == "off":
        return change.make() or ""
    from credit_panel.journal.opening import current_journal
    from credit_panel.journal.records import Kind

    journal = current_journal(settings)
    kind = Kind.KEY_CHANGED if "key" in change.content else Kind.USER_CHANGED
    with journal.database.writing() as transaction:
        journal.add(transaction, kind, person=who.name, content=change.content)
        return change.make() or ""


def _addition(name: str, roles: list[Role], gate: Gate) -> Change:
    _not_elsewhere(gate)
    if not is_name(name):
        raise ChangeFaultError("name")
    if not roles:
        raise ChangeFaultError("roles")
    if any(folded(user.name) == folded(name) for user in gate.people.everybody()):
        raise ChangeFaultError("taken")

    def add() -> str:
        gate.people.add(name, roles)
        return gate.people.invite(name)

    return Change("added", name, _told("added", name, roles), add)


def _key_addition(name: str, form: Mapping[str, str], gate: Gate) -> Change:
    if not is_name(name):
        raise ChangeFaultError("name")
    if any(key.name == name for key in gate.keys.everyone()):
        raise ChangeFaultError("taken")
    actions = [action for action in Action if f"action.{action}" in form]
    if not actions:
        raise ChangeFaultError("actions")
    text = form.get("days", "").strip()
    days = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    if not 1 <= days <= LONGEST_DAYS:
        raise ChangeFaultError("days")
    content = {"what": "added", "key": name, "actions": sorted(actions), "days": days}
    return Change("key added", name, content, partial(gate.keys.add, name, actions, days * _DAY))


def _key_withdrawal(name: str, gate: Gate) -> Change:
    if not any(key.name == name and not key.revoked for key in gate.keys.everyone()):
        raise ChangeFaultError("unknown")
    return Change("key revoked", name, {"what": "revoked", "key": name}, partial(gate.keys.revoke, name))


def _roles(form: Mapping[str, str]) -> list[Role]:
    return [role for role in Role if f"role.{role}" in form]


def _told(what: What, name: str, roles: list[Role] | None = None) -> dict[str, Any]:
    return {"what": what, "user": name} | ({} if roles is None else {"roles": sorted(roles)})


def _not_elsewhere(gate: Gate) -> None:
    """Refuse what the provider has the last word about."""
    if gate.settings.openid is not None:
        raise ChangeFaultError("elsewhere")
