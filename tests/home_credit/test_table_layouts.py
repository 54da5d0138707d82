"""Tables as lenders write them: other first lines, names, encodings, types and words; read or named."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hand_made import Row, WriteTable, bureau_row, table_frame

from credit_panel.errors import TablesError
from credit_panel.home_credit import read_tables

Change = Callable[[str], str]


def refusal(path: Path) -> str:
    with pytest.raises(TablesError) as caught:
        read_tables(path)
    assert len(str(caught.value)) < 700
    return str(caught.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"sep=,\n{text}",
        lambda text: f"Applications of March\n{text}",
        lambda text: f"\n\nApplications, of March; all\n\n{text}",
        lambda text: f"{text}\n\n",
        lambda text: f"{text},,,\n",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.split("\n")[0].lower() + "\n" + text.split("\n", 1)[1],
        lambda text: text.split("\n")[0].replace("_", " ").replace(",", " , ") + "\n" + text.split("\n", 1)[1],
        lambda text: text.replace("Cash loans", " cash LOANS ").replace("School", "school"),
        lambda text: text.replace(",", "|"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_stands_round_the_table_or_is_spelled_otherwise_changes_nothing(
    write_table: WriteTable, client: Row, change: Change, encoding: str
) -> None:
    path = write_table("application_train", [client, client | {"SK_ID_CURR": 2}])
    path.write_bytes(change(path.read_text()).encode(encoding))
    with read_tables(path.parent) as tables:
        rows = tables.application.collect()
    assert rows.equals(table_frame("application", [client, client | {"SK_ID_CURR": 2}]))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_history_is_found_by_its_names_spelled_otherwise_too(
    write_table: WriteTable, client: Row, suffix: str
) -> None:
    write_table("application_train", [client])
    path = write_table("bureau", [bureau_row()], suffix)
    frame = table_frame("bureau", [bureau_row()]).rename(lambda name: f" {name.lower()} ")
    frame.write_csv(path) if suffix == ".csv" else frame.write_parquet(path)
    with read_tables(path.parent) as tables:
        found = tables.get("bureau")
        assert found is not None
        assert tables.collect(found).equals(table_frame("bureau", [bureau_row()]))


def test_a_file_with_other_names_is_refused_in_few_words(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_text("name;town\nAnn;Paris\n")
    message = refusal(path.parent)
    assert "lacks SK_ID_CURR" in message
    assert "and 116 more columns" in message
    assert "its names begin with" in message
    assert "name" in message


def test_a_name_that_is_nearly_right_is_suggested(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_text(path.read_text().replace("AMT_CREDIT,", "AMT_CREDT,", 1))
    assert "lacks AMT_CREDIT (is 'AMT_CREDT' meant to be AMT_CREDIT?)" in refusal(path.parent)


def test_totals_and_names_of_columns_again_are_passed_over_and_told(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    header, row = path.read_text().splitlines()
    other = row.replace(str(client["SK_ID_CURR"]), "7", 1)
    total = "Total" + "," * header.count(",")
    path.write_text("\n".join([header, row, header, other, total.replace(",,", ",12,", 1), ""]))
    with read_tables(path.parent) as tables:
        rows = tables.application.collect()
        notes = [note for note in tables.notes if "is absent" not in note]
    assert rows.equals(table_frame("application", [client, client | {"SK_ID_CURR": 7}]))
    assert notes == [
        "application_train.csv: row 2 holds the names of the columns again and is passed over.",
        "application_train.csv: row 4 holds totals and is passed over.",
    ]


def test_a_fault_below_a_row_of_totals_keeps_its_row(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    header, row = path.read_text().splitlines()
    total = "Total" + "," * header.count(",")
    path.write_text("\n".join([header, total, row, row.replace("270000.0", "a lot", 1)]))
    assert "row 3, column AMT_CREDIT: 'a lot'" in refusal(path.parent)


@pytest.mark.parametrize("table", ["application_train", "bureau"])
@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_a_table_of_another_encoding_is_read_and_told(
    write_table: WriteTable, client: Row, table: str, encoding: str
) -> None:
    write_table("application_train", [client])
    column = "OCCUPATION_TYPE" if table == "application_train" else "CREDIT_TYPE"
    rows = [(client if table == "application_train" else bureau_row()) | {column: word} for word in ("Cook", "Béton")]
    path = write_table(table, rows[:1] if table == "application_train" else rows)
    path.write_bytes(path.read_text().replace("Cook", "Béton").encode(encoding))
    with read_tables(path.parent) as tables:
        found = tables.get(table.removesuffix("_train"))
        assert found is not None
        assert set(tables.collect(found)[column]) == {"Béton"}
        assert f"{table}.csv: line 2 is not UTF-8; it is read as Windows-1252." in tables.notes


def test_words_for_missing_are_counted_by_column(write_table: WriteTable, client: Row) -> None:
    rows = [client | {"SK_ID_CURR": n, "AMT_ANNUITY": None, "EXT_SOURCE_1": 0.5} for n in (1, 2, 3)]
    path = write_table("application_train", rows)
    header, *lines = path.read_text().splitlines()
    place = header.split(",").index("AMT_ANNUITY")
    cells = [line.split(",") for line in lines]
    cells[0][place] = cells[2][place] = "NA"
    path.write_text("\n".join([header, *(",".join(row) for row in cells)]))
    with read_tables(path.parent) as tables:
        assert tables.application.collect().equals(table_frame("application", rows))
        assert "application_train.csv: 'NA' count as missing: AMT_ANNUITY in 2 rows." in tables.notes


def parquet(write_table: WriteTable, client: Row, **columns: pl.Expr) -> Path:
    path = write_table("application_train", [client], ".parquet")
    pl.read_parquet(path).with_columns(**columns).write_parquet(path)
    return path.parent


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("AMT_CREDIT", pl.lit(Decimal("270000.00"))),
        ("AMT_CREDIT", pl.lit("270 000,00 €")),
        ("DAYS_BIRTH", pl.lit(-14_610.0)),
        ("CODE_GENDER", pl.lit("F").cast(pl.Categorical)),
        ("SK_ID_CURR", pl.lit("000100002")),
        ("SK_ID_CURR", pl.lit(100_002.0)),
    ],
)
def test_parquet_of_another_type_that_means_the_same_is_read(
    write_table: WriteTable, client: Row, column: str, change: pl.Expr
) -> None:
    with read_tables(parquet(write_table, client, **{column: change})) as tables:
        assert tables.application.collect().equals(table_frame("application", [client]))


def test_parquet_flags_are_yes_and_no(write_table: WriteTable, client: Row) -> None:
    flags = {"FLAG_EMAIL": pl.lit(True), "FLAG_OWN_CAR": pl.lit(False)}
    with read_tables(parquet(write_table, client, **flags)) as tables:
        assert tables.application.select("FLAG_EMAIL", "FLAG_OWN_CAR").collect().row(0) == (1, "N")


@pytest.mark.parametrize(
    ("column", "change", "words"),
    [
        (
            "DAYS_BIRTH",
            pl.lit(date(1984, 3, 12)),
            "holds dates or times (Date); it counts days from the application",
        ),
        ("AMT_CREDIT", pl.lit(date(1984, 3, 12)).cast(pl.Datetime), "write numbers there"),
        ("DAYS_EMPLOYED", pl.lit(5).cast(pl.Duration("us")), "it counts days from the application"),
        ("AMT_CREDIT", pl.lit(True), "true and false where numbers belong"),
        ("AMT_CREDIT", pl.concat_list(pl.lit(1.0)), "needs one value in each row"),
        ("CNT_CHILDREN", pl.lit(Decimal("2.5")), "'2.5' is not a whole number"),
        ("DAYS_BIRTH", pl.lit("1984-03-12"), "is a date (1984-03-12) where days are counted"),
    ],
)
def test_parquet_of_a_type_that_means_something_else_is_refused(
    write_table: WriteTable, client: Row, column: str, change: pl.Expr, words: str
) -> None:
    message = refusal(parquet(write_table, client, **{column: change}))
    assert column in message
    assert words in message


def test_dates_in_a_history_are_refused_too(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client])
    path = write_table("bureau", [bureau_row()], ".parquet")
    pl.read_parquet(path).with_columns(DAYS_CREDIT=pl.lit(date(2020, 1, 1))).write_parquet(path)
    assert "bureau.parquet, column DAYS_CREDIT: it holds dates" in refusal(path.parent)


def test_numbers_of_a_french_file_are_read_and_words_for_missing_are_told(write_table: WriteTable, client: Row) -> None:
    frame = table_frame("application", [client]).select(pl.all().cast(pl.String))
    row = frame.row(0, named=True) | {"AMT_CREDIT": "270 000,00", "EXT_SOURCE_1": "néant", "OCCUPATION_TYPE": "-"}
    path = write_table("application_train", [client])
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row), delimiter=";")
        writer.writeheader()
        writer.writerow(row)
    with read_tables(path.parent) as tables:
        assert tables.application.collect().equals(table_frame("application", [client]))
        assert "application_train.csv: 'néant' count as missing: EXT_SOURCE_1 in 1 row." in tables.notes
        assert "application_train.csv: in OCCUPATION_TYPE, '-' count as missing." in tables.notes
