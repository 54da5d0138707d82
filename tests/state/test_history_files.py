"""The files of histories of one visitor: which takes the place of which, and how much is kept."""

from __future__ import annotations

import polars as pl
import pytest

from credit_panel.errors import UploadError
from credit_panel.home_credit.history_file import HistoryFile, HistoryFileError, HistoryUpload
from credit_panel.state.history_files import MOST_FILES, MOST_WAITING, HistoryFilesState
from credit_panel.state.kept_rows import KeptRows


def file(name: str, table: str = "bureau", part: int | None = None, rows: int = 1) -> HistoryFile:
    return HistoryFile(name, table, part, pl.DataFrame({"SK_ID_CURR": range(rows)}), rows)


def names(state: HistoryFilesState) -> list[str]:
    return [each.name for each in state.files]


def test_the_next_file_of_a_table_takes_the_place_of_the_last_and_parts_stand_beside_each_other() -> None:
    state = HistoryFilesState()
    state.finish("a", HistoryUpload((file("bureau.csv"), file("pos.csv", "POS_CASH_balance"))))
    state.finish("b", HistoryUpload((file("other.csv"),)))
    assert names(state) == ["pos.csv", "other.csv"]
    state.finish("c", HistoryUpload((file("bureau_1.csv", part=1), file("bureau_2.csv", part=2))))
    assert names(state) == ["pos.csv", "bureau_1.csv", "bureau_2.csv"]
    state.finish("d", HistoryUpload((file("bureau_2.parquet", part=2),)))
    assert names(state) == ["pos.csv", "bureau_1.csv", "bureau_2.parquet"]
    state.remove(state.files[0])
    assert names(state) == ["bureau_1.csv", "bureau_2.parquet"]


def test_what_is_wrong_with_a_file_stays_until_it_comes_again() -> None:
    state = HistoryFilesState()
    error = HistoryFileError("empty", "It is empty.")
    state.take("bureau.csv", b"")
    assert state.waiting == ("bureau.csv",)
    state.finish("bureau.csv", error)
    state.finish("all.zip", HistoryUpload((), (("POS_CASH_balance.csv", error),), ("readme.pdf",)))
    assert [name for name, _ in state.faults] == ["bureau.csv", "POS_CASH_balance.csv"]
    assert (state.waiting, state.passed_over) == ((), ("readme.pdf",))
    state.take("bureau.csv", b"x")
    assert [name for name, _ in state.faults] == ["POS_CASH_balance.csv"]


def test_more_files_than_may_wait_are_told_to_come_again() -> None:
    state = HistoryFilesState()
    for number in range(MOST_WAITING):
        assert state.take(f"{number}.csv", b"x") is not None
    assert state.take("more.csv", b"x") is None
    ((name, error),) = state.faults
    assert name == "more.csv"
    assert isinstance(error, UploadError)


def test_more_files_than_are_kept_are_refused_and_those_before_stay() -> None:
    state = HistoryFilesState()
    parts = tuple(file(f"bureau_{number}.csv", part=number) for number in range(MOST_FILES))
    state.finish("all.zip", HistoryUpload(parts))
    assert state.faults == ()
    state.finish("one.csv", HistoryUpload((file("pos.csv", "POS_CASH_balance"),)))
    assert len(state.files) == MOST_FILES
    ((_, error),) = state.faults
    assert isinstance(error, HistoryFileError)
    assert error.fault == "too_much"


def test_visitors_together_keep_no_more_than_there_is_room_for() -> None:
    class Holder:
        pass

    rows, first, second = KeptRows(most=100, of_one=60), Holder(), Holder()
    rows.hold(first, 60)
    with pytest.raises(HistoryFileError):
        rows.hold(first, 61)
    with pytest.raises(UploadError, match="reading other files"):
        rows.hold(second, 50)
    rows.hold(first, 10)
    rows.hold(second, 50)
    del first
    rows.hold(Holder(), 50)
