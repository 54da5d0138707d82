from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from credit_panel.errors import TablesError
from credit_panel.scoring.encoding import encoding_of

TRAINING = pl.DataFrame({"amount": [1.5, 2.0, None], "count": [1, None, 3], "kind": ["b", "a", None]})


def test_missing_infinite_and_unseen_values_are_missing() -> None:
    encoding = encoding_of(TRAINING, ("kind", "amount", "count"))
    new = pl.DataFrame(
        {
            "count": [7, None, None],
            "amount": [math.inf, math.nan, None],
            "kind": ["b", "never", None],
            "other": [1, 2, 3],
        }
    )
    matrix = encoding.matrix(new)
    assert matrix.dtype == np.float32
    assert matrix[0].tolist() == pytest.approx([1, math.nan, 7], nan_ok=True)
    assert np.isnan(matrix[1:]).all()
    assert encoding.unseen(new) == {"kind": 1}
    assert encoding.unseen(TRAINING) == {}


def test_types_of_categories_do_not_matter() -> None:
    encoding = encoding_of(TRAINING, ("kind",))
    plain = encoding.matrix(TRAINING)
    for dtype in (pl.Categorical, pl.Enum(["z", "b", "a"])):
        assert np.array_equal(encoding.matrix(TRAINING.with_columns(pl.col("kind").cast(dtype))), plain, equal_nan=True)


def test_a_column_without_any_value_is_missing() -> None:
    encoding = encoding_of(TRAINING, ("kind", "amount"))
    assert np.isnan(encoding.matrix(pl.DataFrame({"kind": [None], "amount": [None]}))).all()


def test_a_few_rows_are_read_as_many_are() -> None:
    encoding = encoding_of(TRAINING, ("kind", "count", "amount"))
    many = pl.concat(
        [TRAINING, pl.DataFrame({"amount": [math.inf, 1e-40], "count": [16_777_217, 0], "kind": ["c", "a"]})] * 9
    )
    whole = encoding.matrix(many)
    alone = np.concatenate([encoding.matrix(many[place]) for place in range(len(many))])
    assert len(many) > 20
    assert np.array_equal(alone, whole, equal_nan=True)
    assert encoding.matrix(many.clear()).shape == (0, 3)


def test_absent_columns_are_named() -> None:
    encoding = encoding_of(TRAINING, ("kind", "amount", "count"))
    with pytest.raises(TablesError, match="lack the columns amount, count that"):
        encoding.matrix(TRAINING.select("kind"))


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (pl.Series("amount", ["1"]), "amount holds String .* numbers"),
        (pl.Series("kind", [1]), "kind holds Int64 .* cat"),
    ],
)
def test_columns_of_another_type_are_named(column: pl.Series, expected: str) -> None:
    frame = TRAINING.head(1).with_columns(column)
    with pytest.raises(TablesError, match=expected):
        encoding_of(TRAINING, ("kind", "amount")).matrix(frame)
