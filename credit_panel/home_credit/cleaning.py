"""Write a table again whose cells are written as people do, once the fast reading of plain numbers has failed.

Each text that is no plain number is read once, by the table of `credit_panel.home_credit.cells`, however many rows it
stands in; what means nothing there is named by its row.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.cells import Writing, is_missing, read_cell
from credit_panel.home_credit.file_cells import decimal_sign
from credit_panel.home_credit.numbers import CellError, Decimal
from credit_panel.home_credit.packing import new_folder
from credit_panel.home_credit.sources import Source

_PLAIN = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$"


def odd_texts(source: Source) -> dict[str, list[str]]:
    """Return the texts of each column of numbers that are no plain number, each once, as they stand in the file."""
    names = [n for n in source.columns if n in source.table.columns and source.table.columns[n].is_numeric()]
    found = (
        source.scan_text()
        .select(pl.col(name).filter(~pl.col(name).str.contains(_PLAIN)).unique().implode() for name in names)
        .collect(engine="streaming")
    )
    return {name: texts for name in names if (texts := sorted(found[name][0].to_list()))}


def cleaned(source: Source, folder: Path) -> tuple[Source, list[str]]:
    """Return a source that holds the same rows with plain numbers, and what to know of its reading.

    Raises
    ------
    TablesError
        Naming the first text of a column that means no number, and its row.
    """
    odd = odd_texts(source)
    implied: Decimal = (
        "," if source.decimal_comma or source.separator == ";" else "." if source.separator == "," else ""
    )
    writing = Writing(decimal_sign((text for texts in odd.values() for text in texts), implied))
    expressions, missing = [], Counter[str]()
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
                missing[text.strip()] += 1
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
    source.scan_text().with_columns(expressions).sink_parquet(target)
    notes = [f"{source.path.name}: numbers are read as they are written there ({', '.join(list(odd)[:5])})."]
    if missing:
        notes.append(f"{source.path.name}: {', '.join(repr(word) for word in missing)} count as missing.")
    return Source(source.table, target, source.columns), notes


def named_cell(source: Source, column: str, text: str, error: CellError) -> TablesError:
    """Return the error that names the first row in which a column has a text, and what is wrong with it."""
    rows = source.scan_text().select(column).with_row_index("row", offset=1)
    row = rows.filter(pl.col(column) == text).head(1).collect(engine="streaming")["row"].item()
    where = f"{source.path.name} (table {source.table.name}), row {row}, column {column}"
    if error.kind != "number":
        return TablesError(f"{where}: {error}.")
    kind = "a whole number" if source.table.columns[column].is_integer() else "a number"
    return TablesError(f"{where}: {text[:40]!r} is not {kind} this column can hold; correct it or leave it empty.")
