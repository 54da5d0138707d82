"""``credit-panel import``: serve a model that was trained elsewhere."""

from __future__ import annotations

import argparse
from pathlib import Path

from credit_panel.cli.policy_arguments import add_allow, add_policy
from credit_panel.settings import Settings


def add_import(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``import``."""
    parser = commands.add_parser(
        "import",
        help="take a model of XGBoost or LightGBM that was trained elsewhere, calibrate it on tables and score them",
        epilog="It may read any features that 'credit-panel features' writes, texts as categories that it names. Its "
        "probabilities have no interval, since it cannot be trained again here. LightGBM is the extra "
        "credit-panel[lightgbm].",
    )
    parser.add_argument(
        "--booster",
        type=Path,
        required=True,
        metavar="FILE",
        help="the model: .ubj or .json (XGBoost), .txt (LightGBM)",
    )
    parser.add_argument(
        "--tables",
        type=Path,
        required=True,
        metavar="PATH",
        help="clients of known outcome, best such as it has not seen: zip, folder of CSV files or of Parquet files",
    )
    parser.add_argument("--name", required=True, help="name to give the model and its portfolio")
    parser.add_argument(
        "--jurisdiction",
        choices=("FR", "DE", "US", "none"),  # those of the catalogue, which takes a while to load
        default="FR",
        help="whose law bars features, which the model then may not read, and words the letters (FR)",
    )
    add_policy(parser)
    add_allow(parser)
    parser.set_defaults(run=import_booster)


def import_booster(args: argparse.Namespace, settings: Settings) -> None:
    """Calibrate a model on tables, and score these with it."""
    from credit_panel.cli.commands import asked_policy
    from credit_panel.portfolio.importing import import_booster

    report = import_booster(
        args.booster,
        args.tables,
        args.name,
        settings,
        jurisdiction=args.jurisdiction,
        policy=asked_policy(args),
        allow_out_of_bounds=args.allow_out_of_bounds,
    )
    for note in report.notes:
        print(f"Note: {note}")
    low, high = report.metrics["intervals"]["auc"]
    print(
        f"Imported {report.name!r}: {report.applications} applications, calibrated on {report.trained_on} with a known "
        f"outcome, AUC on them {report.metrics['auc']:.3f} ({low:.3f} to {high:.3f}), which flatters a model that was "
        "trained on them; its probabilities have no interval."
    )
