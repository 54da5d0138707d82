"""A cohort as an Excel workbook: its clients, and what each of their columns is."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import polars as pl
import xlsxwriter

MOST_IN_EXCEL = 50_000
"""Clients of the largest workbook that a page makes: some ten seconds of work beside the visitors."""


def as_excel(frame: pl.DataFrame, definitions: Mapping[str, Sequence[str]], names: Sequence[str]) -> bytes:
    """Return a table, and what its columns are, as a workbook of two sheets, in which every text is a text.

    Parameters
    ----------
    definitions
        Columns of texts, by their heading.
    names
        Names of the two sheets.
    """
    out = io.BytesIO()
    # no text becomes a formula, a link or a number, whatever it begins with
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True, **plain}) as book:
        for table, name in zip((frame, pl.DataFrame(definitions)), names, strict=True):
            table.write_excel(book, worksheet=name, autofit=True, freeze_panes=(1, 0))
    return out.getvalue()
