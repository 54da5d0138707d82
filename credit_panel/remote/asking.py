"""What the scoring service is asked about: applications as JSON, in parts that it takes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from credit_panel.home_credit import CLIENT

MOST_AT_ONCE = 1_000
"""Applications that are asked for at once: the API takes no more."""
MOST_BYTES = 7_000_000
"""Bytes of those, for the same reason."""


def sent_rows(
    applications: pl.DataFrame, histories: Sequence[Mapping[str, pl.DataFrame] | None]
) -> Iterator[dict[str, Any]]:
    """Yield each application as `POST /api/v1/score/batch` takes it; a number goes with histories alone."""
    for row, own in zip(applications.iter_rows(named=True), histories, strict=True):
        fields = {name: value for name, value in row.items() if value is not None}
        if own is None:
            yield {name: value for name, value in fields.items() if name != CLIENT}
        else:
            yield {"application": fields, "history": {table: _events(rows) for table, rows in own.items()}}


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yield the same rows in lists that are neither too many nor too long for one request."""
    part: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row))
        if part and (len(part) == MOST_AT_ONCE or size + length > MOST_BYTES):
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    if part:
        yield part


def _events(rows: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if value is not None and name != CLIENT}
        for row in rows.iter_rows(named=True)
    ]
