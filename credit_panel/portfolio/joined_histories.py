"""Which rows of some files of histories are whose, of the applications in a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from credit_panel.home_credit import CLIENT, HISTORY_TABLES
from credit_panel.home_credit.history_file import HistoryFile
from credit_panel.home_credit.schema import BUREAU
from credit_panel.home_credit.sent_histories import MOST_ROWS
from credit_panel.portfolio.sent_histories import Histories

_BUREAU, _MONTHS = "bureau", "bureau_balance"

JoinKind = Literal["strangers", "lone_months", "too_long"]


@dataclass(frozen=True, slots=True)
class JoinNote:
    """Rows of a file that go with no application.

    Parameters
    ----------
    kind
        ``strangers`` (of clients who are not among the applications), ``lone_months`` (of bureau_balance, whose credit
        is in no file of bureau), ``too_long`` (of a client with more rows than the API takes).
    file
        Its name, of ``too_long`` that of the table.
    rows, clients
        How many there are, and of how many clients or credits.
    first
        The numbers of some of these.
    """

    kind: JoinKind
    file: str
    rows: int
    clients: int
    first: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JoinedHistories:
    """The histories of n applications.

    Parameters
    ----------
    files
        Those that hold them.
    histories
        Those of each application; None where no row is theirs.
    left_out
        How many rows of each could not be used.
    notes
        The rows that go with no application.
    everyone
        Whether an application with a number and without a row counts as that of somebody who has no history.
    """

    files: tuple[HistoryFile, ...]
    histories: tuple[Histories | None, ...]
    left_out: tuple[int, ...]
    notes: tuple[JoinNote, ...] = ()
    everyone: bool = False


def join_histories(
    applications: pl.DataFrame, files: Sequence[HistoryFile], *, everyone: bool = False
) -> JoinedHistories:
    """Return the histories of applications: rows by the client's number, months at the bureau by that of their credit.

    Parameters
    ----------
    applications
        As `validate_applications` returns them; those without a number have no rows.
    files
        Any number of files of each table, which are stacked.
    everyone
        See `JoinedHistories`; a client whose rows are too many, or could not be used, is not among them.
    """
    numbers = applications[CLIENT].cast(pl.Int64)
    clients = numbers.drop_nulls().unique()
    credits = _credits(files)
    found: dict[str, pl.DataFrame] = {}
    notes: list[JoinNote] = []
    left_out: Counter[int] = Counter()
    for table in HISTORY_TABLES:
        own = []
        for file in (each for each in files if each.table == table):
            rows = file.rows if table != _MONTHS else file.rows.join(credits, on=BUREAU, how="left")
            if table == _MONTHS:
                notes += _note("lone_months", file.name, rows.filter(pl.col(CLIENT).is_null())[BUREAU])
                rows = rows.drop_nulls(CLIENT)
            among = pl.col(CLIENT).is_in(clients.implode())
            notes += _note("strangers", file.name, rows.filter(~among)[CLIENT])
            own.append(rows.filter(among))
            left_out += _left_out(file, credits)
        if own:
            found[table] = pl.concat(own)
    too_long = [note for table, rows in found.items() for note in _too_long(table, rows)]
    beyond = {client for note in too_long for client in note.first}
    by_client = _by_client(found)
    nothing: Histories | None = {} if everyone else None
    histories = tuple(
        None if number is None or number in beyond else by_client.get(number, None if left_out[number] else nothing)
        for number in numbers.to_list()
    )
    lost = tuple(0 if number is None else left_out[number] for number in numbers.to_list())
    return JoinedHistories(tuple(files), histories, lost, (*notes, *too_long), everyone)


def _credits(files: Sequence[HistoryFile]) -> pl.DataFrame:
    """Return whose each credit at the bureau is."""
    of_bureau = [file.rows.select(CLIENT, BUREAU) for file in files if file.table == _BUREAU]
    schema = {CLIENT: pl.Int64(), BUREAU: pl.Int64()}
    return pl.concat(of_bureau).unique() if of_bureau else pl.DataFrame(schema=schema)


def _note(kind: JoinKind, file: str, numbers: pl.Series) -> list[JoinNote]:
    if numbers.is_empty():
        return []
    some = numbers.unique().sort()
    return [JoinNote(kind, file, len(numbers), len(some), tuple(some.head(5).to_list()))]


def _left_out(file: HistoryFile, credits: pl.DataFrame) -> Counter[int]:
    keys = pl.DataFrame({"key": pl.Series(file.left_out, dtype=pl.Int64)}).drop_nulls()
    if file.table == _MONTHS:
        keys = keys.join(credits, left_on="key", right_on=BUREAU).select(key=CLIENT)
    return Counter(keys["key"].to_list())


def _too_long(table: str, rows: pl.DataFrame) -> list[JoinNote]:
    counts = rows.group_by(CLIENT).len().filter(pl.col("len") > MOST_ROWS[table]).sort(CLIENT)
    return [JoinNote("too_long", table, count, 1, (client,)) for client, count in counts.iter_rows()]


def _by_client(found: Mapping[str, pl.DataFrame]) -> dict[int, dict[str, pl.DataFrame]]:
    by_client: dict[int, dict[str, pl.DataFrame]] = {}
    for table, rows in found.items():
        for key, own in rows.partition_by(CLIENT, as_dict=True, include_key=True, maintain_order=True).items():
            by_client.setdefault(int(key[0]), {})[table] = own.drop(CLIENT) if table == _MONTHS else own
    return by_client
