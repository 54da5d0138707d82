"""What reads ``credit-panel journal ...``."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from credit_panel.cli import journal_commands as run
from credit_panel.cli.client_file import client_file
from credit_panel.cli.document_output import ClientFileOutput
from credit_panel.cli.letter import calendar_day
from credit_panel.cli.output import add_output


def add_journal(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``journal`` and what is done with one."""
    journal = commands.add_parser("journal", help="verify, anchor, export or purge the record of what was decided")
    what = journal.add_subparsers(required=True, metavar="WHAT")

    verify = what.add_parser("verify", help="look for a record that was changed, removed, inserted or cut off")
    verify.add_argument(
        "--anchor", type=Path, metavar="FILE", help="anchors that were kept elsewhere, as 'journal anchor' wrote them"
    )
    _add_model(verify)
    verify.set_defaults(run=run.verify)

    anchor = what.add_parser("anchor", help="print where the journal stands, a line to keep elsewhere")
    _add_model(anchor)
    anchor.set_defaults(run=run.anchor)

    export = what.add_parser("export", help="write all records into a file; clients are pseudonyms in it")
    add_output(export)
    _add_model(export)
    export.set_defaults(run=run.export)

    purge = what.add_parser(
        "purge", help="take the content of old records; their links stay, and a hold keeps a client's"
    )
    what_goes = purge.add_mutually_exclusive_group(required=True)
    what_goes.add_argument("--before", type=_day, metavar="DAY", help="the first day to keep, as 2024-01-31")
    what_goes.add_argument(
        "--due",
        action="store_true",
        help="what CREDIT_PANEL_RETENTION_MONTHS no longer keeps; as long as the law of the model's jurisdiction asks, "
        "where it is not set",
    )
    purge.add_argument("--dry-run", action="store_true", help="count what would go, and change nothing")
    _add_person(purge)
    _add_model(purge)
    purge.set_defaults(run=run.purge)

    client = what.add_parser(
        "client", help="give a client all that is held about them: their data and their records, as JSON or PDF"
    )
    client.add_argument("id", type=int, metavar="ID", help="number of the client")
    client.add_argument(
        "--out",
        type=ClientFileOutput,
        default=ClientFileOutput("-"),
        metavar="FILE",
        help="file to write, .json or .pdf; JSON on standard output when left out",
    )
    client.add_argument("--lang", choices=("fr", "en"), default="fr", help="language of the PDF (fr)")
    client.add_argument("--date", type=calendar_day, metavar="DAY", help="date of the PDF, as 2026-01-31 (today, UTC)")
    _add_model(client)
    client.set_defaults(run=client_file)

    for name, lift, words in (
        ("hold", False, "keep a client's records from any purge"),
        ("release", True, "lift the hold on a client's records"),
    ):
        hold = what.add_parser(name, help=words)
        hold.add_argument("id", type=int, metavar="ID", help="number of the client")
        hold.add_argument("--reason", required=True, metavar="TEXT", help="why, kept on record")
        _add_person(hold)
        _add_model(hold)
        hold.set_defaults(run=run.hold, lift=lift)


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="NAME", help="name of the model and portfolio (that of CREDIT_PANEL_MODEL)")


def _add_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", default="", metavar="NAME", help="who asks for it, kept on record")


def _day(text: str) -> datetime:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2024-01-31") from None
    if day > datetime.now(UTC):
        raise argparse.ArgumentTypeError(f"{text} is still to come")
    return day
