"""The command that serves the pages and the API, once everything that can be checked before is right."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace

from credit_panel.access.access_settings import AccessSettings, check_address
from credit_panel.access.gate import Gate
from credit_panel.colours import look_of
from credit_panel.errors import SettingsError
from credit_panel.formats import Draw, is_outdated, outdated_draw
from credit_panel.remote.remote_settings import RemoteSettings
from credit_panel.server.command import run_server
from credit_panel.server.listen import Listen
from credit_panel.server.server_settings import check_settings
from credit_panel.settings import Settings, plain_name

SYNTHETIC = "synthetic"


def serve(args: argparse.Namespace, settings: Settings) -> None:
    """Check every setting, build the synthetic portfolio where it is asked for and absent, and serve."""
    given = {"ADDRESS": args.address, "PORT": args.port}
    listen = Listen.from_env(os.environ | {name: value for name, value in given.items() if value is not None})
    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    settings = replace(settings, data_dir=settings.data_dir.absolute(), models_dir=settings.models_dir.absolute())
    draw = outdated_draw(settings) if settings.model == SYNTHETIC else None
    built = settings.is_built() and draw is None
    if not built:
        _check_it_can_be_built(settings)
    elif is_outdated(settings):
        raise SettingsError(
            f"The model '{settings.model}' ({settings.bundle_dir()} and {settings.portfolio_dir()}) was built by an "
            f"earlier version: build it again with 'credit-panel build --tables PATH --name {settings.model}'."
        )
    check_settings(os.environ)
    RemoteSettings.from_env()
    look_of(os.environ)
    gate = _gate(listen)
    listen.check_free()
    if args.check:
        return
    os.environ.update(settings.environ())
    if built:
        _say(f"Serving the model {settings.model!r} of {settings.models_dir} and its portfolio of {settings.data_dir}")
        _say(f"Open {listen.url('client')} (Ctrl-C stops the server)")
        _say_who_may_come(gate, listen)
        run_server(listen, more=args.more)
    else:
        if draw:
            _say("The synthetic portfolio was built by an earlier version and is made anew.")
        _say(f"Drawing a synthetic portfolio into {settings.data_dir} and training its model into")
        _say(f"{settings.models_dir} (about a minute)")
        _build_synthetic(settings, draw)
        # once more as it was started: what the build took of memory is given back
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very command


def _gate(listen: Listen) -> Gate:
    """Return what lets people in; raise a `SettingsError` where it would let in everybody from other machines."""
    gate = Gate(AccessSettings.from_env())
    check_address(listen.address, gate.settings.login, has_users=gate.closed)
    return gate


def _say_who_may_come(gate: Gate, listen: Listen) -> None:
    if gate.closed and (invited := gate.first_invitation()) is not None:
        name, token = invited
        _say(f"The first user, {name}, chooses a password within a day, once, at:")
        _say(f"{listen.login}?invitation={token}")
    elif gate.settings.openid is not None:
        _say(f"People log in at {gate.settings.openid.issuer}")
    elif gate.settings.login == "proxy":
        _say("No login is asked for here: CREDIT_PANEL_LOGIN says that a proxy in front of this server does")
    elif not gate.closed:
        _say("No login is asked for: whoever reaches this machine's own address is let in ('credit-panel user add')")


def _check_it_can_be_built(settings: Settings) -> None:
    if settings.model != SYNTHETIC:
        raise SettingsError(
            f"The model '{settings.model}' is not built ({settings.bundle_dir()} and {settings.portfolio_dir()}): "
            f"build it with 'credit-panel build --tables PATH --name {settings.model}', which './panel_serve.sh "
            "--install-only' puts into .venv/bin, or unset CREDIT_PANEL_MODEL."
        )
    for name, folder in (("DATA", settings.data_dir), ("MODELS", settings.models_dir)):
        there = next(place for place in (folder, *folder.parents) if place.exists())
        if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
            raise SettingsError(
                f"The synthetic portfolio cannot be written into {folder}, since {there} is not a folder that you may "
                f"write into: name another one in CREDIT_PANEL_{name}_DIR."
            )


def _build_synthetic(settings: Settings, draw: Draw | None) -> None:
    from credit_panel.cli.arguments import parser

    again = ["--applications", str(draw.applications), "--seed", str(draw.seed)] if draw else []
    args = parser().parse_args(["build", "--synthetic", "--name", settings.model, *again])
    args.run(args, settings)


def _say(sentence: str) -> None:
    print(f"==> {sentence}", file=sys.stderr, flush=True)
