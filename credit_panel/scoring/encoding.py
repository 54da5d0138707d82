"""Encoding: named, typed columns into the matrix that the trees read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import polars as pl

from credit_panel.errors import TablesError

_FEW = 20
"""Rows up to which they are read one by one."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """The columns of a model, in its order, and the categories it knows.

    Parameters
    ----------
    features
        Names of the columns.
    categories
        Levels of each categorical column, in the order of their codes.
    """

    features: tuple[str, ...]
    categories: Mapping[str, tuple[str, ...]]

    @property
    def types(self) -> list[str]:
        """XGBoost's name for the type of each column: ``"c"`` categorical, ``"q"`` quantitative."""
        return ["c" if name in self.categories else "q" for name in self.features]

    def of(self, features: Sequence[str]) -> Encoding:
        """Return the encoding of some of the columns, in their order."""
        return Encoding(tuple(features), {n: self.categories[n] for n in features if n in self.categories})

    def matrix(self, frame: pl.DataFrame, width: type[np.floating] = np.float32) -> np.ndarray:
        """Return the rows of `frame` as numbers of this width, shape (n, features).

        NaN stands for a missing value, for an infinite one, and for a category that training never saw.

        Raises
        ------
        TablesError
            When a column is absent, or holds text where the model expects numbers or the reverse.
        """
        require_columns(frame, self.features)
        if len(frame) <= _FEW:
            matrix = self._row_by_row(frame, width)
        else:
            matrix = np.empty((len(frame), len(self.features)), dtype=width)
            for j, name in enumerate(self.features):
                matrix[:, j] = self._codes(frame.get_column(name), width)
        matrix[np.isinf(matrix)] = np.nan
        return matrix

    def unseen(self, frame: pl.DataFrame) -> dict[str, int]:
        """Count, column by column, the rows whose category training never saw; columns without any are left out."""
        counts = {
            name: int((frame.get_column(name).is_not_null() & ~frame.get_column(name).is_in(levels)).sum())
            for name, levels in self.categories.items()
        }
        return {name: count for name, count in counts.items() if count}

    def _row_by_row(self, frame: pl.DataFrame, width: type[np.floating]) -> np.ndarray:
        """Return `matrix` of a few rows: to take each column by itself would take a millisecond."""
        places = _places(self.features, frozenset(self.categories), tuple(frame.columns), tuple(frame.dtypes))
        codes = [_codes_of(self.categories[name]) if name in self.categories else None for name in self.features]
        rows = [
            [row[at] if known is None else known.get(row[at]) for at, known in zip(places, codes, strict=True)]
            for row in frame.rows()
        ]
        with np.errstate(over="ignore"):  # a vast number becomes infinite, as where whole columns are taken
            return np.array(rows, dtype=width).reshape(len(frame), len(self.features))

    def _codes(self, column: pl.Series, width: type[np.floating]) -> np.ndarray:
        levels = self.categories.get(column.name)
        if column.dtype == pl.Null:
            return np.full(len(column), np.nan, dtype=width)
        _check_type(column.name, column.dtype, expects_levels=levels is not None)
        if levels is not None:
            codes = _codes_of(levels)
            return np.array([codes.get(level, np.nan) for level in column.to_list()], dtype=width)
        return column.cast(pl.Float32 if width is np.float32 else pl.Float64).to_numpy()


def require_columns(frame: pl.DataFrame, names: Sequence[str]) -> None:
    """Raise a TablesError that names the columns of `names` that `frame` lacks, if any."""
    present = set(frame.columns)
    absent = [name for name in names if name not in present]
    if absent:
        raise TablesError(
            f"The features lack {_listed(absent)} that the model needs: "
            "compute them with build_features or features_of_application."
        )


def encoding_of(frame: pl.DataFrame, features: Sequence[str]) -> Encoding:
    """Return the encoding of `features` whose categories are those that occur in `frame`, in alphabetical order."""
    categories = {
        name: tuple(sorted(frame.get_column(name).cast(pl.String).drop_nulls().unique()))
        for name in features
        if is_categorical(frame.schema[name])
    }
    return Encoding(tuple(features), categories)


def is_categorical(dtype: pl.DataType) -> bool:
    """Tell whether a column of this type holds categories."""
    return dtype in (pl.String, pl.Categorical, pl.Enum)


def _check_type(name: str, dtype: pl.DataType, *, expects_levels: bool) -> None:
    """Raise a TablesError when a column holds numbers where categories are expected, or the reverse."""
    if dtype != pl.Null and expects_levels != is_categorical(dtype):
        raise TablesError(
            f"The column {name} holds {dtype} where the model expects {'categories' if expects_levels else 'numbers'}: "
            "compute the features with build_features or features_of_application."
        )


@lru_cache(maxsize=32)
def _places(
    features: tuple[str, ...], levels: frozenset[str], columns: tuple[str, ...], types: tuple[pl.DataType, ...]
) -> list[int]:
    """Return where a table holds each feature, once its type is seen to be right; a portfolio's table is always one."""
    places = {name: place for place, name in enumerate(columns)}
    for name in features:
        _check_type(name, types[places[name]], expects_levels=name in levels)
    return [places[name] for name in features]


@cache
def _codes_of(levels: tuple[str, ...]) -> dict[str, int]:
    return {level: code for code, level in enumerate(levels)}


def _listed(names: Sequence[str], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    more = len(names) - most
    return f"the column{'s' if len(names) > 1 else ''} {shown}" + (f" and {more} more" if more > 0 else "")
