"""Read the eight tables lazily, typed and repaired, from a zip or a folder of CSV or Parquet files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

import polars as pl

from credit_panel.errors import TablesError
from credit_panel.home_credit.application_table import prepare
from credit_panel.home_credit.diagnosis import diagnose
from credit_panel.home_credit.engine import HistoryQuery
from credit_panel.home_credit.history_table import typed_history
from credit_panel.home_credit.repairs import repair
from credit_panel.home_credit.schema import APPLICATION, BUREAU, CLIENT, HISTORY_TABLES, SCHEMA, TARGET
from credit_panel.home_credit.sources import Source, open_source
from credit_panel.home_credit.table_files import locate

_BUREAU, _MONTHS = "bureau", "bureau_balance"
_ENGINE_ERRORS = (pl.exceptions.PolarsError, OSError)


@dataclass(frozen=True)
class Tables:
    """The tables of one portfolio, open until `close` (or the end of a ``with`` block).

    Parameters
    ----------
    application
        Every application, train and test stacked; TARGET is null where the outcome is not known.
    missing
        Names of the history tables that are absent.
    notes
        What the reader should know, one sentence each.
    synthetic
        Whether the tables were drawn by the generator, as a marker beside them says.
    """

    application: pl.LazyFrame
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    synthetic: bool
    _histories: Mapping[str, pl.LazyFrame] = field(repr=False)
    _sources: Mapping[str, tuple[Source, ...]] = field(repr=False)
    _allow: bool = field(repr=False, default=False)
    _extraction: tempfile.TemporaryDirectory[str] | None = field(repr=False, default=None)

    def get(self, name: str) -> pl.LazyFrame | None:
        """Return the table `name`, or None when it is absent.

        Raises
        ------
        KeyError
            When no such table exists in the archive.
        """
        if name == APPLICATION.name:
            return self.application
        return self._histories.get(SCHEMA[name].name)

    def collect(self, frame: pl.LazyFrame) -> pl.DataFrame:
        """Run a query over these tables; the first unreadable cell is named when it fails.

        Raises
        ------
        TablesError
            Naming the file, the row and the column that cannot be read, or the values of a history that cannot be.
        """
        try:
            return frame.collect(engine="streaming")
        except _ENGINE_ERRORS as error:
            raise diagnose((source for parts in self._sources.values() for source in parts), error) from error

    def beside_applications(self, histories: Iterable[HistoryQuery]) -> pl.LazyFrame:
        """Return the applications with the features of their histories, in the order of the files.

        Each history is read here, one at a time, so that memory is bounded by the features and not by the length of
        the histories.
        """
        frame = self.collect(self.application)
        clients = frame.select(CLIENT)
        for history in histories:
            if history.query is None:
                frame = frame.with_columns(pl.lit(None, pl.Float32).alias(name) for name in history.features)
            else:
                rows = self.collect(history.query.to_native())
                # Joining the key alone and setting the columns side by side is many times a wide join's speed.
                aligned = clients.join(rows, on=CLIENT, how="left", maintain_order="left")
                frame = frame.hstack(aligned.drop(CLIENT))
        return frame.lazy()

    def of_clients(self, first: int, last: int) -> Tables:
        """Return the tables of the clients of some numbers alone, the last one included; nothing is read twice at once.

        Files that hold their rows by rising client number are read no more than once over all such parts.
        """
        own = pl.col(CLIENT).is_between(first, last)
        histories = {
            name: repair(
                name,
                pl.concat(
                    [typed_history(part, among=own, allow_out_of_bounds=self._allow)[0] for part in self._sources[name]]
                ),
            )
            for name in self._histories
            if CLIENT in SCHEMA[name].columns
        }
        if _MONTHS in self._histories and _BUREAU in histories:
            credits = histories[_BUREAU].select(BUREAU)
            histories[_MONTHS] = self._histories[_MONTHS].join(credits, on=BUREAU, how="semi")
        return replace(self, application=self.application.filter(own), _histories=histories)

    def close(self) -> None:
        """Remove the files that were unpacked from a zip; the tables cannot be read afterwards."""
        if self._extraction is not None:
            self._extraction.cleanup()

    def __enter__(self) -> Tables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_tables(path: Path, *, require_target: bool = False, allow_out_of_bounds: bool = False) -> Tables:
    """Open the tables of `path`.

    Parameters
    ----------
    path
        The competition's zip (sub-folders allowed), or a folder of its CSV files or of Parquet files of the
        same names, each of which may be packed or in parts. ``application_train`` or ``application_test`` must be
        there, the others are optional.
    require_target
        Refuse tables in which no application has a known outcome, as training needs some.
    allow_out_of_bounds
        Let values that cannot be, such as a negative income, count as missing; else they are refused.

    Raises
    ------
    TablesError
        When they cannot be used. The application table is checked whole; a history table when it is first
        read through `Tables.collect`.

    Examples
    --------
    >>> import credit_panel as cp
    >>> with cp.read_tables("tables") as tables:  # doctest: +SKIP
    ...     notes = tables.notes
    """
    extraction = tempfile.TemporaryDirectory(prefix="credit-panel-")
    folder = Path(extraction.name)
    try:
        located = locate(path, folder)
        sources = {
            name: parts
            for name, table in SCHEMA.items()
            if (
                parts := tuple(
                    open_source(table, file, folder) for stem in table.files for file in located.files.get(stem, ())
                )
            )
        }
        if APPLICATION.name not in sources:
            raise TablesError(
                f"{path} holds neither application_train nor application_test (.csv or .parquet): "
                f"one of them is needed.{''.join(f' {note}' for note in located.notes[:3])}"
            )
        prepared = [prepare(s, folder, allow_out_of_bounds=allow_out_of_bounds) for s in sources[APPLICATION.name]]
        histories = {
            name: [typed_history(part, allow_out_of_bounds=allow_out_of_bounds) for part in parts]
            for name, parts in sources.items()
            if name != APPLICATION.name
        }
        frames = {name: [frame for frame, _ in parts] for name, parts in histories.items()}
        told = [note for parts in histories.values() for _, notes in parts for note in notes]
        tables = Tables(
            application=repair(APPLICATION.name, pl.concat([part.frame for part in prepared])),
            missing=tuple(name for name in HISTORY_TABLES if name not in sources),
            notes=(*located.notes, *_notes(sources), *(note for part in prepared for note in part.notes), *told),
            synthetic=located.synthetic,
            _histories={name: repair(name, pl.concat(parts)) for name, parts in frames.items()},
            _sources=sources | {APPLICATION.name: tuple(part.source for part in prepared)},
            _allow=allow_out_of_bounds,
            _extraction=extraction,
        )
        _check_application(tables, require_target=require_target)
        if not any(folder.iterdir()):
            extraction.cleanup()
    except BaseException:
        extraction.cleanup()
        raise
    return tables


def _notes(sources: Mapping[str, tuple[Source, ...]]) -> tuple[str, ...]:
    notes = [
        f"{name} is absent: the features that come from it are empty." for name in HISTORY_TABLES if name not in sources
    ]
    for parts in sources.values():
        for source in parts:
            extra = [column or "one without a name" for column in source.columns if column not in source.table.columns]
            if extra:
                notes.append(f"{source.path.name}: unknown columns are left out ({', '.join(extra)}).")
            if source.skipped:
                lines = "line is" if source.skipped == 1 else f"{source.skipped} lines are"
                notes.append(f"{source.path.name}: the first {lines} passed over, above the names of its columns.")
            if source.undecoded:
                notes.append(f"{source.path.name}: line {source.undecoded} is not UTF-8; it is read as Windows-1252.")
            if source.separator not in (None, ","):
                decimal = " and a decimal comma" if source.decimal_comma else ""
                notes.append(f"{source.path.name} is read with {source.separator!r} between its columns{decimal}.")
    return tuple(notes)


def _check_application(tables: Tables, *, require_target: bool) -> None:
    """Raise the error of the first thing that makes the application table unusable."""
    sources = tables._sources[APPLICATION.name]
    try:
        keys = tables.application.select(CLIENT, TARGET).collect(engine="streaming")
    except _ENGINE_ERRORS as error:
        raise diagnose(sources, error) from error
    if keys.is_empty():
        raise TablesError(
            f"{' and '.join(s.path.name for s in sources)} hold no application: at least one row is needed."
        )
    if keys[CLIENT].null_count():
        row = int(keys[CLIENT].is_null().arg_max() or 0) + 1
        raise TablesError(f"application, row {row}: {CLIENT} is empty; every application needs its number.")
    repeated = keys.with_row_index("row", offset=1).filter(pl.col(CLIENT).is_duplicated())
    if repeated.height:
        client = repeated[CLIENT][0]
        rows = repeated.filter(pl.col(CLIENT) == client)["row"].to_list()
        raise TablesError(
            f"application: {CLIENT} {client} appears {len(rows)} times (rows {', '.join(map(str, rows[:5]))} "
            f"of {' then '.join(s.path.name for s in sources)}): keep one row for each application."
        )
    wrong = keys.filter(~pl.col(TARGET).is_in([0, 1]))
    if wrong.height:
        raise TablesError(
            f"application: {TARGET} of client {wrong[CLIENT][0]} is {wrong[TARGET][0]}; it is 0, 1 or empty."
        )
    if require_target and keys[TARGET].null_count() == keys.height:
        raise TablesError(f"No application has a known outcome ({TARGET}): training needs application_train.")
