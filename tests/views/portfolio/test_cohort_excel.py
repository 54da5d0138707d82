"""A saved workbook holds the clients of the cohort, says what each column is, and runs nothing."""

from __future__ import annotations

import io

import openpyxl
import polars as pl
import pytest

from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.cohorts.excel import as_excel
from credit_panel.portfolio.cohorts.file import cohort_frame
from credit_panel.views.portfolio.cohort_excel import cohort_excel


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_holds_the_clients_and_what_their_columns_are(served: ServedModel, language: Language) -> None:
    frame = cohort_frame(served.portfolio, served.portfolio.ids[:40])
    content = cohort_excel(served.portfolio, served.portfolio.ids[:40], translator(language))
    book = openpyxl.load_workbook(io.BytesIO(content))
    clients, definitions = book.worksheets
    head, *rows = clients.iter_rows(values_only=True)
    assert list(head) == frame.columns
    for row, expected in zip(rows, frame.rows(), strict=True):
        assert list(row) == [pytest.approx(cell, rel=1e-12) if isinstance(cell, float) else cell for cell in expected]
    _, *told = definitions.iter_rows(values_only=True)
    assert [row[0] for row in told] == frame.columns
    assert all(row[1] and row[2] and row[3] for row in told)
    by_name = {row[0]: row[4] for row in told}
    assert all(by_name[name] for name in ("outcome", "grade", "points", "probability", "low", "high", "TARGET"))


def test_no_text_is_a_formula_a_link_or_a_number() -> None:
    texts = ["=1+1", "+cmd()", "@x", "http://localhost/", "0123", "{=1}"]
    frame = pl.DataFrame({"text": texts})
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel(frame, {"text": texts}, ("a", "b")))).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
