"""The command line: build, verify, compare, score, synthesize."""

from __future__ import annotations

import argparse
import logging
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from credit_panel.errors import CreditPanelError, SettingsError
from credit_panel.settings import Settings

if TYPE_CHECKING:
    from credit_panel.scoring import Comparison, Policy

DEFAULT_APPLICATIONS = 10_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    Returns
    -------
    int
        0 when done, 2 when the input or a setting is wrong (one sentence on standard error), 130 when interrupted.
    """
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    try:
        args.run(args, Settings.from_env())
    except CreditPanelError as error:
        print(f"credit-panel: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"credit-panel: {_sentence(error)}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("credit-panel: stopped; nothing was changed.", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="credit-panel", description="Explain credit decisions.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="train a model on tables and score them, to be served")
    source = build.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--tables", type=Path, metavar="PATH", help="zip, folder of CSV files or folder of Parquet files"
    )
    source.add_argument("--synthetic", action="store_true", help="draw a synthetic portfolio first")
    build.add_argument("--name", help="name of the model and portfolio ('synthetic' with --synthetic)")
    build.add_argument(
        "--tune",
        type=_positive,
        default=0.0,
        metavar="MINUTES",
        help="search so long for better settings of the trees",
    )
    build.add_argument(
        "--cost-ratio", type=_positive, metavar="N", help="good clients refused that one accepted default is worth (10)"
    )
    build.add_argument(
        "--margin",
        type=_number,
        metavar="P",
        help="probability around the threshold that goes to review beyond the interval (0): 0.01 is one per cent",
    )
    _add_draw(build)
    build.set_defaults(run=_build)

    verify = commands.add_parser("verify", help="check that a model is intact and scores as it did at training")
    verify.add_argument("name", metavar="NAME", help="name of the model")
    verify.set_defaults(run=_verify)

    compare = commands.add_parser("compare", help="compare two models on the same clients, held out of both")
    compare.add_argument("first", metavar="A", help="name of the model in use")
    compare.add_argument("second", metavar="B", help="name of the model that may follow it")
    compare.add_argument("--tables", type=Path, required=True, metavar="PATH", help="clients of known outcome")
    compare.set_defaults(run=_compare)

    score = commands.add_parser("score", help="score every application of tables with a model that was built")
    score.add_argument("--model", required=True, metavar="NAME", help="name of the model")
    score.add_argument("--tables", type=Path, required=True, metavar="PATH", help="as for build")
    score.add_argument("--out", type=Path, required=True, metavar="FILE", help="Parquet file to write")
    score.set_defaults(run=_score)

    synthesize = commands.add_parser("synthesize", help="draw a synthetic portfolio: the archive's eight tables")
    synthesize.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to write the tables into")
    synthesize.add_argument("--format", choices=("csv", "parquet"), default="parquet", help="format of the files")
    _add_draw(synthesize)
    synthesize.set_defaults(run=_synthesize)
    return parser


def _add_draw(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--applications", type=_count, default=DEFAULT_APPLICATIONS, metavar="N", help="how many to draw"
    )
    parser.add_argument("--seed", type=int, default=0, help="same seed, same result")


def _build(args: argparse.Namespace, settings: Settings) -> None:
    from credit_panel.portfolio import build

    options = {"seed": args.seed, "policy": _policy(args), "tune_minutes": args.tune}
    if args.synthetic:
        from credit_panel.home_credit.synthetic import generate

        name = args.name or "synthetic"
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tables-", dir=settings.data_dir) as folder:
            generate(args.applications, seed=args.seed, out=Path(folder))
            report = build(Path(folder), name, settings, **options)
    elif args.name:
        report = build(args.tables, args.name, settings, **options)
    else:
        raise SettingsError("The model has no name: add --name NAME to the command.")
    for note in report.notes:
        print(f"Note: {note}")
    auc, low, high = (report.metrics[key] for key in ("auc", "auc_low", "auc_high"))
    print(
        f"Built {report.name!r}: {report.applications} applications, {report.trained_on} with a known outcome, "
        f"out-of-fold AUC {auc:.3f} ({low:.3f} to {high:.3f})."
    )


def _policy(args: argparse.Namespace) -> Policy:
    from credit_panel.scoring import Policy

    asked = {"cost_ratio": args.cost_ratio, "margin": args.margin}
    try:
        return Policy(**{name: value for name, value in asked.items() if value is not None})
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _verify(args: argparse.Namespace, settings: Settings) -> None:
    from credit_panel.scoring import verify_bundle

    difference = verify_bundle(settings.bundle_dir(args.name))
    print(f"The model {args.name!r} is intact; its golden sample scores within {difference:.0e} of training.")


def _compare(args: argparse.Namespace, settings: Settings) -> None:
    from credit_panel.features import build_features
    from credit_panel.home_credit import read_tables
    from credit_panel.portfolio import Book, compare_books

    first, second = (Book.open(replace(settings, model=name)) for name in (args.first, args.second))
    with read_tables(args.tables, require_target=True) as tables:
        features = tables.collect(build_features(tables))
    _print_comparison(compare_books(first, second, features), args.first, args.second)


def _print_comparison(found: Comparison, first: str, second: str) -> None:
    from rich.console import Console
    from rich.table import Table

    def gain(value: float, interval: tuple[float, float]) -> str:
        return f"{value:+.4f} ({interval[0]:+.4f} to {interval[1]:+.4f})"

    worth = Table("figure", first, second, "gain (95 % interval)")
    worth.title = f"{found.first.count} held-out clients of known outcome"
    worth.add_row("AUC", f"{found.first.auc:.4f}", f"{found.second.auc:.4f}", gain(found.auc_gain, found.auc_interval))
    worth.add_row(
        "Brier score",
        f"{found.first.brier:.5f}",
        f"{found.second.brier:.5f}",
        gain(found.brier_gain, found.brier_interval),
    )
    worth.add_row("calibration error", f"{found.first.ece:.4f}", f"{found.second.ece:.4f}", "")
    swaps = Table(first, second, "clients", "default rate", title="Who changes side")
    for swap in found.swaps:
        rate = f"{swap.default_rate:.1%}" if swap.count else ""
        swaps.add_row(swap.before.value, swap.after.value, str(swap.count), rate)
    for table in (worth, swaps):
        Console().print(table)


def _score(args: argparse.Namespace, settings: Settings) -> None:
    from credit_panel.portfolio import score_tables
    from credit_panel.scoring import Scorer, read_bundle

    if not args.out.parent.is_dir():
        raise SettingsError(f"The folder {args.out.parent} of --out does not exist: make it first.")
    scores = score_tables(args.tables, Scorer(read_bundle(settings.bundle_dir(args.model))))
    scores.frame.write_parquet(args.out)
    for note in scores.notes:
        print(f"Note: {note}")
    print(f"Scored {len(scores.frame)} applications into {args.out}.")


def _synthesize(args: argparse.Namespace, settings: Settings) -> None:
    from credit_panel.home_credit.synthetic import generate

    generate(args.applications, seed=args.seed, out=args.out, format=args.format)
    print(f"Drew {args.applications} synthetic applications and their histories into {args.out}.")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return number


def _positive(text: str) -> float:
    number = _number(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero")
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None


def _sentence(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return (
        f"The system refused a file{place}: {error.strerror or error}; check the path, the rights and the disk's room."
    )
