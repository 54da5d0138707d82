"""What the command line takes: its commands with their options, and what a value may be."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from credit_panel.cli import commands as run
from credit_panel.cli.access_arguments import add_access
from credit_panel.cli.alternatives import add_alternatives
from credit_panel.cli.bundle import add_bundle
from credit_panel.cli.config_file import CommandParser
from credit_panel.cli.deploy import add_deploy
from credit_panel.cli.doctor import doctor as run_doctor
from credit_panel.cli.import_model import add_import
from credit_panel.cli.journal_arguments import add_journal
from credit_panel.cli.key_arguments import add_key
from credit_panel.cli.letter import add_letter
from credit_panel.cli.policy_arguments import add_allow, add_policy, positive
from credit_panel.cli.reload import add_reload
from credit_panel.cli.reports import add_reports
from credit_panel.cli.score import add_features, add_score
from credit_panel.cli.serve import serve as run_serve

DEFAULT_APPLICATIONS = 10_000


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; the command stands in ``run``, which takes the values and the settings."""
    whole = argparse.ArgumentParser(prog="credit-panel", description="Explain credit decisions.")
    whole.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    reader: type[argparse.ArgumentParser] = CommandParser
    commands = whole.add_subparsers(required=True, metavar="COMMAND", parser_class=reader)

    serve = commands.add_parser(
        "serve",
        help="serve the pages and the API; a synthetic portfolio is built first where there is none",
        epilog="The environment can give the same: PORT, ADDRESS, CREDIT_PANEL_MODEL, and CREDIT_PANEL_ORIGINS (other "
        "names under which browsers reach the server), CREDIT_PANEL_DATA_DIR and CREDIT_PANEL_MODELS_DIR.",
    )
    serve.add_argument("--port", metavar="N", help="port to listen on (5006)")
    serve.add_argument(
        "--address", metavar="HOST", help="address to listen on (127.0.0.1: this machine only; 0.0.0.0: every network)"
    )
    serve.add_argument("--model", metavar="NAME", help="name of the model and portfolio to serve (synthetic)")
    serve.add_argument("--check", action="store_true", help="check the settings, and do nothing else")
    serve.add_argument("more", nargs="*", metavar="-- OPTION", help="options for 'panel serve' to add")
    serve.set_defaults(run=run_serve)

    build = commands.add_parser("build", help="train a model on tables and score them, to be served")
    source = build.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--tables", type=Path, metavar="PATH", help="zip, folder of CSV files or folder of Parquet files"
    )
    source.add_argument("--synthetic", action="store_true", help="draw a synthetic portfolio first")
    build.add_argument("--name", help="name of the model and portfolio ('synthetic' with --synthetic)")
    build.add_argument(
        "--tune",
        type=positive,
        default=0.0,
        metavar="MINUTES",
        help="search so long for better settings of the trees",
    )
    add_policy(build)
    build.add_argument(
        "--train-on",
        type=_count,
        metavar="N",
        help="train on N clients of known outcome, drawn at random within each outcome, and score all (all of them)",
    )
    build.add_argument(
        "--rule-costs",
        action="store_true",
        help="measure what each exclusion, the jurisdiction and the monotone constraints cost in AUC: six more "
        "trainings or seven",
    )
    build.add_argument(
        "--jurisdiction",
        choices=("FR", "DE", "US", "none"),  # those of the catalogue, which takes a while to load
        default="FR",
        help="whose law bars fields, and all that is worked out from them (FR)",
    )
    build.add_argument(
        "--prices", action=_FormerName, dest="rule_costs", nargs=0, now="--rule-costs", help=argparse.SUPPRESS
    )
    add_allow(build)
    _add_draw(build)
    build.set_defaults(run=run.build)

    add_import(commands)
    add_alternatives(commands)

    policy = commands.add_parser("policy", help="decide a built portfolio anew by another policy; nothing is trained")
    policy.add_argument("name", metavar="NAME", help="name of the model and portfolio")
    add_policy(policy)
    policy.set_defaults(run=run.policy)

    verify = commands.add_parser(
        "verify", help="check that a model and its portfolio are intact, and that it scores as it did at training"
    )
    verify.add_argument("name", metavar="NAME", help="name of the model")
    verify.set_defaults(run=run.verify)

    add_reload(commands)

    doctor = commands.add_parser("doctor", help="say what is wrong with an installation, or with the server that runs")
    doctor.add_argument("--model", metavar="NAME", help="name of the model and portfolio to look at (the one served)")
    doctor.set_defaults(run=run_doctor)

    compare = commands.add_parser("compare", help="compare two models on the same clients, held out of both")
    compare.add_argument("first", metavar="A", help="name of the model in use")
    compare.add_argument("second", metavar="B", help="name of the model that may follow it")
    compare.add_argument("--tables", type=Path, required=True, metavar="PATH", help="clients of known outcome")
    add_allow(compare)
    compare.set_defaults(run=run.compare)

    add_score(commands)
    add_features(commands)

    add_bundle(commands)
    add_deploy(commands)
    add_letter(commands)
    add_reports(commands)
    add_journal(commands)
    add_access(commands)
    add_key(commands)

    synthesize = commands.add_parser("synthesize", help="draw a synthetic portfolio: the archive's eight tables")
    synthesize.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write the tables into")
    synthesize.add_argument("--format", choices=("csv", "parquet"), default="parquet", help="format of the files")
    _add_draw(synthesize)
    synthesize.set_defaults(run=run.synthesize)
    return whole


def _add_draw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--applications", type=_count, default=DEFAULT_APPLICATIONS, metavar="N", help="how many to draw"
    )
    parser.add_argument("--seed", type=_seed, default=0, metavar="N", help="same seed, same result")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return number


def _seed(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {2**32 - 1}")
    return number


class _FormerName(argparse.Action):
    """A flag under the name it once had: it works, and says its present name."""

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now

    def __call__(self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, *_: object) -> None:
        print(f"{self.option_strings[0]} is now called {self._now}.", file=sys.stderr)
        setattr(namespace, self.dest, True)


class _Version(argparse.Action):
    """Say the version of the package, which is looked up when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"credit-panel {version('credit-panel')}")
        parser.exit()
