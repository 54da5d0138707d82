"""What reads ``credit-panel key ...``."""

from __future__ import annotations

import argparse

from credit_panel.access.actions import MEANING, Action
from credit_panel.cli import key_commands as run

_LONGEST_DAYS = 730
_MEANINGS = "\n".join(f"  {action:<20}{MEANING[action]}" for action in Action)


def add_key(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``key`` and what is done with one."""
    key = commands.add_parser("key", help="say which programs may ask the API: add, revoke, list")
    what = key.add_subparsers(required=True, metavar="WHAT")

    add = what.add_parser(
        "add",
        help="make a key, and print it: it is kept nowhere",
        epilog=f"actions:\n{_MEANINGS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("name", metavar="NAME", help="what it is called, as the journal has it: nightly-scoring")
    add.add_argument(
        "--action",
        action="append",
        dest="actions",
        required=True,
        choices=list(Action),
        metavar="ACTION",
        help="one of the actions below, for which it is good; may be given several times",
    )
    add.add_argument(
        "--days", type=_days, default=90, metavar="N", help=f"days until it ends, {_LONGEST_DAYS} at most (90)"
    )
    add.set_defaults(run=run.add)

    revoke = what.add_parser("revoke", help="take a key back, at once")
    revoke.add_argument("name", metavar="NAME", help="what it is called")
    revoke.set_defaults(run=run.revoke)

    listed = what.add_parser("list", help="print all keys, what they are good for and when they were last used")
    listed.set_defaults(run=run.list_keys)


def _days(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= _LONGEST_DAYS):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {_LONGEST_DAYS}")
    return int(text)
