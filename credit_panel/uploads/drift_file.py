"""A file of many applications, in Parquet or CSV, that somebody gives to be held against the training clients."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from credit_panel.errors import DriftFileError
from credit_panel.features.build import HISTORY_FEATURES
from credit_panel.home_credit import APPLICATION, CLIENT, TARGET, repair_application
from credit_panel.home_credit.headings import field_of, is_a_year
from credit_panel.home_credit.numbers import Decimal
from credit_panel.uploads.drift_cells import no_table, typed

MOST_BYTES = 50_000_000
MOST_ROWS = 400_000
"""Applications of the longest file, some more than the archive has: a Parquet of 1 MB can unpack to any number of equal
rows."""
MOST_COLUMNS = 500
FEWEST_ROWS = 200
"""Applications under which the index says next to nothing: chance alone passes 0.1 with fewer."""
SAMPLE = 10_000
"""Applications drawn from a longer file: only these leave the process that reads it."""
_LONGEST_HEADER = 100_000
_SEPARATORS = ";\t|,"
_PARQUET = b"PAR1"
_COMPRESSED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"x\x01", b"x\x5e", b"x\x9c", b"x\xda")
"""How gzip, Zstandard and zlib begin, which Polars would unpack to any size."""
_TYPES = {name: dtype for name, dtype in APPLICATION.columns.items() if name not in (CLIENT, TARGET)} | dict.fromkeys(
    HISTORY_FEATURES, pl.Float32()
)


_Table = tuple[dict[str, str], int, Callable[[str], pl.Series], Decimal]
"""The fields by heading, the number of rows, what reads the column of a heading, and the implied decimal sign."""


@dataclass(frozen=True, slots=True)
class DriftFile:
    """The applications of a file.

    Parameters
    ----------
    applications
        The fields and history features that the file has, typed and repaired, one row an application: all of them, or
        `SAMPLE` drawn from more.
    count
        How many the file has.
    """

    applications: pl.DataFrame
    count: int


def read_drift_file(content: bytes) -> DriftFile:
    """Read a Parquet or CSV file of applications, with the columns of ``application_train`` or some of them.

    A column has the name of its field, or one of the labels, in any letter case; a cell means what it means to every
    other door, see `credit_panel.home_credit.cells`.

    Values outside the bounds of an application are kept: that they came is what drift looks for. Columns of the
    features of the histories, as a saved cohort has them, are read too; others are passed over. A column is read and
    drawn from before the next one, so that a file takes little more memory than its longest column.

    Parameters
    ----------
    content
        The bytes of the file, at most `MOST_BYTES`.

    Raises
    ------
    DriftFileError
        When it is too large, no table, has none of the columns, one of them holds text where numbers belong, or it
        has fewer than `FEWEST_ROWS` rows.
    """
    if len(content) > MOST_BYTES:
        raise DriftFileError("too_big", f"The file is larger than {MOST_BYTES // 1_000_000} MB: give a sample of it.")
    if not content.strip():
        raise DriftFileError("empty", "The file is empty: it needs a row of column names, then one an application.")
    names, count, column, decimal = _parquet(content) if content.startswith(_PARQUET) else _csv(content)
    if not FEWEST_ROWS <= count <= MOST_ROWS:
        raise DriftFileError(
            "too_few" if count < FEWEST_ROWS else "too_many",
            f"The file has {count} applications: drift is measured on {FEWEST_ROWS} to {MOST_ROWS}.",
            count=count,
        )
    drawn = np.sort(np.random.default_rng(0).choice(count, min(count, SAMPLE), replace=False))
    columns = []
    for heading, name in names.items():
        whole = typed(column(heading).alias(name), _TYPES[name], decimal, a_year=is_a_year(heading))
        if len(whole) != count:
            raise no_table()
        columns.append(whole.gather(drawn))
    return DriftFile(repair_application(pl.DataFrame(columns)), count)


def _parquet(content: bytes) -> _Table:
    try:
        file = pl.scan_parquet(io.BytesIO(content))
        names = _known(file.collect_schema().names())
        count = int(file.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise no_table() from error

    def column(name: str) -> pl.Series:
        try:
            return file.select(name).head(count + 1).collect().to_series()
        except (pl.exceptions.PolarsError, OSError, ValueError) as error:
            raise no_table() from error

    return names, count, column, ""


def _csv(content: bytes) -> _Table:
    if content.startswith(_COMPRESSED) or b"\0" in content:
        raise no_table()
    text = content[: _LONGEST_HEADER + 1].partition(b"\n")[0]
    if len(text) > _LONGEST_HEADER:
        raise _too_wide()
    line = text.decode("utf-8-sig", errors="replace").rstrip("\r")
    separator = max(_SEPARATORS, key=line.count)
    try:
        header = [name.strip() for name in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error as error:
        raise no_table() from error
    known = _known(header)
    places = [header.index(name) for name in known]
    try:
        frame = pl.read_csv(
            io.BytesIO(content),
            separator=separator,
            infer_schema=False,
            encoding="utf8-lossy",
            columns=places,
            n_rows=MOST_ROWS + 1,
        )
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise no_table() from error
    frame.columns = [name for _, name in sorted(zip(places, known, strict=True))]
    return known, len(frame), frame.get_column, "," if separator == ";" else "." if separator == "," else ""


def _known(headings: Iterable[str]) -> dict[str, str]:
    """Return the fields by the headings that name one, each once."""
    found = list(headings)
    if len(found) > MOST_COLUMNS:
        raise _too_wide()
    named = [(heading, heading if heading in _TYPES else field_of(heading)) for heading in found]
    known = [(heading, name) for heading, name in named if name in _TYPES]
    if not known:
        raise DriftFileError(
            "no_field", "No column of the file has the name of a field of an application, such as AMT_CREDIT."
        )
    repeated = [name for name, times in Counter(name for _, name in known).items() if times > 1]
    if repeated:
        raise DriftFileError(
            "repeated",
            f"The file has these columns more than once: {', '.join(repeated)}. Keep one each.",
            names=repeated,
        )
    return dict(known)


def _too_wide() -> DriftFileError:
    return DriftFileError(
        "too_wide", f"The file has more than {MOST_COLUMNS} columns, or too long a first line: keep the fields."
    )
