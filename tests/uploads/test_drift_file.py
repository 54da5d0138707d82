"""A dropped file is read whatever it is, and what cannot be used is told in one sentence."""

from __future__ import annotations

import contextlib
import datetime
import io
from decimal import Decimal

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import DriftFileError
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.cells import Writing, read_cell
from credit_panel.home_credit.repairs import MISSING_LEVELS
from credit_panel.locale import LANGUAGES, Language
from credit_panel.uploads.drift_cells import LONGEST_TEXT
from credit_panel.uploads.drift_file import (
    FEWEST_ROWS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    SAMPLE,
    read_drift_file,
)


def frame(rows: int = 300) -> pl.DataFrame:
    random = np.random.default_rng(1)
    return pl.DataFrame(
        {
            "SK_ID_CURR": np.arange(rows) + 1,
            "AMT_CREDIT": random.integers(50_000, 900_000, rows).astype(float) + 0.5,
            "DAYS_EMPLOYED": np.where(random.random(rows) < 0.2, 365_243, -random.integers(1, 9_000, rows)),
            "NAME_CONTRACT_TYPE": random.choice(["Cash loans", "XNA"], rows),
            "colour": ["blue"] * rows,
        }
    )


def parquet(table: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    table.write_parquet(out)
    return out.getvalue()


def fault(content: bytes) -> DriftFileError:
    with pytest.raises(DriftFileError) as caught:
        read_drift_file(content)
    assert str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize("written", ["parquet", "comma", "semicolon"])
def test_every_way_of_writing_gives_the_same_applications(written: str) -> None:
    table = frame()
    content = {
        "parquet": lambda: parquet(table),
        "comma": lambda: table.write_csv().encode(),
        "semicolon": lambda: b"\xef\xbb\xbf" + table.write_csv(separator=";", decimal_comma=True).encode(),
    }[written]()
    found = read_drift_file(content).applications
    assert set(found.columns) == {"AMT_CREDIT", "DAYS_EMPLOYED", "NAME_CONTRACT_TYPE"}
    assert found["AMT_CREDIT"].to_list() == table["AMT_CREDIT"].to_list()
    assert found["DAYS_EMPLOYED"].null_count() == (table["DAYS_EMPLOYED"] == 365_243).sum()
    assert found["NAME_CONTRACT_TYPE"].null_count() == (table["NAME_CONTRACT_TYPE"] == "XNA").sum()


def test_what_cannot_be_used_is_named() -> None:
    assert fault(b"").fault == "empty"
    assert fault(b"   \n").fault == "empty"
    assert fault(b"PAR1 and then nothing").fault == "no_table"
    assert fault(b"\x00\x01\x02" * 100).fault == "no_table"
    assert fault(frame().select("colour").write_csv().encode()).fault == "no_field"
    assert fault(parquet(frame().select("colour"))).fault == "no_field"
    assert fault(b"a" * (MOST_BYTES + 1)).fault == "too_big"


def test_too_few_applications_are_counted() -> None:
    error = fault(parquet(frame(50)))
    assert (error.fault, error.count) == ("too_few", 50)
    assert read_drift_file(parquet(frame(FEWEST_ROWS))).count == FEWEST_ROWS


def test_a_small_file_of_too_many_equal_applications_is_refused() -> None:
    many = pl.select(AMT_CREDIT=pl.repeat(1.0, MOST_ROWS + 1))
    assert len(parquet(many)) < 100_000
    assert fault(parquet(many)).fault == "too_many"
    found = read_drift_file(parquet(many.head(MOST_ROWS)))
    assert (found.count, found.applications.height) == (MOST_ROWS, SAMPLE)


@pytest.mark.parametrize("written", ["parquet", "csv"])
def test_the_same_applications_are_drawn_in_every_column(written: str) -> None:
    numbers = pl.DataFrame({"AMT_CREDIT": np.arange(30_000.0), "AMT_ANNUITY": np.arange(30_000.0) * 2})
    found = read_drift_file(parquet(numbers) if written == "parquet" else numbers.write_csv().encode())
    assert found.count == 30_000
    drawn = found.applications
    assert drawn.height == SAMPLE
    assert drawn["AMT_CREDIT"].n_unique() == SAMPLE
    assert (drawn["AMT_ANNUITY"] == drawn["AMT_CREDIT"] * 2).all()
    assert 13_000 < drawn["AMT_CREDIT"].mean() < 17_000


def test_columns_are_found_by_their_names_wherever_they_stand() -> None:
    lines = [' AMT_ANNUITY ,other,"AMT_CREDIT",', *["1,x,2,"] * 300]
    found = read_drift_file("\r\n".join(lines).encode("utf-8-sig")).applications
    assert found.row(0, named=True) == {"AMT_ANNUITY": 1.0, "AMT_CREDIT": 2.0}


def test_a_file_too_wide_or_with_a_column_twice_is_told() -> None:
    wide = ",".join(["AMT_CREDIT", *(f"c{n}" for n in range(MOST_COLUMNS))]).encode()
    assert fault(wide + b"\n1").fault == "too_wide"
    assert fault(b"AMT_CREDIT," + b"x" * 200_000).fault == "too_wide"
    twice = fault(b"AMT_CREDIT,AMT_CREDIT\n" + b"1,2\n" * 300)
    assert (twice.fault, tuple(twice.names)) == ("repeated", ("AMT_CREDIT",))


@pytest.mark.parametrize("written", ["parquet", "csv"])
def test_a_text_that_no_category_has_is_named_by_its_column(written: str) -> None:
    long = frame().with_columns(NAME_CONTRACT_TYPE=pl.lit("x" * (LONGEST_TEXT + 1)))
    error = fault(parquet(long) if written == "parquet" else long.write_csv().encode())
    assert (error.fault, error.names) == ("long_text", ("NAME_CONTRACT_TYPE",))


def test_text_in_a_number_is_named() -> None:
    wrong = frame().with_columns(
        AMT_CREDIT=pl.when(pl.col("SK_ID_CURR") == 7).then(pl.lit("many")).otherwise(pl.lit("1"))
    )
    assert (fault(wrong.write_csv().encode()).fault, fault(parquet(wrong)).names) == ("text", ("AMT_CREDIT",))
    dated = frame().with_columns(DAYS_EMPLOYED=pl.date(2020, 1, 1))
    assert (fault(parquet(dated)).fault, fault(parquet(dated)).names) == ("text", ("DAYS_EMPLOYED",))
    listed = frame().with_columns(AMT_CREDIT=pl.concat_list("AMT_CREDIT"))
    assert fault(parquet(listed)).fault == "text"


ODD = {
    "AMT_CREDIT": ["450 000,50", "450\u202f000,5 €", "n.c.", "-"],
    "AMT_ANNUITY": ["30 000 € par an", "2500/month", "", "#"],
    "DAYS_BIRTH": ["41 ans", "-14975", "41 ans 2 mois", "?"],
    "NAME_CONTRACT_TYPE": ["Cash loans", "cash loans", "prêt personnel", "XNA"],
    "FLAG_OWN_CAR": ["oui", "Y", "no", "N"],
}


@pytest.mark.parametrize("name", ODD)
def test_a_cell_means_what_it_means_at_every_door(name: str) -> None:
    texts = [text for text in ODD[name] if text != "#"]
    lines = [name, *[f'"{texts[row % len(texts)]}"' for row in range(FEWEST_ROWS)]]
    content = ";\n".join([*lines, ""]).replace(name, f"{name};other", 1).encode()
    found = read_drift_file(content).applications[name].to_list()
    for row, value in enumerate(found):
        meant = read_cell(name, texts[row % len(texts)], Writing(","))
        assert value == (None if meant in MISSING_LEVELS else meant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_may_have_labels_in_place_of_names(language: Language) -> None:
    table = frame().select("AMT_CREDIT", "NAME_CONTRACT_TYPE")
    labels = {name: FIELDS[name].label[language] for name in table.columns}
    for content in (table.rename(labels).write_csv().encode(), parquet(table.rename(labels))):
        assert read_drift_file(content).applications.equals(read_drift_file(parquet(table)).applications)
    both = table.with_columns(table["AMT_CREDIT"].alias(labels["AMT_CREDIT"]))
    assert fault(parquet(both)).names == ("AMT_CREDIT",)


def test_no_number_is_passed_over() -> None:
    for odd in ("inf", "1e999", "12/03/1984", "#DIV/0!"):
        texts = frame().with_columns(AMT_CREDIT=pl.lit(odd))
        assert fault(texts.write_csv().encode()).names == ("AMT_CREDIT",)
    endless = frame().with_columns(AMT_CREDIT=pl.lit(float("inf")))
    assert fault(parquet(endless)).names == ("AMT_CREDIT",)
    unknown = frame().with_columns(AMT_CREDIT=pl.lit(float("nan")))
    assert read_drift_file(parquet(unknown)).applications["AMT_CREDIT"].null_count() == len(unknown)


@given(st.binary(max_size=300))
def test_no_content_is_a_traceback(content: bytes) -> None:
    with pytest.raises(DriftFileError):
        read_drift_file(content)


_KINDS: dict[str, pl.Series] = {
    "bytes that are no text": pl.Series([b"\xff\xfe"]),
    "bytes that are text": pl.Series([b"100"]),
    "list": pl.Series([[1.0]]),
    "list of bytes": pl.Series([[b"1"]], dtype=pl.Array(pl.Binary, 1)),
    "structure": pl.Series([{"a": 1}]),
    "time": pl.Series([datetime.time(3)]),
    "day": pl.Series([datetime.date(2020, 1, 1)]),
    "duration": pl.Series([datetime.timedelta(3)]),
    "decimal": pl.Series([Decimal("1.5")]),
    "yes or no": pl.Series([True]),
    "nothing": pl.Series([None], dtype=pl.Null),
    "category": pl.Series(["a"], dtype=pl.Categorical),
    "large": pl.Series([2**64 - 1], dtype=pl.UInt64),
    "wide": pl.Series([2**100], dtype=pl.Int128),
}


@pytest.mark.parametrize("name", ["AMT_CREDIT", "NAME_CONTRACT_TYPE", "DAYS_BIRTH"])
@pytest.mark.parametrize("kind", _KINDS)
def test_a_column_of_any_type_is_read_or_told(name: str, kind: str) -> None:
    column = _KINDS[kind].alias(name).new_from_index(0, 300)
    with contextlib.suppress(DriftFileError):
        assert read_drift_file(parquet(column.to_frame())).applications.columns == [name]
    if kind == "bytes that are no text":
        assert fault(parquet(column.to_frame())).fault in ("text", "no_table")
