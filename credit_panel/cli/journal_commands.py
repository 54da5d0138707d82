"""What ``credit-panel journal ...`` does; what it needs is imported when it runs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from credit_panel.errors import JournalError, PortfolioError, SettingsError
from credit_panel.settings import Settings, plain_name

if TYPE_CHECKING:
    from credit_panel.journal.journal import Journal


def verify(args: argparse.Namespace, settings: Settings) -> None:
    """Look at every record, and name what is not as it was written."""
    from credit_panel.journal.anchors import read_anchors
    from credit_panel.journal.verification import verify_journal

    anchors = () if args.anchor is None else read_anchors(args.anchor)
    with opened(args, settings) as journal:
        found = verify_journal(journal, anchors)
    for note in found.notes:
        print(f"Note: {note}.")
    for finding in found.findings:
        print(f"Fault: {finding.sentence}.")
    if not found.intact:
        raise JournalError("damaged", f"The journal is not as it was written: {len(found.findings)} faults, see above.")
    print(f"The journal is intact: {found.records} records, {found.tombstones} of them purged.")


def anchor(args: argparse.Namespace, settings: Settings) -> None:
    """Print where the journal stands."""
    from credit_panel.journal.anchors import take_anchor

    with opened(args, settings) as journal:
        print(take_anchor(journal).line())


def export(args: argparse.Namespace, settings: Settings) -> None:
    """Write all records into a file."""
    from credit_panel.journal.export import table_of

    if not args.out.name.lower().endswith((".parquet", ".jsonl", ".ndjson")):
        raise SettingsError(
            f"--out is {args.out.name}: end it in .parquet or .jsonl, since a spreadsheet would run what people typed."
        )
    args.out.check()
    with opened(args, settings) as journal:
        table = table_of(journal.entries())
    args.out.write(table)
    print(f"Wrote {len(table)} records into {args.out.name}.", file=args.out.messages)


def purge(args: argparse.Namespace, settings: Settings) -> None:
    """Take the content of old records."""
    from credit_panel.journal.retention import purge as purge_journal

    before = _first_kept(args, settings)
    with opened(args, settings) as journal:
        done = purge_journal(
            journal, before, person=args.person, clients=_clients(args, settings), pretend=args.dry_run
        )
    in_use = f", and {done.in_use} hold the last data of a client" if done.in_use else ""
    print(
        f"{'Would purge' if args.dry_run else 'Purged'} {done.records} records from before {before:%Y-%m-%d}; "
        f"{done.held} more are under a legal hold{in_use}."
    )


def hold(args: argparse.Namespace, settings: Settings) -> None:
    """Keep a client's records from any purge, or no longer."""
    from credit_panel.journal.retention import set_hold

    if not args.reason.strip():
        raise SettingsError("The reason is empty: say in --reason why.")
    with opened(args, settings) as journal:
        set_hold(journal, args.id, reason=args.reason.strip(), person=args.person, lift=args.lift)
    print(f"The records on client {args.id} {'may be purged again' if args.lift else 'are kept from any purge'}.")


def _first_kept(args: argparse.Namespace, settings: Settings) -> datetime:
    """Return the first day that a purge keeps; one that the law still keeps is refused."""
    from credit_panel.journal.retention_law import (
        KEPT_MONTHS,
        SETTING,
        first_kept,
        jurisdiction_of,
        retention_months,
    )

    name = settings.model if args.model is None else plain_name(args.model)
    law, today = jurisdiction_of(settings.bundle_dir(name) / "manifest.json"), datetime.now(UTC).date()
    kept = first_kept(today, retention_months(law, os.environ.get(SETTING, "")))
    if args.due:
        return datetime(kept.year, kept.month, kept.day, tzinfo=UTC)
    lawful = first_kept(today, KEPT_MONTHS[law])
    if args.before.date() > lawful:
        raise SettingsError(
            f"The law of {law}, the jurisdiction of {name!r}, asks to keep records for {KEPT_MONTHS[law]} months: give "
            f"--before {lawful} or an earlier day."
        )
    return args.before


def _clients(args: argparse.Namespace, settings: Settings) -> Iterable[int] | None:
    """Return the numbers of the portfolio's clients; None where it cannot be opened, so that nothing of theirs goes."""
    from credit_panel.portfolio import Portfolio

    try:
        return Portfolio(settings.portfolio_dir(args.model)).ids.tolist()
    except PortfolioError:
        return None


@contextmanager
def opened(args: argparse.Namespace, settings: Settings) -> Iterator[Journal]:
    """Give the journal of a portfolio that there is; a mistyped name makes none."""
    from credit_panel.journal.opening import open_journal

    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    if not settings.portfolio_dir().is_dir():
        raise SettingsError(
            f"There is no portfolio {settings.model!r} in {settings.data_dir}: name another one with --model NAME."
        )
    file = settings.journal_file()
    if file is not None and not file.is_file():
        raise SettingsError(f"There is no journal {file} yet: it begins when the first client is opened.")
    journal = open_journal(settings)
    try:
        yield journal
    finally:
        journal.close()
