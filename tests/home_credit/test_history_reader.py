"""Files of histories: recognised by name or columns, read cell by cell, and what cannot be used named by row."""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl
import pytest
from hand_made.history_files import archive, csv
from hand_made.hostile import excel, parquet
from polars.testing import assert_frame_equal

from credit_panel.home_credit import CLIENT, HISTORY_TABLES
from credit_panel.home_credit.history_columns import keys_of
from credit_panel.home_credit.history_file import MOST_ROWS, HistoryFile, HistoryFileError
from credit_panel.home_credit.history_reader import read_histories
from credit_panel.home_credit.schema import SCHEMA
from credit_panel.home_credit.sent_histories import columns_of, validate_histories

BUREAU = pl.DataFrame(
    {
        "SK_ID_CURR": [7, 7, 8],
        "SK_ID_BUREAU": [1, 2, 3],
        "CREDIT_ACTIVE": ["Active", "Closed", None],
        "DAYS_CREDIT": [-400, -90, -3_000],
        "DAYS_CREDIT_ENDDATE": [330.0, None, -2_000.5],
        "AMT_CREDIT_SUM": [120_000.5, 1_234.567, None],
        "AMT_CREDIT_SUM_DEBT": [65_000.25, -12.5, 0.0],
        "CNT_CREDIT_PROLONG": [0, 1, 0],
    }
).with_columns(pl.col("DAYS_CREDIT_ENDDATE").round())


def one(name: str, content: bytes) -> HistoryFile:
    upload = read_histories(name, content)
    assert upload.faults == ()
    (file,) = upload.files
    return file


def fault(name: str, content: bytes) -> HistoryFileError:
    try:
        ((_, error),) = read_histories(name, content).faults
    except HistoryFileError as found:
        return found
    return error


@pytest.mark.parametrize(
    ("name", "part"), [("bureau.csv", None), ("Bureau (1).CSV", None), ("bureau_2.tsv", 2), ("export-7.csv", None)]
)
@pytest.mark.parametrize("write", [csv, lambda frame: parquet(frame)], ids=["csv", "parquet"])
def test_a_file_is_known_by_its_name_or_by_its_columns(
    name: str, part: int | None, write: Callable[[pl.DataFrame], bytes]
) -> None:
    file = one(name, write(BUREAU))
    assert (file.table, file.part, file.count, file.problems, file.unknown) == ("bureau", part, 3, (), ())
    assert set(file.lacking) == set(SCHEMA["bureau"].columns) - set(BUREAU.columns)


@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_each_table_is_known_by_its_columns_whatever_their_case_and_order(table: str) -> None:
    columns = SCHEMA[table].columns
    frame = pl.DataFrame({name: ["X" if dtype == pl.String else "0"] for name, dtype in columns.items()})
    frame = frame.with_columns(pl.lit("5").alias(name) for name in keys_of(table) if name != "STATUS")
    file = one("export.csv", csv(frame.select(reversed(frame.columns)).rename(lambda name: name.lower())))
    assert (file.table, file.lacking, len(file.rows)) == (table, (), 1)
    assert dict(file.rows.schema) == dict(columns)


def test_the_rows_are_those_that_the_api_reads() -> None:
    sent = {
        "bureau": [
            {k: v for k, v in row.items() if v is not None and k in columns_of("bureau")} for row in BUREAU.to_dicts()
        ]
    }
    expected = validate_histories(sent)["bureau"].with_columns(BUREAU[CLIENT])
    for content in (
        csv(BUREAU),
        parquet(BUREAU),
        parquet(BUREAU.cast(pl.String)),
        parquet(BUREAU.cast({"DAYS_CREDIT": pl.Float32})),
    ):
        assert_frame_equal(one("bureau.csv", content).rows, expected)


@pytest.mark.parametrize(
    "write",
    [
        lambda text: text.replace(".", ",").encode(),
        lambda text: text.replace(".", ",").encode("utf-16"),
        lambda text: f"sep=;\n{text.replace('.', ',')}".encode(),
        lambda text: f"Export du fichier\n\n{text.replace('.', ',')}".encode(),
        lambda text: text.replace("120000.5", "120 000,50 €").replace(".", ",").encode(),
        lambda text: text.replace("-400", "\N{MINUS SIGN}400").replace(".", ",").encode(),
    ],
    ids=["comma", "utf-16", "sep", "title", "currency", "minus"],
)
def test_numbers_are_read_as_everywhere(write: Callable[[str], bytes]) -> None:
    file = one("bureau.csv", write(BUREAU.write_csv(separator=";")))
    assert file.problems == ()
    assert_frame_equal(file.rows, one("bureau.csv", csv(BUREAU)).rows)


def test_words_for_nothing_count_as_nothing_and_are_told() -> None:
    frame = BUREAU.cast(pl.String).with_columns(AMT_CREDIT_SUM=pl.lit("n/a"), CREDIT_ACTIVE=pl.lit("NULL"))
    file = one("bureau.csv", csv(frame))
    assert file.problems == ()
    assert file.rows["AMT_CREDIT_SUM"].null_count() == file.rows["CREDIT_ACTIVE"].null_count() == 3
    assert {note.names for note in file.notes} == {("n/a", "3"), ("NULL", "3")}


def test_every_cell_that_means_nothing_is_named_with_its_row() -> None:
    text = "\n".join(
        [
            "SK_ID_CURR,SK_ID_BUREAU,DAYS_CREDIT,AMT_CREDIT_SUM,CNT_CREDIT_PROLONG,CREDIT_TYPE",
            "7,1,-400,100.5,0,Car loan",
            ",2,-400,100.5,0,Car loan",
            "8,x,-400,100.5,0,Car loan",
            "9,3,400,-1,1.5,Car loan",
            "10,4,2020-03-01,#N/A,300,Car loan",
            "11,5,-400,much,inf,Car loan",
            f"12,6,-400,1,0,{'a' * 101}",
            "13,7,-400,1,0,Car,loan",
            "14,8,-400,1,0,Car loan",
            "SK_ID_CURR,SK_ID_BUREAU,DAYS_CREDIT,AMT_CREDIT_SUM,CNT_CREDIT_PROLONG,CREDIT_TYPE",
            "Total,,,202,,",
        ]
    )
    file = one("bureau.csv", text.encode())
    assert [(p.row, p.key, p.problem.field, p.problem.kind) for p in file.problems] == [
        (3, None, "SK_ID_CURR", "required"),
        (4, 8, "SK_ID_BUREAU", "number"),
        (5, 9, "DAYS_CREDIT", "bounds"),
        (5, 9, "CNT_CREDIT_PROLONG", "whole"),
        (5, 9, "AMT_CREDIT_SUM", "bounds"),
        (6, 10, "DAYS_CREDIT", "date"),
        (6, 10, "CNT_CREDIT_PROLONG", "bounds"),
        (6, 10, "AMT_CREDIT_SUM", "error"),
        (7, 11, "CNT_CREDIT_PROLONG", "number"),
        (7, 11, "AMT_CREDIT_SUM", "number"),
        (8, 12, "CREDIT_TYPE", "text"),
        (9, 13, "SK_ID_CURR", "width"),
    ]
    assert file.rows[CLIENT].to_list() == [7, 14]
    assert (file.count, sorted(file.left_out, key=str), file.untold) == (9, [10, 11, 12, 13, 8, 9, None], 0)
    assert {note.kind: note.rows for note in file.notes} == {"repeated_header": (11,), "totals": (12,)}


def test_of_so_many_problems_the_first_are_told() -> None:
    frame = pl.DataFrame({"SK_ID_BUREAU": range(1, 9_001), "MONTHS_BALANCE": 0, "STATUS": "late"})
    file = one("bureau_balance.csv", csv(frame))
    assert (len(file.problems), file.untold, len(file.left_out)) == (500, 8_500, 9_000)
    assert [found.row for found in file.problems] == list(range(2, 502))


def test_a_comma_that_may_group_is_not_guessed() -> None:
    file = one("bureau.csv", b"SK_ID_CURR\tSK_ID_BUREAU\tAMT_CREDIT_SUM\n7\t1\t1,234\n7\t2\t12\n")
    ((found),) = file.problems
    assert (found.row, found.problem.kind, found.text) == (2, "ambiguous", "1,234")


def test_an_archive_is_read_file_by_file() -> None:
    upload = read_histories(
        "export.zip",
        archive(
            {
                "2026/bureau.csv": csv(BUREAU),
                "2026/bureau_balance.parquet": parquet(
                    pl.DataFrame({"SK_ID_BUREAU": [1], "MONTHS_BALANCE": [0], "STATUS": ["C"]})
                ),
                "2026/old/bureau.csv": csv(BUREAU),
                "2026/application_train.csv": b"SK_ID_CURR\n7\n",
                "2026/POS_CASH_balance.csv": b"colour\nblue\n",
                "__MACOSX/bureau.csv": b"x",
                "readme.pdf": b"x",
            }
        ),
    )
    assert [(file.name, file.table) for file in upload.files] == [
        ("bureau.csv", "bureau"),
        ("bureau_balance.parquet", "bureau_balance"),
    ]
    assert [(name, error.fault) for name, error in upload.faults] == [
        ("bureau.csv", "twice"),
        ("application_train.csv", "application"),
        ("POS_CASH_balance.csv", "absent"),
    ]
    assert upload.passed_over == ("readme.pdf",)


def test_parts_of_a_table_stand_beside_each_other() -> None:
    parts = {f"bureau_{number}.csv": csv(BUREAU[number - 1 : number]) for number in (1, 2)}
    assert len(read_histories("export.zip", archive(parts)).files) == 2


def test_a_table_without_rows_holds_none() -> None:
    file = one("credit_card_balance.csv", b"SK_ID_PREV,SK_ID_CURR,MONTHS_BALANCE\n")
    assert (file.table, file.count, len(file.rows)) == ("credit_card_balance", 0, 0)


def many_rows() -> bytes:
    return b"SK_ID_CURR,SK_ID_BUREAU\n" + b"1,1\n" * (MOST_ROWS["bureau"] + 1)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("bureau.csv", b"", "empty"),
        ("bureau.csv", b"\x89PNG\r\n\x1a\n\0\0", "no_table"),
        ("bureau.parquet", b"PAR1" + bytes(40), "no_table"),
        ("bureau.csv", b"SK_ID_CURR,DAYS_CREDIT\n7,-3\n", "absent"),
        ("bureau.csv", b"SK_ID_CURR,SK_ID_BUREAU,DAYS_CREDIT,DAYS_CREDIT\n7,1,-3,-4\n", "repeated"),
        ("export.csv", b"a,b\n1,2\n", "unknown"),
        ("application_test.csv", b"SK_ID_CURR\n7\n", "application"),
        ("export.csv", b"SK_ID_CURR,AMT_INCOME_TOTAL,DAYS_BIRTH\n7,1,-9000\n", "application"),
        ("bureau.csv", b"SK_ID_CURR,SK_ID_BUREAU\n" + b"1" * 200_000, "too_wide"),
        ("bureau.csv", many_rows(), "too_many_rows"),
        ("bureau.csv", b"x" * 10_000_001, "too_big"),
        ("all.zip", archive({"bureau.csv": b" " * 61_000_000}), "too_big"),
        ("all.zip", archive({"bureau.csv": csv(BUREAU)})[:-30], "no_table"),
        ("bureau.xlsx", excel(BUREAU), "excel"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_one_sentence(name: str, content: bytes, expected: str) -> None:
    error = fault(name, content)
    assert error.fault == expected
    assert str(error).endswith(".")
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "values",
    [pl.Series([None, None, None], dtype=pl.Date), pl.Series([[1], [2], [3]]), pl.Series([True, False, True])],
    ids=["date", "list", "boolean"],
)
def test_columns_of_another_kind_are_refused_by_name(values: pl.Series) -> None:
    error = fault("bureau.parquet", parquet(BUREAU.with_columns(values.alias("DAYS_CREDIT"))))
    assert (error.fault, error.names) == ("type", ("DAYS_CREDIT",))


def test_many_rows_of_parquet_are_counted_before_they_are_read() -> None:
    out = io.BytesIO()
    pl.select(SK_ID_CURR=pl.repeat(1, 5_000_000), SK_ID_BUREAU=pl.repeat(1, 5_000_000)).write_parquet(out)
    assert fault("bureau.parquet", out.getvalue()).fault == "too_many_rows"
