"""Which history a file holds: its name says so, or else the columns that it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from credit_panel.home_credit.headings import bare, renamed
from credit_panel.home_credit.history_file import HistoryFileError
from credit_panel.home_credit.schema import APPLICATION, CLIENT, HISTORY_TABLES, SCHEMA
from credit_panel.home_credit.sent_histories import needed_in
from credit_panel.home_credit.table_files import table_file

_BARE = {name: frozenset(bare(column) for column in SCHEMA[name].columns) for name in HISTORY_TABLES}
_OF_APPLICATIONS = frozenset(("AMT_INCOME_TOTAL", "DAYS_BIRTH"))
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HistoryColumns:
    """The columns of a file.

    Parameters
    ----------
    table, part
        Which table it holds, and which part of it; None when it is whole.
    names
        Of each column in its order, under the name of the table where it has one.
    """

    table: str
    part: int | None
    names: tuple[str, ...]

    @property
    def known(self) -> tuple[str, ...]:
        """Those of the table."""
        return tuple(name for name in self.names if name in SCHEMA[self.table].columns)


def keys_of(table: str) -> tuple[str, ...]:
    """Return the columns without which no row of a file says anything: whose it is, and of which credit."""
    return ((CLIENT,) if CLIENT in SCHEMA[table].columns else ()) + needed_in(table)


def columns_named(cells: Iterable[str]) -> int:
    """Return how many columns of one history some cells name."""
    given = {bare(cell) for cell in cells if cell and len(cell) < 200}
    return max(len(given & columns) for columns in _BARE.values())


def columns_of_file(file: str, header: Sequence[str]) -> HistoryColumns:
    """Return which history a file holds.

    Raises
    ------
    HistoryFileError
        When it holds none, lacks what every row needs, or has a column twice.
    """
    said = table_file(Path(file), file)
    under = {table: renamed(header, SCHEMA[table].columns) for table in HISTORY_TABLES}
    if said is not None and said.stem in HISTORY_TABLES:
        table, part = said.stem, said.part
    elif said is not None or set(renamed(header, APPLICATION.columns)) >= _OF_APPLICATIONS:
        raise HistoryFileError("application", "This is a file of applications: give it in the place of those.")
    else:
        table, part = _by_columns(under), None
    found = HistoryColumns(table, part, under[table])
    lacking = [name for name in keys_of(table) if name not in found.names]
    if lacking:
        names = ", ".join(lacking)
        raise HistoryFileError("absent", f"The file lacks {names}, which every row of {table} needs: add it.", lacking)
    repeated = [name for name, times in Counter(found.known).items() if times > 1]
    if repeated:
        names = ", ".join(repeated)
        raise HistoryFileError("repeated", f"The file has {names} more than once: keep one column each.", repeated)
    return found


def _by_columns(under: dict[str, tuple[str, ...]]) -> str:
    """Return the table of which most columns are there, those that every row needs among them."""
    fits = {
        table: len(set(names) & set(SCHEMA[table].columns))
        for table, names in under.items()
        if set(keys_of(table)) < set(names)
    }
    fits = {table: count for table, count in fits.items() if count > len(keys_of(table)) or table == "bureau_balance"}
    if not fits:
        shown = [name[:30] for name in next(iter(under.values())) if name][:_SHOWN]
        raise HistoryFileError(
            "unknown",
            f"Neither the name of the file nor its columns ({', '.join(shown)}) are those of a history: name it after "
            f"its table, which is one of {', '.join(HISTORY_TABLES)}.",
            shown,
        )
    return max(fits, key=lambda table: (fits[table], -len(SCHEMA[table].columns)))
