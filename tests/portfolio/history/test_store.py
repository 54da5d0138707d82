"""A client's events are the rows of the tables, all of them, in time order; what is not there is defined."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hand_made.tables import table_frame
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from credit_panel.errors import PortfolioError, TablesError
from credit_panel.home_credit import HISTORY_TABLES, SCHEMA, Tables, read_tables
from credit_panel.portfolio import EVENT_SCHEMA, History, ServedModel
from credit_panel.portfolio.history.store import TIME_ORDER, block_file
from credit_panel.portfolio.history.writing import write_histories


def written(path: Path, folder: Path, block_size: int) -> tuple[History, tuple[str, ...], np.ndarray]:
    """Return the histories of the tables in `path`, what was left out, and the clients."""
    with read_tables(path) as tables:
        ids = tables.application.select("SK_ID_CURR").collect()["SK_ID_CURR"].sort().to_numpy()
        notes = write_histories(tables, ids, folder, block_size=block_size)
    return History.open(folder), notes, ids


def expected(tables: Tables, name: str, client_id: int) -> pl.DataFrame:
    """Return a client's rows as a plain filter finds them."""
    frame = tables.get(name)
    assert frame is not None
    if name == "bureau_balance":
        bureau = tables.get("bureau")
        assert bureau is not None
        frame = frame.join(bureau.select("SK_ID_BUREAU", "SK_ID_CURR"), on="SK_ID_BUREAU")
    rows = frame.filter(pl.col("SK_ID_CURR") == client_id).collect()
    return rows.select(EVENT_SCHEMA[name].names()).sort(TIME_ORDER[name], nulls_last=True)


def write_application(folder: Path, ids: list[int]) -> None:
    rows = [{"SK_ID_CURR": i, "AMT_CREDIT": 1_000.0, "TARGET": 0} for i in ids]
    table_frame("application", rows).write_parquet(folder / "application_train.parquet")


def test_events_are_the_rows_of_the_tables(synthetic_tables: Path, tmp_path: Path) -> None:
    history, notes, ids = written(synthetic_tables, tmp_path / "h", block_size=300)
    assert notes == ()
    assert history.missing == ()
    # The first, the last, those on both sides of a block's edge, and some others.
    chosen = ids[[0, 299, 300, 301, 599, 600, 1_500, 2_222, -1]]
    with read_tables(synthetic_tables) as tables:
        for name in HISTORY_TABLES:
            table = tables.get(name)
            assert table is not None
            assert history.rows[name] == table.select(pl.len()).collect().item()
        for client_id in map(int, chosen):
            events = history.events(client_id)
            assert tuple(events) == HISTORY_TABLES
            for name, frame in events.items():
                assert_frame_equal(frame, expected(tables, name, client_id))


@pytest.mark.long
def test_the_blocks_change_nothing(served: ServedModel, synthetic_tables: Path, tmp_path: Path) -> None:
    history, _, ids = written(synthetic_tables, tmp_path / "h", block_size=17)
    for client_id in map(int, ids[::250]):
        one, other = history.events(client_id), served.portfolio.history.events(client_id)
        for name in HISTORY_TABLES:
            assert_frame_equal(one[name], other[name])


CLIENTS = st.integers(1, 12)
MONTHS = st.one_of(st.none(), st.integers(-96, 0))


@pytest.mark.long
@settings(max_examples=12)
@given(
    ids=st.lists(CLIENTS, min_size=1, unique=True),
    owners=st.dictionaries(st.integers(1, 8), st.one_of(st.none(), CLIENTS), max_size=8),
    months=st.lists(st.tuples(st.integers(1, 9), MONTHS), max_size=30, unique=True),
    pos=st.lists(st.tuples(CLIENTS, st.integers(1, 3), MONTHS), max_size=30, unique=True),
    block_size=st.integers(1, 5),
)
def test_no_row_is_lost_or_given_to_another(
    tmp_path_factory: pytest.TempPathFactory,
    ids: list[int],
    owners: dict[int, int | None],
    months: list[tuple[int, int | None]],
    pos: list[tuple[int, int, int | None]],
    block_size: int,
) -> None:
    folder = tmp_path_factory.mktemp("drawn")
    write_application(folder, ids)
    rows = {
        "bureau": [{"SK_ID_BUREAU": credit, "SK_ID_CURR": owner} for credit, owner in owners.items()],
        "bureau_balance": [{"SK_ID_BUREAU": c, "MONTHS_BALANCE": m, "STATUS": "0"} for c, m in months],
        "POS_CASH_balance": [{"SK_ID_CURR": c, "SK_ID_PREV": p, "MONTHS_BALANCE": m} for c, p, m in pos],
    }
    for name, content in rows.items():
        table_frame(name, content).write_parquet(folder / f"{name}.parquet")
    history, notes, _ = written(folder, folder / "h", block_size)
    unknown = {
        "bureau": sum(owner not in ids for owner in owners.values()),
        "bureau_balance": sum(owners.get(credit) not in ids for credit, _ in months),
        "POS_CASH_balance": sum(client not in ids for client, _, _ in pos),
    }
    said = [note for note in notes if "no application" in note]
    assert len(said) == sum(count > 0 for count in unknown.values())
    with read_tables(folder) as tables:
        for name, lost in unknown.items():
            assert history.rows[name] == len(rows[name]) - lost
            assert lost == 0 or any(note.startswith(f"{name}: {lost} row") for note in said)
            for client_id in range(14):
                events = history.events(client_id)[name]
                if client_id in ids:
                    assert_frame_equal(events, expected(tables, name, client_id))
                else:
                    assert events.is_empty()


def test_a_folder_of_applications_alone_has_empty_histories(tmp_path: Path) -> None:
    write_application(tmp_path, [1, 2, 3])
    history, notes, _ = written(tmp_path, tmp_path / "h", block_size=2)
    assert notes == ()
    assert history.missing == HISTORY_TABLES
    for name, frame in history.events(2).items():
        assert frame.is_empty()
        assert frame.schema == EVENT_SCHEMA[name]
        assert set(frame.columns) == {"SK_ID_CURR", *SCHEMA[name].columns}


def test_months_without_their_credits_are_left_out_and_said(tmp_path: Path) -> None:
    write_application(tmp_path, [1])
    months = [{"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "0"}]
    table_frame("bureau_balance", months).write_parquet(tmp_path / "bureau_balance.parquet")
    history, notes, _ = written(tmp_path, tmp_path / "h", block_size=2)
    assert len(notes) == 1
    assert "bureau_balance" in notes[0]
    assert "bureau_balance" in history.missing
    assert history.events(1)["bureau_balance"].is_empty()


def test_a_bad_cell_is_named(tmp_path: Path) -> None:
    write_application(tmp_path, [1])
    pos = table_frame("POS_CASH_balance", [{"SK_ID_CURR": 1, "SK_ID_PREV": 1}]).cast({"SK_DPD": pl.String})
    pos.with_columns(SK_DPD=pl.lit("late")).write_csv(tmp_path / "POS_CASH_balance.csv")
    with pytest.raises(TablesError, match=r"POS_CASH_balance.*row 1.*SK_DPD.*'late'"):
        written(tmp_path, tmp_path / "h", block_size=2)


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"first_clients": [1], "rows": {"other": 1}}'])
def test_an_index_that_is_none_is_an_error(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "history.json").write_text(text)
    with pytest.raises(PortfolioError, match="build the portfolio again"):
        History.open(tmp_path)


def test_a_lost_or_damaged_file_is_an_error_and_not_an_empty_history(synthetic_tables: Path, tmp_path: Path) -> None:
    history, _, ids = written(synthetic_tables, tmp_path / "h", block_size=1_000)
    file = block_file(history.folder, "bureau", 1)
    assert history.is_current()
    file.write_bytes(file.read_bytes()[:1_000])
    assert not history.is_current()
    assert not history.events(int(ids[0]))["previous_application"].is_empty()
    with pytest.raises(PortfolioError, match="replaced or damaged"):
        history.events(int(ids[1_000]))
    file.unlink()
    with pytest.raises(PortfolioError, match="incomplete"):
        History.open(history.folder)
