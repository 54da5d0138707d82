"""A file of applications to hold against the training clients: its columns recognised and typed."""

from __future__ import annotations

import io

import polars as pl

from credit_panel.errors import DriftFileError
from credit_panel.features.build import HISTORY_FEATURES
from credit_panel.home_credit import APPLICATION, CLIENT, TARGET, repair_application

MOST_BYTES = 50_000_000
MOST_ROWS = 400_000
"""Applications of the longest file, some more than the archive has: a Parquet of 1 MB can unpack to any number of equal
rows, and these take up to 2 kB each."""
FEWEST_ROWS = 200
"""Applications under which the index says next to nothing: chance alone passes 0.1 with fewer."""

_SEPARATORS = ";\t|,"
_NOTHING = ["", "NA", "NaN", "nan", "NULL", "null", "None"]
_PARQUET = b"PAR1"
_TYPES = {name: dtype for name, dtype in APPLICATION.columns.items() if name not in (CLIENT, TARGET)} | dict.fromkeys(
    HISTORY_FEATURES, pl.Float32()
)


def read_drift_file(content: bytes) -> pl.DataFrame:
    """Read a Parquet or CSV file of applications, with the columns of ``application_train`` or some of them.

    Values outside the bounds of an application are kept: that they came is what drift looks for. Columns of the
    features of the histories, as a saved cohort has them, are read too; others are passed over.

    Parameters
    ----------
    content
        The bytes of the file, at most `MOST_BYTES`.

    Returns
    -------
    polars.DataFrame
        The fields and history features that the file has, typed and repaired, one row an application.

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
    frame = _parquet(content) if content.startswith(_PARQUET) else _csv(content)
    known = [name for name in frame.columns if name in _TYPES]
    if not known:
        raise DriftFileError(
            "no_field", "No column of the file has the name of a field of an application, such as AMT_CREDIT."
        )
    if not FEWEST_ROWS <= len(frame) <= MOST_ROWS:
        raise DriftFileError(
            "too_few" if len(frame) < FEWEST_ROWS else "too_many",
            f"The file has {len(frame)} applications: drift is measured on {FEWEST_ROWS} to {MOST_ROWS}.",
            count=len(frame),
        )
    return repair_application(pl.DataFrame([_typed(frame[name]) for name in known]))


def _parquet(content: bytes) -> pl.DataFrame:
    try:
        scanned = pl.scan_parquet(io.BytesIO(content))
        names = [name for name in scanned.collect_schema().names() if name in _TYPES]
        return scanned.select(names).head(MOST_ROWS + 1).collect()
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _no_table() from error


def _csv(content: bytes) -> pl.DataFrame:
    head = content[: content.find(b"\n") if b"\n" in content else len(content)]
    if b"\0" in content[:4096]:
        raise _no_table()
    separator = max(_SEPARATORS, key=lambda sign: head.count(sign.encode()))
    try:
        frame = pl.read_csv(
            io.BytesIO(content),
            separator=separator,
            infer_schema=False,
            null_values=_NOTHING,
            encoding="utf8-lossy",
            n_rows=MOST_ROWS + 1,
        )
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _no_table() from error
    frame = frame.rename({name: name.strip().strip("\ufeff") for name in frame.columns}, strict=False)
    if separator == ";":
        frame = frame.with_columns(
            pl.col(name).str.replace(",", ".", literal=True)
            for name in frame.columns
            if name in _TYPES and _TYPES[name].is_numeric()
        )
    return frame


def _typed(column: pl.Series) -> pl.Series:
    """Return a column in the type of its field; numbers keep their fraction, whatever the field says."""
    wanted = _TYPES[column.name]
    if not wanted.is_numeric():
        return column.cast(pl.String)
    try:
        numbers = column.cast(pl.Float64, strict=False)
    except pl.exceptions.PolarsError:
        numbers = pl.Series(column.name, [None] * len(column), dtype=pl.Float64)
    if numbers.null_count() > column.null_count():
        raise DriftFileError(
            "text",
            f"The column {column.name} holds text where numbers belong: correct it, or take it out.",
            names=(column.name,),
        )
    return numbers


def _no_table() -> DriftFileError:
    return DriftFileError("no_table", "The file is no table that can be read: save it as Parquet or CSV.")
