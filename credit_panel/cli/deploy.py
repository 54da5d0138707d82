"""``credit-panel deploy``: the files that put the server behind nginx, under systemd or into containers."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path

from credit_panel.settings import Settings

_HELP = {
    "nginx": "write a configuration of nginx: TLS, websockets, limits, each visitor with one server",
    "systemd": "write units of systemd, one server a port, which may do nothing but serve",
    "docker": "write a Dockerfile and a compose file, one container a server",
    "kubernetes": "write a Dockerfile and a manifest of Kubernetes, each visitor with one server",
    "prometheus": "write rules by which Prometheus alerts, and a board of Grafana",
}


def add_deploy(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``deploy``."""
    deploy = commands.add_parser("deploy", help="write the files that put the server on a machine, with a guide")
    kinds = deploy.add_subparsers(required=True, metavar="KIND")
    for kind, words in _HELP.items():
        parser = kinds.add_parser(kind, help=words)
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write the files into")
        parser.add_argument("--host", required=True, metavar="NAME", help="name under which browsers reach the machine")
        parser.add_argument("--prefix", metavar="PATH", help="path below which it is reached, such as /risk (none)")
        parser.add_argument("--servers", type=int, metavar="N", help="processes, at most one a core (2)")
        parser.add_argument("--first-port", type=int, metavar="N", help="port of the first one on 127.0.0.1 (5101)")
        parser.add_argument("--address", metavar="IP", help="address that nginx listens on (every one)")
        parser.add_argument("--https-port", type=int, metavar="N", help="port that nginx listens on (443)")
        parser.add_argument("--http-port", type=int, metavar="N", help="port that leads to the former (80)")
        parser.add_argument("--certificate", metavar="FILE", help="certificate with its chain")
        parser.add_argument("--key", metavar="FILE", help="key of the certificate")
        parser.add_argument("--home", metavar="DIR", help="environment that holds the command (/opt/credit-panel)")
        parser.add_argument("--state", metavar="DIR", help="portfolios, models and journal (/var/lib/credit-panel)")
        parser.add_argument("--model", metavar="NAME", help="name of the model to serve (that of CREDIT_PANEL_MODEL)")
        parser.set_defaults(run=deploy_files, kind=kind)


def deploy_files(args: argparse.Namespace, settings: Settings) -> None:
    """Write the files of a kind of deployment."""
    from credit_panel.deploy.site import Site
    from credit_panel.deploy.writing import write_files

    given = {field.name: getattr(args, field.name) for field in fields(Site)}
    given["model"] = args.model or settings.model
    site = Site(**{name: value for name, value in given.items() if value is not None})
    for path in write_files(args.kind, site, args.out):
        print(f"Wrote {path}")
