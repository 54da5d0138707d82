"""From tables to one row of features per application.

No history
    A client without a row in a table has null in all its features, counts too: nothing is known of them, as of
    an applicant who comes for the first time. ``has_bureau_history`` and ``has_own_history`` say so.
Absent table
    The same, for every client.
Several engines
    The feature modules are Narwhals expressions; the tables run them, with Polars on one machine or with Spark on many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl

from credit_panel.features import application, bureau, credit_card, instalments, pos_cash, previous
from credit_panel.home_credit import APPLICATION, CLIENT, FIELDS, TARGET
from credit_panel.home_credit.engine import EngineTables, HistoryQuery
from credit_panel.progress import track

_Aggregation = Callable[..., nw.LazyFrame[Any]]

_AGGREGATIONS: Mapping[tuple[str, ...], tuple[_Aggregation, tuple[str, ...]]] = {
    ("bureau",): (bureau.aggregate, bureau.CREDIT_FEATURES),
    ("bureau", "bureau_balance"): (bureau.aggregate_months, bureau.MONTH_FEATURES),
    ("previous_application",): (previous.aggregate, previous.FEATURES),
    ("POS_CASH_balance",): (pos_cash.aggregate, pos_cash.FEATURES),
    ("installments_payments",): (instalments.aggregate, instalments.FEATURES),
    ("credit_card_balance",): (credit_card.aggregate, credit_card.FEATURES),
}

RAW_FIELDS: tuple[str, ...] = tuple(name for name in APPLICATION.columns if name not in (CLIENT, TARGET))
HISTORY_FEATURES: tuple[str, ...] = tuple(name for _, names in _AGGREGATIONS.values() for name in names)
DERIVED_FEATURES: tuple[str, ...] = application.FEATURES
FEATURES: tuple[str, ...] = tuple(
    name for name in (*RAW_FIELDS, *HISTORY_FEATURES, *DERIVED_FEATURES) if FIELDS[name].excluded is None
)


def build_features(tables: EngineTables, *, quietly: bool = False) -> Any:
    """Return one row per application, in the order of the files where the engine keeps one.

    Parameters
    ----------
    tables
        Open tables. Those that Polars works on are read here, once, and may be closed afterwards.
    quietly
        Tell nothing of the progress, as where a handful of applications takes no time.

    Returns
    -------
    polars.LazyFrame or pyspark.sql.DataFrame
        SK_ID_CURR, TARGET, the raw fields, `HISTORY_FEATURES` (Float32) and `DERIVED_FEATURES`, of the engine of the
        tables.

    Raises
    ------
    TablesError
        When a cell of a table cannot be read.

    Examples
    --------
    >>> import credit_panel as cp
    >>> with cp.read_tables("tables") as tables:  # doctest: +SKIP
    ...     features = cp.build_features(tables).collect()
    """
    histories = _histories(tables)
    whole = tables.beside_applications(histories if quietly else _tracked(histories))
    return application.derive(nw.from_native(whole)).to_native()


def _histories(tables: EngineTables) -> Iterator[HistoryQuery]:
    """Yield the features of each history; what has been asked for is worked out before the next."""
    for names, (aggregation, features) in _AGGREGATIONS.items():
        given = [history for name in names if (history := tables.get(name)) is not None]
        query = None
        if len(given) == len(names):
            query = aggregation(*(nw.from_native(history) for history in given))
            query = query.with_columns(nw.col(*features).cast(nw.Float32))
        yield HistoryQuery(features, query)


def _tracked(histories: Iterable[HistoryQuery]) -> Iterator[HistoryQuery]:
    with track("Features of the histories", total=len(_AGGREGATIONS)) as step:
        for history in histories:
            yield history
            step.advance()


def features_of_application(applications: pl.DataFrame, history: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the features of one or more typed applications.

    Parameters
    ----------
    applications
        Rows with every raw field, repaired; SK_ID_CURR and TARGET may be absent (null then).
    history
        As many rows, with `HISTORY_FEATURES`; None when nothing is known of the applicants.

    Returns
    -------
    polars.DataFrame
        The columns of `build_features`, in its order.

    Raises
    ------
    ValueError
        When `history` has not one row for each application.
    """
    if history is not None and history.height != applications.height:
        raise ValueError(f"{history.height} rows of history for {applications.height} applications: give one for each")
    given = {column.name: column for frame in (applications, history) if frame is not None for column in frame}
    names = (CLIENT, TARGET, *(HISTORY_FEATURES if history is None else ()))
    absent = {name: _unknown(name) for name in names if name not in given}
    if applications.height != 1:
        absent = {name: column.new_from_index(0, applications.height) for name, column in absent.items()}
    columns = given | absent
    # whole columns side by side, without the query engine: one client is scored while a slider moves
    ordered = pl.DataFrame([columns[name] for name in (CLIENT, TARGET, *RAW_FIELDS, *HISTORY_FEATURES)])
    return application.derive(nw.from_native(ordered)).to_native()


@cache
def _unknown(name: str) -> pl.Series:
    """Return a column of one missing value; columns never change, and a hundred take a millisecond to make."""
    return pl.Series(name, [None], APPLICATION.columns.get(name, pl.Float32()))
