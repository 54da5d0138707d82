"""Scores of a file: those of one application at a time, and a file to hand back in which nothing runs."""

from __future__ import annotations

import csv
import io
import zipfile

import polars as pl
import pytest

from credit_panel.features import RAW_FIELDS
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.application_scores import score_file, write_excel
from credit_panel.portfolio.csv_file import as_csv
from credit_panel.scoring import reasons_of

PAYLOAD = "=cmd|' /C calc'!A0"


@pytest.fixture
def clients(served: ServedModel) -> pl.DataFrame:
    frame = pl.read_parquet(served.portfolio.folder / "applications.parquet")
    return frame.select("SK_ID_CURR", *RAW_FIELDS).head(40)


def test_a_file_gives_the_probabilities_of_its_applications_one_by_one(
    served: ServedModel, clients: pl.DataFrame
) -> None:
    scores = score_file(clients.write_csv().encode(), served)
    assert scores.frame["SK_ID_CURR"].to_list() == clients["SK_ID_CURR"].to_list()
    assert scores.frame["row"].to_list() == list(range(2, 42))
    for row, scored in zip(clients.iter_rows(named=True), scores.frame.iter_rows(named=True), strict=True):
        one = served.explain_application(row)
        assert scored["probability"] == pytest.approx(one.probability, abs=1e-9)
        assert (scored["grade"], scored["outcome"]) == (one.grade, one.outcome)
        assert scores.reasons[scored["row"] - 2] == reasons_of(one)


def test_the_answer_has_every_row_in_order_and_runs_nothing(served: ServedModel, clients: pl.DataFrame) -> None:
    strange = clients.with_columns(pl.when(pl.int_range(pl.len()) == 3).then(pl.lit(PAYLOAD))
                                   .otherwise("NAME_CONTRACT_TYPE").alias("NAME_CONTRACT_TYPE"))  # fmt: skip
    scores = score_file(strange.write_csv().encode(), served)
    answer = scores.answer({problem.row: problem.text for problem in scores.file.problems})
    assert answer["row"].to_list() == list(range(2, 42))
    assert answer["SK_ID_CURR"].to_list() == clients["SK_ID_CURR"].to_list()
    assert answer.filter(pl.col("probability").is_null())["problem"].to_list() == [PAYLOAD]
    lines = list(csv.DictReader(io.StringIO(as_csv(answer).decode("utf-8-sig"))))
    assert lines[3]["problem"] == f"'{PAYLOAD}"
    workbook = write_excel(answer, {"points": "0"})
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert pl.read_excel(io.BytesIO(workbook), engine="openpyxl")["problem"].to_list()[3] == PAYLOAD


def test_no_row_may_be_readable(served: ServedModel, clients: pl.DataFrame) -> None:
    scores = score_file(clients.with_columns(AMT_CREDIT=pl.lit(-1.0)).write_csv().encode(), served)
    assert scores.frame.is_empty()
    assert len(scores.answer({})) == len(scores.file.problems) == 40
