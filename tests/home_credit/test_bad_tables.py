"""Every way the input can be wrong gives one sentence: what, where, what to do."""

from __future__ import annotations

import errno
import tempfile
import zipfile
from pathlib import Path

import polars as pl
import pytest
from hand_made import Row, WriteTable, bureau_row, replace_in, table_frame, zip_of

from credit_panel.errors import TablesError
from credit_panel.home_credit import read_tables
from credit_panel.home_credit.diagnosis import diagnose
from credit_panel.home_credit.table_files import locate


def refusal(path: Path, **options: bool) -> str:
    with pytest.raises(TablesError) as error:
        read_tables(path, **options)
    message = str(error.value)
    assert "\n" not in message
    return message


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nowhere")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and nothing", b"SK_ID_CURR,TARGET\n1,0\n"])
def test_what_is_not_a_zip(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "data.zip"
    path.write_bytes(content)
    assert "not a readable zip archive" in refusal(path)


def test_a_zip_cut_short(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    archive = zip_of(write_table("application_train", [client]).parent, tmp_path / "a.zip")
    archive.write_bytes(archive.read_bytes()[:-60])
    assert "not a readable zip archive" in refusal(archive)


def test_a_zip_with_damaged_content_leaves_nothing_behind(
    write_table: WriteTable, client: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    archive = zip_of(write_table("application_train", [client]).parent, tmp_path / "a.zip")
    content = bytearray(archive.read_bytes())
    content[80:120] = bytes(40)
    archive.write_bytes(content)
    assert "not a readable zip archive" in refusal(archive)
    assert not list(scratch.iterdir())


def test_a_zip_with_one_table_in_two_folders(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    file = write_table("application_train", [client])
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.write(file, "old/application_train.csv")
        content.write(file, "new/application_train.csv")
    assert "holds application_train.csv twice" in refusal(archive)


def test_a_member_outside_the_folder_stays_inside(write_table: WriteTable, client: Row, tmp_path: Path) -> None:
    archive, inside = tmp_path / "a.zip", tmp_path / "inside"
    inside.mkdir()
    with zipfile.ZipFile(archive, "w") as content:
        content.write(write_table("application_train", [client]), "../../application_train.csv")
    assert locate(archive, inside).files == {"application_train": (inside / "application_train.csv",)}


def test_a_full_disk_while_unpacking(
    write_table: WriteTable, client: Row, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    archive = zip_of(write_table("application_train", [client]).parent, tmp_path / "a.zip")
    monkeypatch.setattr("credit_panel.home_credit.packing.shutil.copyfileobj", full)
    assert "No space left on device" in refusal(archive)


def test_no_application(write_table: WriteTable) -> None:
    assert "neither application_train nor application_test" in refusal(write_table("bureau", []).parent)


def test_an_empty_file(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_bytes(b"\n")
    assert refusal(path.parent).startswith("application_train.csv is empty")


def test_a_header_without_rows(write_table: WriteTable) -> None:
    assert "at least one row" in refusal(write_table("application_train", []).parent)


def test_missing_columns_are_all_named(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    pl.read_csv(path).drop("AMT_CREDIT", "EXT_SOURCE_2").write_csv(path)
    message = refusal(path.parent)
    assert "application_train.csv lacks AMT_CREDIT, EXT_SOURCE_2" in message


@pytest.mark.parametrize("column", ["AMT_CREDIT", "SHOE_SIZE"])
def test_a_column_that_is_there_twice(write_table: WriteTable, client: Row, column: str) -> None:
    path = write_table("application_train", [client])
    head, *rows = path.read_text().splitlines()
    path.write_text("\n".join([f"{column},SHOE_SIZE,{head}", *(f"1,2,{row}" for row in rows)]) + "\n")
    assert refusal(path.parent) == f"application_train.csv has the column {column!r} more than once: keep one of them."


def test_a_history_lacking_a_column_is_refused_too(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client])
    path = write_table("bureau", [bureau_row()])
    pl.read_csv(path).drop("CREDIT_TYPE").write_csv(path)
    assert "bureau.csv lacks CREDIT_TYPE" in refusal(path.parent)


def test_text_where_a_number_belongs(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client | {"SK_ID_CURR": 1}, client])
    text = path.read_text().splitlines()
    text[2] = text[2].replace("270000.0", "a lot")
    path.write_text("\n".join(text) + "\n")
    message = refusal(path.parent)
    for part in ("application_train.csv", "table application", "row 2", "AMT_CREDIT", "'a lot'"):
        assert part in message


def test_text_where_a_number_belongs_in_a_history_is_found_when_it_is_read(
    write_table: WriteTable, client: Row
) -> None:
    write_table("application_train", [client])
    path = write_table("bureau", [bureau_row(), bureau_row(DAYS_CREDIT=-77)])
    replace_in(path, "-77", "yesterday")
    with read_tables(path.parent) as tables:
        frame = tables.get("bureau")
        assert frame is not None
        with pytest.raises(TablesError, match=r"bureau.csv \(table bureau\), row 2, column DAYS_CREDIT: 'yesterday'"):
            tables.collect(frame)


def test_text_where_a_number_belongs_in_parquet(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client], ".parquet")
    pl.read_parquet(path).with_columns(AMT_CREDIT=pl.lit("much")).write_parquet(path)
    message = refusal(path.parent)
    assert "application_train.parquet (table application), row 1, column AMT_CREDIT: 'much'" in message


@pytest.mark.parametrize(("column", "old", "new"), [("CNT_CHILDREN", "2", "2.5"), ("DAYS_BIRTH", "-14610", "1e12")])
def test_a_number_its_column_cannot_hold(write_table: WriteTable, client: Row, column: str, old: str, new: str) -> None:
    path = write_table("application_train", [client])
    replace_in(path, f",{old},", f",{new},")
    message = refusal(path.parent)
    assert f"row 1, column {column}: '{new}' is not a whole number" in message


def test_a_repeated_client(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client, client | {"SK_ID_CURR": 7}])
    message = refusal(write_table("application_test", [client]).parent)
    assert "SK_ID_CURR 100002 appears 2 times (rows 1, 3" in message


def test_a_client_without_a_number(write_table: WriteTable, client: Row) -> None:
    rows = [client, client | {"SK_ID_CURR": None}]
    assert "application, row 2: SK_ID_CURR is empty" in refusal(write_table("application_train", rows).parent)


def test_an_outcome_that_is_neither_0_nor_1(write_table: WriteTable, client: Row) -> None:
    folder = write_table("application_train", [client | {"TARGET": 2}]).parent
    assert "TARGET of client 100002 is 2" in refusal(folder)


def test_two_versions_of_a_table(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client])
    folder = write_table("application_train", [client], ".parquet").parent
    message = refusal(folder)
    assert "two versions of application_train (application_train.csv and application_train.parquet)" in message


@pytest.mark.parametrize("content", [b"", b"PAR1 cut"])
def test_an_unreadable_parquet(write_table: WriteTable, client: Row, content: bytes) -> None:
    path = write_table("application_train", [client], ".parquet")
    path.write_bytes(content)
    assert "application_train.parquet is not a readable Parquet file" in refusal(path.parent)


def test_parquet_damaged_in_its_middle(write_table: WriteTable, client: Row) -> None:
    write_table("application_train", [client])
    path = write_table("bureau", [], ".parquet")
    table_frame("bureau", [bureau_row(SK_ID_BUREAU=i) for i in range(5000)]).write_parquet(path)
    content = bytearray(path.read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    path.write_bytes(content)
    with read_tables(path.parent) as tables:
        frame = tables.get("bureau")
        assert frame is not None
        with pytest.raises(TablesError, match=r"bureau.parquet is not a readable Parquet file"):
            tables.collect(frame)


def test_text_with_nulls(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_text(path.read_text(), "utf-16-le")
    assert "application_train.csv is not UTF-8 text" in refusal(path.parent)


def test_utf16_text_that_is_cut(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_bytes(path.read_text().encode("utf-16")[:-1])
    assert "application_train.csv is no text that can be read" in refusal(path.parent)


def test_text_of_no_known_encoding_names_its_row(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client | {"SK_ID_CURR": 1}, client])
    content = path.read_bytes()
    path.write_bytes(content[::-1].replace(b"loohcS", b"eloc\x81", 1)[::-1])
    assert "application_train.csv, row 2: not UTF-8 text" in refusal(path.parent)


def test_an_error_that_no_cell_explains_keeps_its_own_words() -> None:
    assert "(disk gone): check the files" in str(diagnose([], OSError("disk gone\nmore")))
    assert "(OSError): check the files" in str(diagnose([], OSError()))


def test_a_row_with_too_many_values(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    path.write_text(path.read_text().rstrip("\n") + ",1,2,3\n")
    assert "is not a well-formed CSV file" in refusal(path.parent)
