"""``credit-panel card``, ``note``, ``drift`` and ``validate``: reports on a model, as PDF or HTML."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from credit_panel.cli.document_output import ReportOutput
from credit_panel.cli.letter import calendar_day
from credit_panel.errors import SettingsError
from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone

if TYPE_CHECKING:
    from credit_panel.documents.report import Report
    from credit_panel.portfolio import ServedModel
    from credit_panel.portfolio.drift.report import DriftReport

DRIFTED = 3
"""Exit code of ``drift`` where something moved farther than the limit."""

_LIMIT = 0.25


def add_reports(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take the reports."""
    card = commands.add_parser("card", help="write the model card, as PDF or HTML")
    _add_report(card, card_command)
    note = commands.add_parser("note", help="write the methodology note on a model, as PDF or HTML")
    _add_report(note, note_command)
    validate = commands.add_parser("validate", help="check a model and write the validation report, as PDF or HTML")
    _add_report(validate, validate_command)
    drift = commands.add_parser(
        "drift",
        help="hold applications against those of the training, and write the drift report",
        epilog=f"It ends with {DRIFTED} where a feature or the points moved farther than the limit, and more than "
        "chance would move them.",
    )
    against = drift.add_mutually_exclusive_group()
    against.add_argument("--against", metavar="NAME", help="another portfolio that was built")
    against.add_argument("--file", type=Path, metavar="FILE", help="applications as CSV or Parquet")
    drift.add_argument(
        "--limit",
        type=_index,
        default=_LIMIT,
        metavar="INDEX",
        help=f"index (PSI) above which it ends with 3 ({_LIMIT})",
    )
    drift.add_argument("--json", action="store_true", help="tell the figures as JSON on standard output")
    _add_report(drift, drift_command, required=False)


def card_command(args: argparse.Namespace, settings: Settings) -> None:
    """Write the model card."""
    served = _prepared(args, settings)
    from credit_panel.documents.model_card import model_card

    _write(args, model_card(served, args.lang, _date(args)), "the model card")


def note_command(args: argparse.Namespace, settings: Settings) -> None:
    """Write the methodology note."""
    served = _prepared(args, settings)
    from credit_panel.documents.methodology import methodology

    _write(args, methodology(served, args.lang, _date(args)), "the methodology note")


def validate_command(args: argparse.Namespace, settings: Settings) -> None:
    """Check a model and write the validation report."""
    served = _prepared(args, settings)
    from credit_panel.documents.validation import validation_report
    from credit_panel.scoring import verify_bundle

    difference = verify_bundle(settings.bundle_dir(served.scorer.manifest.name))
    served.verify()
    report = validation_report(served, difference, args.lang, _date(args))
    _write(args, report, "the validation report")


def drift_command(args: argparse.Namespace, settings: Settings) -> int:
    """Hold applications against those of the training, and say by the exit code whether they moved too far."""
    if args.out is None and not args.json:
        raise SettingsError("Nothing says where the drift is told: add --out FILE, --json, or both.")
    if args.out is not None and args.out.is_standard and args.json:
        raise SettingsError("--out and --json both ask for standard output: name a file for --out.")
    served = _prepared(args, settings)
    report = _compared(args, settings, served)
    moved = [found for found in report.drifts if found.index > max(args.limit, found.critical)]
    if args.out is not None:
        from credit_panel.documents.drift_report import drift_document

        names = {"portfolio": args.against or "", "file": args.file.name if args.file else ""}
        _write(args, drift_document(served, report, args.lang, _date(args), **names), "the drift report")
    if args.json:
        print(json.dumps(_as_json(served, report, args.limit), allow_nan=False))
    return DRIFTED if moved else 0


def _add_report(
    parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace, Settings], int | None], *, required: bool = True
) -> None:
    parser.add_argument(
        "--out",
        type=ReportOutput,
        required=required,
        metavar="FILE",
        help="file to write, .pdf or .html; '-' is PDF on standard output",
    )
    parser.add_argument("--lang", choices=("fr", "en"), default="en", help="language of the report (en)")
    parser.add_argument("--date", type=calendar_day, metavar="DAY", help="its date, as 2026-01-31 (today, UTC)")
    parser.add_argument("--model", metavar="NAME", help="name of the model and portfolio (that of CREDIT_PANEL_MODEL)")
    parser.set_defaults(run=run)


def _prepared(args: argparse.Namespace, settings: Settings) -> ServedModel:
    """Return the model, once it is sure that the report can be written."""
    if args.out is not None:
        args.out.check()
    import_xgboost_alone()
    from credit_panel.portfolio import ServedModel

    return ServedModel.open(settings if args.model is None else replace(settings, model=plain_name(args.model)))


def _write(args: argparse.Namespace, report: Report, what: str) -> None:
    from credit_panel.documents.report import report_html, report_pdf

    args.out.write(report_html(report) if args.out.is_html else report_pdf(report))
    print(f"Wrote {what} into {args.out.name}.", file=sys.stderr if getattr(args, "json", False) else args.out.messages)


def _compared(args: argparse.Namespace, settings: Settings, served: ServedModel) -> DriftReport:
    """Return what moved."""
    from credit_panel.portfolio import Portfolio
    from credit_panel.portfolio.drift.report import drift_of_file, drift_of_portfolio, drift_of_test
    from credit_panel.uploads import drift_of_upload

    if args.against is not None:
        return drift_of_portfolio(served, Portfolio(settings.portfolio_dir(plain_name(args.against))))
    if args.file is not None:
        file = drift_of_upload(args.file.read_bytes())
        return drift_of_file(served, file.applications, drawn_from=file.count)
    return drift_of_test(served)


def _as_json(served: ServedModel, report: DriftReport, limit: float) -> dict[str, object]:
    return {
        "model": served.scorer.manifest.stamp.version,
        "identity": served.identity,
        "limit": limit,
        "before": report.before,
        "after": report.after,
        "mean_points_before": report.mean_before,
        "mean_points_after": report.mean_after,
        "left_out": list(report.left_out),
        "with_histories": report.with_histories,
        "drifts": [
            {
                "feature": found.feature,
                "index": found.index,
                "critical": found.critical,
                "state": str(found.state),
                "missing_before": found.missing_before,
                "missing_after": found.missing_after,
                "points": found.points,
                "over_limit": found.index > max(limit, found.critical),
            }
            for found in report.drifts
        ],
    }


def _date(args: argparse.Namespace) -> date:
    day: date | None = args.date
    return day or datetime.now(UTC).date()


def _index(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not an index above 0 and below 100, as 0.25")
    return value
