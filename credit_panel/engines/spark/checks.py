"""Values that cannot be: looked for in applications before they are read, and in histories once reading has failed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import narwhals as nw
from pyspark.sql import functions as F  # noqa: N812

from credit_panel.engines.spark.parts import Part
from credit_panel.errors import TablesError
from credit_panel.home_credit.bounds import Outside, out_of_bounds, outside, outside_of, outside_sentence
from credit_panel.home_credit.limits import LIMITS, Limits
from credit_panel.home_credit.schema import CLIENT, TARGET

_FIRST = 200
_SHOWN = 40


def check_values(part: Part, *, allow_out_of_bounds: bool) -> list[str]:
    """Look at every number of a part, and return what is to be known of those that cannot be.

    Raises
    ------
    TablesError
        Naming the file and the row of the first text that is no number, or the values that cannot be.
    """
    faults = _faults(part)
    if not any(faults.select(*(F.max(F.col(name).cast("int")) for name in faults.columns)).first() or ()):
        return []
    return bad_values(part, allow_out_of_bounds=allow_out_of_bounds)


def bad_values(part: Part, *, allow_out_of_bounds: bool = False) -> list[str]:
    """Return the notes of `check_values` about a part in which some value cannot be; empty when there is none."""
    limits = _limits(part)
    placed = _numbers(part, part.with_places)
    wrong = {name: _is_wrong(part, name) for name in limits}
    marked = nw.from_native(placed).with_columns(
        *(outside(name, known, nw).alias(f"_out {name}") for name, known in limits.items())
    )
    rows = marked.to_native()
    first = rows.filter(reduce(or_, (F.col(f"_out {name}") | wrong[name] for name in limits))).limit(1).collect()
    if not first:
        return []
    file = first[0]["_file"]
    rows = rows.filter(F.col("_file") == file)
    _refuse_texts(part, file, rows, wrong)
    found = tuple(_outside(rows, name, known) for name, known in limits.items() if first_of(rows, name))
    if any(each.column in (CLIENT, TARGET) for each in found):
        raise TablesError(f"{file} holds values that cannot be: {outside_sentence(found)}. Correct them.")
    if not allow_out_of_bounds:
        raise TablesError(out_of_bounds(file, found))
    return [f"{file}: values that cannot be count as missing: {outside_sentence(found)}."]


def first_of(rows: Any, name: str) -> bool:
    """Tell whether some row holds a value of a column that cannot be."""
    return bool(rows.filter(F.col(f"_out {name}")).limit(1).count())


def fault_in(parts: Iterable[Part]) -> TablesError | None:
    """Return the error that names the first values that cannot be of some parts, the cause of a reading that failed."""
    try:
        for part in parts:
            bad_values(part)
    except TablesError as error:
        return error
    return None


def _limits(part: Part) -> dict[str, Limits]:
    known = dict(LIMITS[part.table.name])
    if TARGET in part.table.columns:
        known[TARGET] = Limits(0, 1, "flag")
    return {name: limits for name, limits in known.items() if name in part.columns}


def _numbers(part: Part, frame: Any) -> Any:
    """Return the rows with every number as a double, null where a text is none, and the text beside it."""
    texts = {f"_text {name}": F.col(name).cast("string") for name in _limits(part)}
    numbers = {name: F.col(name).try_cast("double") for name in _limits(part)}
    return frame.withColumns(texts).withColumns(numbers)


def _is_wrong(part: Part, name: str) -> Any:
    """Whether a cell holds a text that is no number, or a fraction where an application counts."""
    value = F.col(name)
    unreadable = F.col(f"_text {name}").isNotNull() & value.isNull()
    whole = part.table.columns[name].is_integer() and TARGET in part.table.columns
    return F.coalesce(unreadable | (F.floor(value) != value), F.lit(False)) if whole else unreadable


def _faults(part: Part) -> Any:
    limits = _limits(part)
    marked = nw.from_native(_numbers(part, part.named)).with_columns(
        *(outside(name, known, nw).alias(f"_out {name}") for name, known in limits.items())
    )
    return marked.to_native().select(
        *((F.col(f"_out {name}") | _is_wrong(part, name)).alias(f"_fault {name}") for name in limits)
    )


def _refuse_texts(part: Part, file: str, rows: Any, wrong: dict[str, Any]) -> None:
    for name, condition in wrong.items():
        for row in rows.filter(condition).orderBy("_row").select("_row", f"_text {name}").limit(1).collect():
            kind = "a whole number" if part.table.columns[name].is_integer() else "a number"
            raise TablesError(
                f"{file} (table {part.table.name}), row {row[0]}, column {name}: {row[1][:_SHOWN]!r} is not {kind} "
                "this column can hold; correct it or leave it empty."
            )


def _outside(rows: Any, name: str, limits: Limits) -> Outside:
    bad = rows.filter(F.col(f"_out {name}"))
    first = bad.orderBy("_row").select("_row", name).limit(_FIRST).collect()
    total = rows.filter(F.col(name).isNotNull()).count()
    return outside_of(name, bad.count(), total, [row[0] for row in first], [row[1] for row in first], limits)
