"""What ``credit-panel key ...`` does."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.cli.on_record import on_record
from credit_panel.settings import Settings

_DAY = 86_400.0


def add(args: argparse.Namespace, settings: Settings) -> None:
    """Make a key and print it."""
    gate = Gate(AccessSettings.from_env())
    scope = sorted(set(args.actions))
    with on_record(settings, "KEY_CHANGED", what="added", key=args.name, actions=scope, days=args.days):
        token = gate.keys.add(args.name, scope, args.days * _DAY)
    print(token)
    if not gate.closed:
        print("Note: the server asks for no login yet, so it asks for no key either: 'credit-panel user add'.")


def revoke(args: argparse.Namespace, settings: Settings) -> None:
    """Take a key back."""
    gate = Gate(AccessSettings.from_env())
    with on_record(settings, "KEY_CHANGED", what="revoked", key=args.name):
        gate.keys.revoke(args.name)
    print(f"The key {args.name} opens nothing any more.")


def list_keys(args: argparse.Namespace, settings: Settings) -> None:
    """Print all keys."""
    gate = Gate(AccessSettings.from_env())
    keys = gate.keys.everyone()
    for key in keys:
        state = "revoked" if key.revoked else f"until {_day(key.ends)}" if key.ends > time.time() else "has ended"
        used = f"last used {_day(key.used)}" if key.used else "never used"
        print(f"{key.name}  {', '.join(key.actions)}  {state}, {used}")
    if not keys:
        print(f"There are no keys in {gate.settings.file}: 'credit-panel key add NAME --action ACTION' makes one.")


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()
