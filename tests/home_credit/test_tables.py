from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hand_made import Row, WriteTable, bureau_row, replace_in, table_frame, zip_of
from polars.testing import assert_frame_equal

from credit_panel.errors import TablesError
from credit_panel.home_credit import APPLICATION, HISTORY_TABLES, SCHEMA, read_tables


def test_csv_parquet_and_zip_give_the_same_tables(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    csv = write_table("application_train", [client])
    write_table("bureau", [bureau_row()])
    parquet = tmp_path / "parquet"
    parquet.mkdir()
    table_frame("application", [client]).write_parquet(parquet / "application_train.parquet")
    table_frame("bureau", [bureau_row()]).write_parquet(parquet / "bureau.parquet")
    archive = zip_of(csv.parent, tmp_path / "archive.zip", prefix="home/credit/")

    with read_tables(csv.parent) as one, read_tables(parquet) as two, read_tables(archive) as three:
        for table in ("application", "bureau"):
            expected = table_frame(table, [client if table == "application" else bureau_row()])
            for tables in (one, two, three):
                frame = tables.get(table)
                assert frame is not None
                assert_frame_equal(tables.collect(frame), expected)


def test_every_type_is_the_declared_one(real_data: Path) -> None:
    with read_tables(real_data / "home-credit-sample.zip") as tables:
        for name, table in SCHEMA.items():
            frame = tables.get(name)
            if frame is not None:
                assert dict(tables.collect(frame).schema) == dict(table.columns)


def test_train_and_test_are_stacked_with_an_unknown_outcome(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client])
    folder = write_table("application_test", [client | {"SK_ID_CURR": 100001}]).parent
    with read_tables(folder) as tables:
        rows = tables.application.select("SK_ID_CURR", "TARGET").collect().rows()
    assert rows == [(100002, 1), (100001, None)]


@pytest.mark.parametrize("stem", ["application_train", "application_test"])
def test_one_of_the_two_applications_is_enough(write_table: WriteTable, client: Row, stem: str) -> None:
    with read_tables(write_table(stem, [client]).parent) as tables:
        assert tables.application.select(pl.len()).collect().item() == 1
        assert tables.missing == HISTORY_TABLES
        assert tables.get("bureau") is None
        assert sum("is absent" in note for note in tables.notes) == len(HISTORY_TABLES)


def test_an_unknown_table_name_is_a_mistake_of_the_caller(write_table: WriteTable, client: Row) -> None:
    with read_tables(write_table("application_train", [client]).parent) as tables, pytest.raises(KeyError):
        tables.get("bureaux")


def test_training_needs_outcomes(write_table: WriteTable, client: Row) -> None:
    folder = write_table("application_test", [client]).parent
    with pytest.raises(TablesError, match="training needs application_train"):
        read_tables(folder, require_target=True)


def test_whole_numbers_written_as_floats_are_read(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    replace_in(path, "-14610", "-14610.0")
    with read_tables(path.parent) as tables:
        assert tables.application.select("DAYS_BIRTH").collect().item() == -14610


def test_the_other_files_of_the_archive_are_ignored(write_table: WriteTable, client: Row) -> None:
    folder = write_table("application_train", [client]).parent
    (folder / "HomeCredit_columns_description.csv").write_bytes(b"caf\xe9,\xff\n")
    (folder / "sample_submission.csv").write_text("SK_ID_CURR,TARGET\n1,0.5\n")
    with read_tables(folder) as tables:
        assert tables.application.select(pl.len()).collect().item() == 1


def test_extra_columns_are_left_out_and_said_once(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    frame = pl.read_csv(path).with_columns(pl.lit("x").alias("SCORE_2019"), pl.lit(1).alias("BRANCH"))
    frame.write_csv(path)
    with read_tables(path.parent) as tables:
        assert tables.application.collect_schema().names() == list(APPLICATION.columns)
        said = [note for note in tables.notes if "BRANCH" in note]
    assert len(said) == 1
    assert "SCORE_2019" in said[0]


def test_columns_in_another_order_find_their_place(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    frame = pl.read_csv(path)
    frame.select(sorted(frame.columns)).write_csv(path)
    with read_tables(path.parent) as tables:
        assert_frame_equal(tables.application.collect(), table_frame("application", [client]))


def test_a_semicolon_file_with_decimal_commas_is_read_and_said(write_table: WriteTable, client: Row) -> None:
    row = client | {"EXT_SOURCE_1": 0.25}
    path = write_table("application_train", [row], change={"separator": ";", "decimal_comma": True})
    assert ";0,25;" in path.read_text()
    with read_tables(path.parent) as tables:
        assert_frame_equal(tables.application.collect(), table_frame("application", [row]))
        assert any("';' between its columns and a decimal comma" in note for note in tables.notes)


def test_columns_that_are_left_out_are_named_even_without_a_name(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    head, row = path.read_text().splitlines()
    path.write_text(f",{head},SHOE_SIZE\n0,{row},42\n")
    with read_tables(path.parent) as tables:
        assert tables.application.select("SK_ID_CURR").collect().item() == 100002
        assert "application_train.csv: unknown columns are left out (one without a name, SHOE_SIZE)." in tables.notes


@pytest.mark.parametrize("word", ["NA", "NaN", "NULL"])
def test_words_for_missing_values_are_missing(write_table: WriteTable, client: Row, word: str) -> None:
    path = write_table("application_train", [client])
    replace_in(path, "270000.0", word)
    with read_tables(path.parent) as tables:
        assert tables.application.select("AMT_CREDIT", "SK_ID_CURR").collect().row(0) == (None, 100002)


def test_a_byte_order_mark_is_no_part_of_the_first_name(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    with read_tables(path.parent) as tables:
        assert tables.application.select("SK_ID_CURR").collect().item() == 100002


def test_a_marker_beside_the_tables_says_synthetic(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    folder = write_table("application_train", [client]).parent
    with read_tables(folder) as tables:
        assert not tables.synthetic
    (folder / "SYNTHETIC.json").write_text("{}")
    with read_tables(folder) as tables, read_tables(zip_of(folder, tmp_path / "a.zip")) as zipped:
        assert tables.synthetic
        assert zipped.synthetic


def test_closing_removes_what_was_unpacked(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    folder = write_table("application_train", [client]).parent
    with read_tables(zip_of(folder, tmp_path / "a.zip")) as tables:
        unpacked = tables._sources["application"][0].path
        assert unpacked.is_file()
    assert not unpacked.parent.exists()


def test_a_history_without_rows_is_a_table(write_table: WriteTable, client: Row) -> None:
    write_table("bureau", [])
    with read_tables(write_table("application_train", [client]).parent) as tables:
        frame = tables.get("bureau")
        assert frame is not None
        assert tables.collect(frame).is_empty()
