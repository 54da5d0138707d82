"""Write a table again whose cells are written as people do, once the fast reading of plain numbers has failed.

Each text that is no plain number is read once, by the table of `credit_panel.home_credit.cells`, however many rows it
stands in; what means nothing there is named by its row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.cells import Writing, is_missing, read_cell
from credit_panel.home_credit.file_cells import decimal_sign
from credit_panel.home_credit.file_notes import TOTALS
from credit_panel.home_credit.headings import bare
from credit_panel.home_credit.numbers import CellError, Decimal
from credit_panel.home_credit.packing import new_folder
from credit_panel.home_credit.schema import CLIENT
from credit_panel.home_credit.sources import Source

_PLAIN = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A table that was written again.

    Parameters
    ----------
    source
        The same rows with plain numbers; those that are no application are empty.
    notes
        What to know of its reading.
    emptied
        How many rows are no application.
    """

    source: Source
    notes: list[str]
    emptied: int


def odd_texts(source: Source, rows: Iterable[int] = ()) -> dict[str, list[str]]:
    """Return the texts of each column of numbers that are no plain number, each once, as they stand in the file.

    Parameters
    ----------
    rows
        Numbers of rows that are no application.
    """
    names = [n for n in source.columns if n in source.table.columns and source.table.columns[n].is_numeric()]
    found = (
        _without(source.scan_text(), rows)
        .select(pl.col(name).filter(~pl.col(name).str.contains(_PLAIN)).unique().implode() for name in names)
        .collect(engine="streaming")
    )
    return {name: texts for name in names if (texts := sorted(found[name][0].to_list()))}


def _without(frame: pl.LazyFrame, rows: Iterable[int]) -> pl.LazyFrame:
    """Return the same rows, those of some numbers from 1 empty: the others keep their numbers."""
    rows = list(rows)
    if not rows:
        return frame
    kept = ~pl.col("_row").is_in(rows)
    numbered = frame.with_row_index("_row", offset=1)
    return numbered.with_columns(pl.when(kept).then(pl.exclude("_row"))).drop("_row")


def _no_applications(source: Source) -> tuple[list[int], list[str]]:
    """Return the rows that hold totals, or the names of the columns again, and a sentence for each kind."""
    word = pl.col(CLIENT).str.to_lowercase().str.replace_all(r"[\W_]+", "")
    totals = [*(total.replace(" ", "").replace("-", "") for total in TOTALS)]
    found = (
        source.scan_text()
        .select(word=word)
        .with_row_index("row", offset=1)
        .filter(pl.col("word").is_in([*totals, bare(CLIENT)]))
        .collect(engine="streaming")
    )
    notes = []
    for again, said in ((True, "the names of the columns again"), (False, "totals")):
        rows = found.filter((pl.col("word") == bare(CLIENT)) == again)["row"].to_list()
        if rows:
            which = f"row{'s' if len(rows) > 1 else ''} {', '.join(map(str, rows[:_SHOWN]))}"
            more = f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""
            verbs = "hold" if len(rows) > 1 else "holds", "are" if len(rows) > 1 else "is"
            notes.append(f"{source.path.name}: {which}{more} {verbs[0]} {said} and {verbs[1]} passed over.")
    return found["row"].to_list(), notes


def missing_words(source: Source, words: Iterable[str], columns: Iterable[str]) -> list[str]:
    """Return a sentence on the words of some columns that count as missing, with their count by column."""
    words = list(words)
    names = [name for name in columns if name in source.columns]
    if not words or not names:
        return []
    frame = replace(source, missing_words=()).scan_text()
    stands = [pl.col(name).str.strip_chars().is_in(words).sum() for name in names]
    counts = frame.select(stands).collect(engine="streaming").row(0, named=True)
    told = [f"{name} in {count} row{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    if not told:
        return []
    more = f" and {len(told) - _SHOWN} more columns" if len(told) > _SHOWN else ""
    said = ", ".join(repr(word) for word in words[:_SHOWN])
    return [f"{source.path.name}: {said} count as missing: {', '.join(told[:_SHOWN])}{more}."]


def cleaned(source: Source, folder: Path) -> Cleaned:
    """Return a source that holds the same rows with plain numbers, and what to know of its reading.

    Raises
    ------
    TablesError
        Naming the first text of a column that means no number, and its row.
    """
    rows, notes = _no_applications(source)
    odd = odd_texts(source, rows)
    implied: Decimal = (
        "," if source.decimal_comma or source.separator == ";" else "." if source.separator == "," else ""
    )
    writing = Writing(decimal_sign((text for texts in odd.values() for text in texts), implied))
    expressions, missing = [], dict[str, None]()
    for name, texts in odd.items():
        read: dict[str, float | None] = {}
        for text in texts:
            try:
                value = read_cell(name, text, writing) if name in FIELDS else float(text)
            except CellError as error:
                if error.kind == "number":
                    continue
                raise named_cell(source, name, text, error) from error
            except ValueError:
                continue
            read[text] = value if isinstance(value, float) else None
            if is_missing(text) and text.strip():
                missing[text.strip()] = None
        numbers = pl.col(name).replace_strict(
            list(read),
            list(read.values()),
            default=pl.col(name).cast(pl.Float64, strict=False),
            return_dtype=pl.Float64,
        )
        bad = [text for text in texts if text not in read]
        if bad:
            raise named_cell(source, name, bad[0], CellError("number", ""))
        expressions.append(numbers)
    target = new_folder(folder) / source.path.name  # under its own name, which the user knows
    _without(source.scan_text(), rows).with_columns(expressions).sink_parquet(target)
    if odd:
        notes.append(f"{source.path.name}: numbers are read as they are written there ({', '.join(list(odd)[:5])}).")
    notes += missing_words(source, missing, odd)
    return Cleaned(Source(source.table, target, source.columns), notes, len(rows))


def named_cell(source: Source, column: str, text: str, error: CellError) -> TablesError:
    """Return the error that names the first row in which a column has a text, and what is wrong with it."""
    rows = source.scan_text().select(column).with_row_index("row", offset=1)
    row = rows.filter(pl.col(column) == text).head(1).collect(engine="streaming")["row"].item()
    where = f"{source.path.name} (table {source.table.name}), row {row}, column {column}"
    if error.kind != "number":
        return TablesError(f"{where}: {error}.")
    kind = "a whole number" if source.table.columns[column].is_integer() else "a number"
    return TablesError(f"{where}: {text[:40]!r} is not {kind} this column can hold; correct it or leave it empty.")
