"""``credit-panel score`` and ``features``: every application of some tables, on one machine or on a cluster."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from credit_panel.cli.commands import asked_policy
from credit_panel.cli.config_file import add_config
from credit_panel.cli.output import Output, add_output, chosen_output
from credit_panel.cli.policy_arguments import add_allow, add_policy
from credit_panel.errors import SettingsError
from credit_panel.settings import Settings
from credit_panel.xgboost_alone import import_xgboost_alone

if TYPE_CHECKING:
    from credit_panel.engines import Engine, Report
    from credit_panel.portfolio.earlier_scores import EarlierScores

_MOST_REASONS = 4


def add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``score``."""
    parser = commands.add_parser("score", help="score every application of tables with a model that was built")
    parser.add_argument("--model", required=True, metavar="NAME", help="name of the model")
    _add_run(parser)
    add_policy(parser)
    parser.add_argument(
        "--contributions", action="store_true", help="add the points that each feature moves, a column points_NAME each"
    )
    parser.add_argument(
        "--reasons",
        type=int,
        choices=range(1, _MOST_REASONS + 1),
        default=0,
        metavar="N",
        help="add the N principal reasons against each application, in words (1 to 4)",
    )
    parser.add_argument("--lang", choices=("fr", "en"), default="en", help="language of the reasons (en)")
    parser.add_argument(
        "--columns", metavar="A,B", help="columns to write, in this order: of the scores, the application, its features"
    )
    parser.add_argument(
        "--since",
        metavar="OUTPUT",
        help="leave out the applications that this earlier output holds by the same model and policy",
    )
    parser.set_defaults(run=score)


def add_features(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``features``."""
    parser = commands.add_parser("features", help="write the features of every application of tables, without a model")
    _add_run(parser)
    parser.set_defaults(run=features)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tables", required=True, metavar="PATH", help="as for build; for Spark a folder of Parquet, a path or URI"
    )
    add_output(parser)
    add_allow(parser)
    parser.add_argument("--engine", choices=("polars", "spark"), default="polars", help="what does the work (polars)")
    parser.add_argument("--master", metavar="URL", help="where Spark runs: local[4], spark://host:7077, yarn, k8s://…")
    parser.add_argument(
        "--conf", action="append", default=[], metavar="NAME=VALUE", help="a setting of Spark; may be given repeatedly"
    )
    add_config(parser)
    parser.add_argument("--dry-run", action="store_true", help="check everything, and write nothing")
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    parser.add_argument("--json", action="store_true", help="tell progress and result as JSON, an object a line")


def score(args: argparse.Namespace, settings: Settings) -> None:
    """Score every application of tables into a file, a folder or standard output."""
    import_xgboost_alone()
    from credit_panel.portfolio import ServedModel
    from credit_panel.portfolio.earlier_scores import EarlierScores
    from credit_panel.portfolio.score_table import ScoreTable, stamp_of

    out = chosen_output(args)
    if args.since and os.path.realpath(args.since) == os.path.realpath(out.name):
        raise SettingsError("--since and --out are the same, which would leave the new rows alone: name another --out.")
    if args.engine == "polars":
        out.check()
    served = ServedModel.open(replace(settings, model=args.model), threads=2)
    policy = asked_policy(args, served.scorer.policy)
    if policy != served.scorer.policy:
        served = served.with_policy(**asdict(policy))
    columns = tuple(name.strip() for name in args.columns.split(",")) if args.columns else None
    table = ScoreTable(args.contributions, args.reasons, args.lang, columns, stamp_of(served))
    table.check(served.scorer)
    since = EarlierScores(args.since, served.scorer.version) if args.since else None
    allow = args.allow_out_of_bounds
    bundle = settings.bundle_dir(args.model)
    _run(
        args,
        out,
        "Scored",
        lambda engine: engine.score(args.tables, served, bundle, table, out, since=since, allow_out_of_bounds=allow),
        since,
    )


def features(args: argparse.Namespace, settings: Settings) -> None:
    """Write the features of every application of tables."""
    out, allow = chosen_output(args), args.allow_out_of_bounds
    _run(
        args,
        out,
        "Wrote the features of",
        lambda engine: engine.features(args.tables, out, allow_out_of_bounds=allow),
    )


def _run(
    args: argparse.Namespace,
    out: Output,
    did: str,
    work: Callable[[Engine], Report],
    since: EarlierScores | None = None,
) -> None:
    from credit_panel.engines import open_engine

    started = time.perf_counter()
    with _told(args), open_engine(args.engine, master=args.master, options=_options(args.conf)) as engine:
        if args.dry_run:
            report = engine.look(args.tables, out, since=since, allow_out_of_bounds=args.allow_out_of_bounds)
        else:
            report = work(engine)
    if args.json:
        told = {
            "rows": report.rows,
            "out": out.name,
            "written": not args.dry_run,
            "seconds": round(time.perf_counter() - started, 3),
            "engine": args.engine,
            "notes": list(report.notes),
        }
        print(json.dumps(told), file=out.messages)
    elif not args.quiet:
        for note in report.notes:
            print(f"Note: {note}", file=out.messages)
        if args.dry_run:
            print(f"Nothing was written: {report.rows} applications would go into {out.name}.", file=out.messages)
        else:
            print(f"{did} {report.rows} applications into {out.name}.", file=out.messages)


def _options(given: list[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    for name, sign, _ in pairs:
        if not sign or not name.startswith("spark."):
            raise SettingsError(f"--conf is {name!r}: give NAME=VALUE, as in spark.executor.memory=8g.")
    return {name: value for name, _, value in pairs}


@contextmanager
def _told(args: argparse.Namespace) -> Iterator[None]:
    """Let progress be told as the user asked, while the block runs."""
    if not (args.quiet or args.json):
        yield
        return
    logger = logging.getLogger("credit_panel")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if args.json else None)
    handler.setLevel(logging.WARNING if args.quiet else logging.INFO)
    heard, level = logger.propagate, logger.level
    logger.propagate = False
    logger.setLevel(handler.level)
    logger.addHandler(handler)
    from credit_panel.progress import without_bars  # which needs a package, and this module is read without any

    try:
        with without_bars():
            yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = heard
        logger.setLevel(level)


class _JsonLines(logging.Formatter):
    """A record as a JSON object on a line of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {"time": round(record.created, 3), "level": record.levelname.lower(), "message": record.getMessage()}
        return json.dumps(told)
