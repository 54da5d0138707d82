"""Which files are read as which table: packed, in parts, under other names; the others are named."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from pathlib import Path

import pytest
from hand_made import Row, WriteTable, bureau_row, table_frame, zip_of

from credit_panel.errors import TablesError
from credit_panel.home_credit import Tables, read_tables


def clients(tables: Tables) -> list[int]:
    return sorted(tables.application.select("SK_ID_CURR").collect()["SK_ID_CURR"].to_list())


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path.with_name(f"{path.name}.zip"), "w") as archive:
        archive.write(path, path.name)
    path.unlink()


def packed_with(opener: object, ending: str) -> object:
    def pack(path: Path) -> None:
        with opener(path.with_name(path.name + ending), "wb") as file:  # type: ignore[operator]
            file.write(path.read_bytes())
        path.unlink()

    return pack


PACKS = {
    "zip": zipped,
    "gz": packed_with(gzip.open, ".gz"),
    "bz2": packed_with(bz2.open, ".bz2"),
    "xz": packed_with(lzma.open, ".xz"),
}


@pytest.fixture
def folder(write_table: WriteTable, client: Row) -> Path:
    """Return a folder with application_test and what each test adds."""
    return write_table("application_test", [client | {"SK_ID_CURR": 1}]).parent


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("archive", [False, True])
def test_packed_tables_are_read(
    folder: Path, write_table: WriteTable, client: Row, tmp_path: Path, pack: str, archive: bool
) -> None:
    PACKS[pack](write_table("application_train", [client]))
    PACKS[pack](write_table("bureau", [bureau_row()]))
    with read_tables(zip_of(folder, tmp_path / "all.zip", "home/") if archive else folder) as tables:
        assert clients(tables) == [1, 100002]
        assert "bureau" not in tables.missing
        assert not any("not read" in note for note in tables.notes)


def test_a_packed_table_alone_and_a_plain_file_alone_are_tables(write_table: WriteTable, client: Row) -> None:
    path = write_table("application_train", [client])
    with read_tables(path) as tables:
        assert clients(tables) == [100002]
    PACKS["gz"](path)
    with read_tables(path.with_name("application_train.csv.gz")) as tables:
        assert clients(tables) == [100002]


@pytest.mark.parametrize("ending", [".gz", ".bz2", ".xz", ".zip"])
def test_a_damaged_packed_table_is_one_sentence(folder: Path, ending: str) -> None:
    (folder / f"application_train.csv{ending}").write_bytes(b"no archive")
    with pytest.raises(TablesError, match=r"application_train\.csv\.\w+ (could not be unpacked|is not a readable)"):
        read_tables(folder)


@pytest.mark.parametrize(
    "name",
    ["APPLICATION_TRAIN.CSV", "Application-Train.csv", "application train.csv", "application_train.txt"],
)
def test_a_name_in_another_letter_case_or_with_other_signs_is_the_table(
    folder: Path, write_table: WriteTable, client: Row, name: str
) -> None:
    write_table("application_train", [client]).rename(folder / name)
    with read_tables(folder) as tables:
        assert clients(tables) == [1, 100002]


def test_a_copy_is_read_where_it_stands_alone_and_named_where_it_does_not(
    folder: Path, write_table: WriteTable, client: Row
) -> None:
    write_table("application_train", [client]).rename(folder / "application_train (1).csv")
    with read_tables(folder) as tables:
        assert clients(tables) == [1, 100002]
        assert "application_train (1).csv is read as application_train." in tables.notes
    write_table("application_train", [client | {"SK_ID_CURR": 5}])
    with read_tables(folder) as tables:
        assert clients(tables) == [1, 5]
        assert "application_train (1).csv is not read: application_train is there already." in tables.notes


@pytest.mark.parametrize(
    "names",
    [
        ("application_train_1.csv", "application_train_2.csv"),
        ("application_train-part-0001.csv", "application_train-part-0002.csv"),
        ("application_train.part1of2.csv", "application_train.part2of2.csv"),
        ("application_train/part-0.csv", "application_train/part-1.csv"),
    ],
)
def test_the_parts_of_a_table_are_stacked_and_said(
    folder: Path, write_table: WriteTable, client: Row, names: tuple[str, str]
) -> None:
    for number, name in enumerate(names, 1):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        write_table("application_train", [client | {"SK_ID_CURR": 10 + number}]).rename(path)
    with read_tables(folder) as tables:
        assert clients(tables) == [1, 11, 12]
        assert any("application_train is read in 2 parts" in note for note in tables.notes)


def test_a_part_that_lacks_is_told(folder: Path, write_table: WriteTable, client: Row) -> None:
    for number in (1, 3):
        rows = [client | {"SK_ID_CURR": 10 + number}]
        write_table("application_train", rows).rename(folder / f"application_train_{number}.csv")
    with read_tables(folder) as tables:
        assert any("application_train has no part 2" in note for note in tables.notes)


@pytest.mark.parametrize("other", ["application_train.csv.gz", "application_train_1.csv", "APPLICATION_TRAIN.parquet"])
def test_two_versions_are_refused_however_they_are_packed(
    folder: Path, write_table: WriteTable, client: Row, other: str
) -> None:
    path = write_table("application_train", [client])
    if other.endswith(".gz"):
        (folder / other).write_bytes(gzip.compress(path.read_bytes()))
    elif other.endswith(".parquet"):
        table_frame("application", [client]).write_parquet(folder / other)
    else:
        (folder / other).write_bytes(path.read_bytes())
    with pytest.raises(TablesError, match="holds two versions of application_train"):
        read_tables(folder)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("application_train.xlsx", "save it as CSV or Parquet"),
        ("application_train_2024.csv", "name it application_train.csv"),
        ("bureau_balance.csv.bak", "name it bureau_balance.csv"),
        ("clients.csv", "its name is that of no table"),
        ("clients.parquet", "its name is that of no table"),
        ("POS-CASH.ods", "save it as CSV or Parquet"),
    ],
)
def test_what_looks_like_a_table_and_is_not_read_is_named(folder: Path, name: str, advice: str) -> None:
    (folder / name).write_bytes(b"1,2")
    with read_tables(folder) as tables:
        assert [note for note in tables.notes if "not read" in note] == [
            note for note in tables.notes if note.startswith(f"{name} is not read: ") and advice in note
        ]
        assert any(name in note for note in tables.notes)


def test_an_archive_and_a_folder_of_tables_inside_a_folder_are_named(
    folder: Path, write_table: WriteTable, client: Row, tmp_path: Path
) -> None:
    inner = folder / "history"
    inner.mkdir()
    write_table("bureau", [bureau_row()]).rename(inner / "bureau.csv")
    archive = zip_of(inner, tmp_path / "more.zip")
    archive.rename(folder / "more.zip")
    (folder / "README.md").write_text("no table")
    with read_tables(folder) as tables:
        named = [note.split(" is not read")[0] for note in tables.notes if "is not read" in note]
    assert named == ["history", "more.zip"]


def test_no_table_at_all_says_what_was_found(tmp_path: Path) -> None:
    (tmp_path / "application_train.xlsx").write_bytes(b"")
    with pytest.raises(TablesError, match=r"neither .* application_train.xlsx is not read: save it as CSV"):
        read_tables(tmp_path)
