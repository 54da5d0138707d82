"""What ``credit-panel user ...`` and ``credit-panel can ...`` do."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.actions import Action
from credit_panel.access.gate import Gate
from credit_panel.access.passwords import check_new
from credit_panel.access.roles import ruling
from credit_panel.access.store import AccessError
from credit_panel.cli.on_record import on_record
from credit_panel.server.listen import Listen
from credit_panel.settings import Settings


def add(args: argparse.Namespace, settings: Settings) -> None:
    """Add a user who chooses a password at a one-use address, or has the one of standard input."""
    gate = Gate(AccessSettings.from_env())
    password, place = _password(args), Listen.from_env(os.environ).login
    with on_record(settings, "USER_CHANGED", what="added", user=args.name, roles=sorted(set(args.roles))):
        gate.people.add(args.name, args.roles)
    _let_in(gate, args.name, password, place)


def set_roles(args: argparse.Namespace, settings: Settings) -> None:
    """Give a user other roles; an open page of theirs is refused what it may no longer do."""
    gate = Gate(AccessSettings.from_env())
    with on_record(settings, "USER_CHANGED", what="roles", user=args.name, roles=sorted(set(args.roles))):
        gate.people.set_roles(args.name, args.roles)
    print(f"{args.name} now has: {', '.join(sorted(set(args.roles)))}; it counts from their next click on.")
    if gate.settings.openid is not None:
        print(f"{gate.settings.openid.host} gives the roles, and has the last word within five minutes of work.")


def set_password(args: argparse.Namespace, settings: Settings) -> None:
    """Let a user choose another password, or give them the one of standard input."""
    gate = Gate(AccessSettings.from_env())
    password, place = _password(args), Listen.from_env(os.environ).login
    with on_record(settings, "USER_CHANGED", what="password", user=args.name):
        gate.people.invite(args.name)  # there has to be such a user before it is on record
    _let_in(gate, args.name, password, place)


def revoke(args: argparse.Namespace, settings: Settings) -> None:
    """Let a user log in no more, and end what they have open."""
    gate = Gate(AccessSettings.from_env())
    with on_record(settings, "USER_CHANGED", what="revoked", user=args.name):
        gate.people.revoke(args.name)
    print(f"{args.name} is logged out everywhere and may log in no more.")


def log_out(args: argparse.Namespace, settings: Settings) -> None:
    """End what a user has open; they may log in again."""
    gate = Gate(AccessSettings.from_env())
    if gate.people.get(args.name) is None:
        raise AccessError(f"There is no user {args.name[:40]!r}: see 'credit-panel user list'.")
    with on_record(settings, "USER_CHANGED", what="logged out", user=args.name):
        gate.sessions.end_all_of(args.name)
    print(f"{args.name} is logged out everywhere, and may log in again.")


def list_users(args: argparse.Namespace, settings: Settings) -> None:
    """Print all users."""
    gate = Gate(AccessSettings.from_env())
    users, elsewhere = gate.people.everybody(), gate.settings.openid is not None
    for user in users:
        state = "revoked" if user.revoked else "" if user.ready or elsewhere else "has not chosen a password yet"
        print(f"{user.name}  {', '.join(user.roles)}{f'  ({state})' if state else ''}")
    if not users:
        print(f"There are no users in {gate.settings.file}: 'credit-panel user add NAME --role ROLE' adds one.")


def can(args: argparse.Namespace, settings: Settings) -> int:
    """Say whether a user may do something and which rule says so; return 0 when they may, 1 when not."""
    action = Action(args.action)
    user = Gate(AccessSettings.from_env()).people.get(args.user)
    if user is None or user.revoked:
        raise AccessError(f"There is no user {args.user[:40]!r} who may log in: see 'credit-panel user list'.")
    found = ruling(user.roles, action)
    if found.allowed:
        print(f"yes: {user.name} may {action}, since the {found.granted_by} grants it.")
        return 0
    print(
        f"no: {user.name} may not {action}, since none of their roles ({', '.join(user.roles)}) grants it; "
        f"the roles that do: {', '.join(found.would)}."
    )
    return 1


def _password(args: argparse.Namespace) -> str:
    """Return the password that was given, empty where the user is to choose one."""
    if not args.password_stdin:
        return ""
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    check_new(password, args.name)
    return password


def _let_in(gate: Gate, name: str, password: str, place: str) -> None:
    if password:
        gate.people.set_password(name, password)
        print(f"{name} may log in with this password.")
        return
    if gate.settings.openid is not None:
        print(f"{name} logs in at {gate.settings.openid.host}, where somebody of this name has to be known.")
        return
    print(f"{name} chooses a password within a day, once, at: {place}?invitation={gate.people.invite(name)}")
