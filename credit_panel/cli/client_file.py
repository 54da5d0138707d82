"""``credit-panel journal client``: all that is held about a client, for themselves."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime

from credit_panel.cli.journal_commands import opened
from credit_panel.errors import PortfolioError, UnknownClientError
from credit_panel.settings import Settings, plain_name
from credit_panel.xgboost_alone import import_xgboost_alone


def client_file(args: argparse.Namespace, settings: Settings) -> None:
    """Give a client all that is held about them, as JSON or as PDF."""
    args.out.check()
    if args.model is not None:
        settings = replace(settings, model=plain_name(args.model))
    args.out.write(_pdf(args, settings) if args.out.is_pdf else _json(args, settings))
    if not args.out.is_standard:
        print(f"Wrote all that is held about client {args.id} into {args.out.name}.", file=args.out.messages)


def _json(args: argparse.Namespace, settings: Settings) -> bytes:
    """Return it as plain values; what the journal keeps outlives the portfolio, and is told without it."""
    from credit_panel.amendments.change_log import ChangeLog
    from credit_panel.amendments.version import FIRST
    from credit_panel.journal.export import file_of_client
    from credit_panel.portfolio.held import held_about
    from credit_panel.portfolio.store import Portfolio

    with opened(args, settings) as journal:
        told = file_of_client(journal, args.id)
        last = ChangeLog(lambda: journal).latest(args.id)
    try:
        told |= held_about(Portfolio(settings.portfolio_dir()), args.id)
    except (PortfolioError, UnknownClientError) as error:
        print(f"Note: of the journal alone. {error}", file=sys.stderr)
    # the data are the portfolio's; of what was changed since, here is what counts, and the records tell all of it
    changed = {} if last is None else {name: each.after for name, each in last.data.items()}
    told |= {"data_version": FIRST, "latest_version": FIRST if last is None else last.number, "changed": changed}
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def _pdf(args: argparse.Namespace, settings: Settings) -> bytes:
    """Return it in words, as tagged PDF."""
    import_xgboost_alone()
    from credit_panel.amendments.on_file import on_file_of
    from credit_panel.documents.client_file import client_file as file_of
    from credit_panel.documents.lender import Lender
    from credit_panel.documents.report import report_pdf
    from credit_panel.journal.retention_law import SETTING, retention_months
    from credit_panel.portfolio import ServedModel

    with opened(args, settings) as journal:
        entries = journal.of(args.id)
    served, lender = ServedModel.open(settings), Lender.from_env()
    data = on_file_of(settings).data_of(served, args.id)
    months = retention_months(served.scorer.manifest.jurisdiction, os.environ.get(SETTING, ""))
    day = args.date or datetime.now(UTC).date()
    return report_pdf(file_of(served, args.id, entries, args.lang, lender, day, months, data))
