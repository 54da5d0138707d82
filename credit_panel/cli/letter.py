"""``credit-panel letter``: the letter that tells a client what is proposed and why."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from credit_panel.cli.document_output import PdfOutput
from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone

if TYPE_CHECKING:
    from credit_panel.decisions.journal_log import JournalLog


def add_letter(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Let the command line take ``letter``."""
    parser = commands.add_parser(
        "letter",
        help="write the letter to a client about the decision on record, or about the proposal, as tagged PDF",
        epilog="CREDIT_PANEL_LENDER_NAME, _ADDRESS, _CONTACT, _DATABASE and _DEBT_ADVICE say who writes; "
        "without one of them the letter is marked as a specimen.",
    )
    parser.add_argument("id", type=int, metavar="ID", help="number of the client")
    parser.add_argument("--lang", choices=("fr", "en"), default="fr", help="language of the letter (fr)")
    parser.add_argument(
        "--out", type=PdfOutput, required=True, metavar="FILE", help="file to write, .pdf; '-' is standard output"
    )
    parser.add_argument(
        "--date", type=calendar_day, metavar="DAY", help="date of the letter, as 2026-01-31 (today, UTC)"
    )
    parser.add_argument("--model", metavar="NAME", help="name of the model and portfolio (that of CREDIT_PANEL_MODEL)")
    parser.add_argument(
        "--proposal", action="store_true", help="tell of the proposal alone, though a decision is on record"
    )
    parser.set_defaults(run=letter)


def letter(args: argparse.Namespace, settings: Settings) -> None:
    """Write the letter to a client."""
    args.out.check()
    import_xgboost_alone()
    from credit_panel.amendments.on_file import on_file_of
    from credit_panel.decisions.letter_record import letter_made
    from credit_panel.documents.decided import decided_of
    from credit_panel.documents.lender import Lender
    from credit_panel.documents.letter import letter_pdf
    from credit_panel.journal.records import Kind
    from credit_panel.portfolio import ServedModel

    lender = Lender.from_env()
    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    day, served = args.date or datetime.now(UTC).date(), ServedModel.open(settings)
    data = on_file_of(settings).data_of(served, args.id)
    with _log(settings) as log:
        standing = None if args.proposal or log is None else log.standing([args.id]).get(args.id)
        decided = decided_of(standing, args.lang)
        content = letter_pdf(served, args.id, args.lang, lender, day, decided, data)
        if log is not None:
            who = f"command:{getpass.getuser()}"
            log.add(Kind.LETTER_MADE, args.id, who, letter_made(content, args.lang, standing, data.number))
    args.out.write(content)
    kind = "the letter" if lender.is_complete_for(served.scorer.manifest.jurisdiction) else "a specimen of the letter"
    told = "" if decided is None else f" about the decision of {decided.day}"
    print(f"Wrote {kind} to client {args.id}{told} into {args.out.name}.", file=args.out.messages)


@contextmanager
def _log(settings: Settings) -> Iterator[JournalLog | None]:
    """Give the log of a journal that there is; none is made for a letter."""
    file = settings.journal_file()
    if settings.journal == "off" or (file is not None and not file.exists()):
        yield None
        return
    from credit_panel.decisions.journal_log import JournalLog
    from credit_panel.journal.opening import open_journal

    journal = open_journal(settings)
    try:
        yield JournalLog(lambda: journal)
    finally:
        journal.close()


def calendar_day(text: str) -> date:
    """Return the day that an option gives, as 2026-01-31."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day, as 2026-01-31") from None
