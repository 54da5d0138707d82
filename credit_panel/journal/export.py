"""Records as tables and plain values, for other programs and for the client they are about."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import polars as pl

from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Entry

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "sequence": pl.Int64,
    "at": pl.Datetime("us", "UTC"),
    "kind": pl.String,
    "person": pl.String,
    "client": pl.String,
    "content": pl.String,
    "hash": pl.String,
}
"""Columns of the table of records; ``content`` is JSON."""


def table_of(entries: Iterable[Entry]) -> pl.DataFrame:
    """Return records as a table, one row each."""
    rows = [
        (
            entry.sequence,
            entry.at,
            str(entry.kind),
            entry.person,
            entry.client,
            json.dumps(dict(entry.content), ensure_ascii=False, sort_keys=True),
            entry.hash,
        )
        for entry in entries
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def plain(entry: Entry) -> dict[str, Any]:
    """Return a record as plain values."""
    return {
        "sequence": entry.sequence,
        "at": entry.at.isoformat(),
        "kind": str(entry.kind),
        "person": entry.person,
        "client": entry.client,
        "content": dict(entry.content),
        "hash": entry.hash,
    }


def file_of_client(journal: Journal, client_id: int) -> dict[str, Any]:
    """Return all that the journal keeps on a client, as Regulation (EU) 2016/679, article 15, lets them ask for."""
    return {
        "client": client_id,
        "pseudonym": journal.pseudonyms.of(client_id),
        "journal": journal.name,
        "records": [plain(entry) for entry in journal.of(client_id)],
    }
