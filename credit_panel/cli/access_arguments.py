"""What reads ``credit-panel user ...`` and ``credit-panel can ...``."""

from __future__ import annotations

import argparse

from credit_panel.access.actions import MEANING, Action
from credit_panel.access.roles import Role
from credit_panel.cli import access_commands as run

_MEANINGS = "\n".join(f"  {action:<20}{MEANING[action]}" for action in Action)


def add_access(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``user`` and ``can``."""
    user = commands.add_parser("user", help="say who may log in: add, roles, passwd, logout, revoke, list")
    what = user.add_subparsers(required=True, metavar="WHAT")

    add = what.add_parser("add", help="add a user; prints an address at which they choose a password, once")
    _add_name(add)
    _add_roles(add)
    _add_password(add)
    add.set_defaults(run=run.add)

    roles = what.add_parser("roles", help="give a user these roles in the place of the ones they had")
    _add_name(roles)
    _add_roles(roles)
    roles.set_defaults(run=run.set_roles)

    password = what.add_parser("passwd", help="let a user choose another password; ends their sessions")
    _add_name(password)
    _add_password(password)
    password.set_defaults(run=run.set_password)

    revoke = what.add_parser("revoke", help="let a user log in no more, at once")
    _add_name(revoke)
    revoke.set_defaults(run=run.revoke)

    out = what.add_parser("logout", help="end what a user has open, at once; they may log in again")
    _add_name(out)
    out.set_defaults(run=run.log_out)

    listed = what.add_parser("list", help="print all users")
    listed.set_defaults(run=run.list_users)

    can = commands.add_parser(
        "can",
        help="say whether a user may do something, and which rule says so",
        epilog=f"actions:\n{_MEANINGS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    can.add_argument("user", metavar="USER", help="name of the user")
    can.add_argument("action", metavar="ACTION", choices=list(Action), help="one of the actions below")
    can.set_defaults(run=run.can)


def _add_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="name of the user, as the journal has it: anna.martin")


def _add_roles(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--role",
        action="append",
        dest="roles",
        required=True,
        choices=list(Role),
        metavar="ROLE",
        help=f"one of {', '.join(Role)}; may be given several times",
    )


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-stdin",
        action="store_true",
        help="take the password from the first line of standard input, and print no address",
    )
