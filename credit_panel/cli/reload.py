"""``credit-panel reload``: have a running server serve the model that lies on disk by now, without dropping anybody."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import time
from dataclasses import replace
from urllib.parse import urlsplit

from credit_panel.errors import SettingsError
from credit_panel.server.listen import Listen
from credit_panel.server.listening import process_at
from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone

PATIENCE = 120.0
"""Seconds that a server has to open the model: it holds every file against its seal, as this command has."""


def add_reload(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``reload``."""
    command = commands.add_parser(
        "reload",
        help="have a running server serve the model that lies on disk by now; open pages keep theirs",
        epilog="The same as SIGHUP to the server's process, which is found by its port; Linux only. The model is "
        "checked before the server is told.",
    )
    command.add_argument("--port", metavar="N", help="port that the server listens on (PORT, or 5006)")
    command.add_argument("--model", metavar="NAME", help="name of the model and portfolio that it serves (synthetic)")
    command.set_defaults(run=reload)


def reload(args: argparse.Namespace, settings: Settings) -> None:
    """Check what lies on disk, tell the server to open it, and wait until it is served."""
    listen = Listen.from_env(os.environ | ({} if args.port is None else {"PORT": args.port}))
    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    wanted = _checked_identity(settings)
    if _served_at(listen) == wanted:
        print(f"The server on port {listen.port} serves {wanted} already.")
        return
    os.kill(process_at(listen.port), signal.SIGHUP)
    until = time.monotonic() + PATIENCE
    while (found := _served_at(listen)) != wanted:
        if time.monotonic() > until:
            raise SettingsError(
                f"The server on port {listen.port} was told, and does not serve {wanted} after {PATIENCE:.0f} seconds "
                f"({f'it serves {found}' if found else 'it answers for no model'}): its log says why."
            )
        time.sleep(0.2)
    print(
        f"The server on port {listen.port} serves {wanted} now; pages that were open say that there is a newer model."
    )


def _checked_identity(settings: Settings) -> str:
    import_xgboost_alone()
    from credit_panel.portfolio import ServedModel
    from credit_panel.scoring import verify_bundle

    verify_bundle(settings.bundle_dir())
    served = ServedModel.open(settings)
    served.verify()
    return served.identity


def _served_at(listen: Listen) -> str:
    """Return the identity of what a server serves, empty where it answers for none."""
    line = http.client.HTTPConnection(urlsplit(listen.url()).netloc, timeout=10)
    try:
        line.request("GET", "/api/v1/readiness")
        answer = line.getresponse()
        told = json.loads(answer.read())
        return str(told["identity"]) if answer.status == 200 else ""
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        return ""
    finally:
        line.close()
