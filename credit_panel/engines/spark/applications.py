"""The application table on Spark, checked whole: numbers, the words of categories, each client once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyspark.sql import functions as F  # noqa: N812

from credit_panel.engines.spark.checks import check_values
from credit_panel.engines.spark.declared import typed
from credit_panel.engines.spark.parts import Part
from credit_panel.errors import TablesError
from credit_panel.home_credit.catalogue import CATEGORIES
from credit_panel.home_credit.category_words import NoLevelError, meant_levels
from credit_panel.home_credit.repairs import MISSING_LEVELS
from credit_panel.home_credit.schema import CLIENT

_MOST_WORDS = 1_000
"""Words of a category that are no level of it, from which on they are no longer looked at one by one."""


def typed_applications(part: Part, *, allow_out_of_bounds: bool) -> tuple[Any, list[str]]:
    """Return the declared columns of a part in their declared types, and what to know of them.

    Raises
    ------
    TablesError
        Naming the first cell that cannot be read, or the values that cannot be.
    """
    notes = check_values(part, allow_out_of_bounds=allow_out_of_bounds)
    swaps, told = _levels(part)
    named = part.named
    for name, words in swaps.items():
        expression = F.col(name)
        for word, level in words.items():
            expression = F.when(F.col(name) == word, F.lit(level)).otherwise(expression)
        named = named.withColumn(name, expression.cast("string"))
    given = [name for name in part.columns if name in part.table.columns]
    # rows that hold nothing at all are no applications
    named = named.filter(F.coalesce(*(F.col(name).cast("string") for name in given)).isNotNull())
    return typed(part, named, allow_out_of_bounds=True), [*notes, *told]


def check_clients(applications: Any, parts: Iterable[Part]) -> None:
    """Raise `TablesError` when there is no application, one has no number, or two have the same."""
    names = " and ".join(part.name for part in parts)
    numbers = applications.groupBy(CLIENT).count()
    wrong = numbers.filter(F.col(CLIENT).isNull() | (F.col("count") > 1)).orderBy(CLIENT).limit(1).collect()
    if wrong and wrong[0][0] is None:
        raise TablesError(f"{names}: {CLIENT} is empty in {wrong[0][1]} rows; every application needs its number.")
    if wrong:
        raise TablesError(
            f"application: {CLIENT} {wrong[0][0]} appears {wrong[0][1]} times in {names}: keep one row for each "
            "application."
        )
    if applications.isEmpty():
        raise TablesError(f"{names} hold no application: at least one row is needed.")


def _levels(part: Part) -> tuple[dict[str, dict[str, str | None]], list[str]]:
    """Return what is meant by words that are no levels, by category, and what to know of them."""
    names = [name for name in CATEGORIES if name in part.columns]
    words = [F.struct(F.lit(name).alias("name"), F.col(name).cast("string").alias("word")) for name in names]
    known = F.array(*(F.lit(f"{name}\n{word}") for name in names for word in (*CATEGORIES[name], *MISSING_LEVELS)))
    odd = (
        part.named.select(F.explode(F.array(*words)).alias("found"))
        .select("found.name", "found.word")
        .filter(F.col("word").isNotNull())
        .filter(~F.array_contains(known, F.concat("name", F.lit("\n"), "word")))
        .groupBy("name", "word")
        .count()
        .limit(_MOST_WORDS)
        .collect()
    )
    counts: dict[str, dict[str, int]] = {}
    for name, word, count in sorted(odd):
        counts.setdefault(name, {})[word] = count
    swaps, notes = {}, []
    for name, found in counts.items():
        try:
            meant = meant_levels(name, found)
        except NoLevelError as error:
            raise _named(part, name, error) from error
        swaps[name] = dict(meant.swaps)
        notes += [f"{part.name}: {said}" for said in meant.notes]
    return {name: words for name, words in swaps.items() if words}, notes


def _named(part: Part, name: str, error: NoLevelError) -> TablesError:
    row = part.with_places.filter(F.col(name) == error.text).select("_file", "_row").first()
    where = f"{row[0]} (table {part.table.name}), row {row[1]}" if row else part.name
    return TablesError(f"{where}, column {name}: {error.fault}.")
