"""The eight tables as Spark data frames, typed, checked and repaired as those that Polars reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import narwhals as nw

from credit_panel.engines.spark.applications import check_clients, typed_applications
from credit_panel.engines.spark.checks import check_values, fault_in
from credit_panel.engines.spark.declared import typed
from credit_panel.engines.spark.faults import fault_of, is_bad_value
from credit_panel.engines.spark.parts import Part, find_parts
from credit_panel.errors import CreditPanelError
from credit_panel.home_credit.engine import HistoryQuery
from credit_panel.home_credit.repairs import repair
from credit_panel.home_credit.schema import APPLICATION, CLIENT, HISTORY_TABLES, SCHEMA


@dataclass(frozen=True)
class SparkTables:
    """The tables of one portfolio, as a cluster sees them; see `credit_panel.home_credit.tables.Tables`.

    Parameters
    ----------
    application
        Every application, train and test stacked.
    missing
        Names of the history tables that are absent.
    notes
        What the reader should know, one sentence each.
    synthetic
        Whether the tables were drawn by the generator.
    """

    application: Any
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    synthetic: bool
    _histories: Mapping[str, Any] = field(repr=False)
    _parts: Mapping[str, tuple[Part, ...]] = field(repr=False)

    def get(self, name: str) -> Any | None:
        """Return the table `name` as a lazy frame, or None when it is absent.

        Raises
        ------
        KeyError
            When no such table exists in the archive.
        """
        if name == APPLICATION.name:
            return self.application
        return self._histories.get(SCHEMA[name].name)

    def beside_applications(self, histories: Iterable[HistoryQuery]) -> Any:
        """Return the applications with the features of their histories, as one query of the cluster."""
        whole: Any = nw.from_native(self.application)
        for history in histories:
            if history.query is None:
                whole = whole.with_columns(nw.lit(None, nw.Float32).alias(name) for name in history.features)
            else:
                whole = whole.join(history.query, on=CLIENT, how="left")
        return whole.to_native()

    def fault_of(self, error: BaseException) -> CreditPanelError:
        """Return the error to tell the user; a value that cannot be is looked for and named with its file."""
        if is_bad_value(error):
            parts = (part for name, parts in self._parts.items() if name != APPLICATION.name for part in parts)
            try:
                return fault_in(parts) or fault_of(error)
            except Exception as other:
                return fault_of(other)
        return fault_of(error)


def read_spark_tables(session: Any, place: str, *, allow_out_of_bounds: bool = False) -> SparkTables:
    """Open the tables of the folder `place`, Parquet files or folders of the archive's names.

    Parameters
    ----------
    session
        A session of Spark.
    place
        A path or URI as the cluster sees it.
    allow_out_of_bounds
        Let values that cannot be, such as a negative income, count as missing; else they are refused.

    Raises
    ------
    TablesError
        When they cannot be used. The application table is checked whole here; a history when it is read.
    EngineError
        When Spark cannot read them.
    """
    try:
        return _read(session, place, allow_out_of_bounds=allow_out_of_bounds)
    except Exception as error:
        raise fault_of(error) from error


def _read(session: Any, place: str, *, allow_out_of_bounds: bool) -> SparkTables:
    found = find_parts(session, place)
    missing = tuple(name for name in HISTORY_TABLES if name not in found.parts)
    notes = [*found.notes, *(f"{name} is absent: the features that come from it are empty." for name in missing)]
    frames: dict[str, Any] = {}
    for name, parts in found.parts.items():
        typed_parts = []
        for part in parts:
            extra = [column or "one without a name" for column in part.columns if column not in part.table.columns]
            if extra:
                notes.append(f"{part.name}: unknown columns are left out ({', '.join(extra)}).")
            if name == APPLICATION.name:
                frame, told = typed_applications(part, allow_out_of_bounds=allow_out_of_bounds)
                notes += told
            else:
                if allow_out_of_bounds:
                    notes += check_values(part, allow_out_of_bounds=True)
                frame = typed(part, part.named, allow_out_of_bounds=allow_out_of_bounds)
            typed_parts.append(frame)
        frames[name] = repair(name, reduce(lambda one, other: one.unionAll(other), typed_parts))
    application = frames.pop(APPLICATION.name)
    check_clients(application, found.parts[APPLICATION.name])
    return SparkTables(application, missing, tuple(notes), found.synthetic, frames, found.parts)
