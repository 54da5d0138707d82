"""What a text means, the same through every door: one list of writings, each with its value or its refusal."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import xlsxwriter
from hand_made.writings import CERTAIN, GOOD, REFUSED, TODAY
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import ApplicationError
from credit_panel.home_credit import validate_application
from credit_panel.home_credit.application_file import ApplicationFile, read_applications
from credit_panel.home_credit.cells import Writing, read_cell
from credit_panel.home_credit.file_cells import decimal_sign
from credit_panel.home_credit.numbers import CellError, Decimal, read_number


def through_a_file(rows: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8") -> ApplicationFile:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return read_applications(out.getvalue().encode(encoding), TODAY)


def through_a_workbook(rows: list[dict[str, str]]) -> ApplicationFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as served:
        sheet = served.add_worksheet()
        for place, row in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            sheet.write_row(place, 0, row)
    return read_applications(out.getvalue(), TODAY)


def through_the_api(row: dict[str, str]) -> tuple[object, set[str]]:
    try:
        return validate_application(row), set()
    except ApplicationError as error:
        return None, {p.kind for p in error.problems}


@pytest.mark.parametrize(("name", "text", "value"), CERTAIN)
def test_a_certain_writing_has_its_value_through_every_door(name: str, text: str, value: object) -> None:
    row = GOOD | {name: text}
    api, _ = through_the_api(row)
    for found in (through_a_file([row]), through_a_file([row], ";"), through_a_workbook([row])):
        assert found.problems == ()
        assert found.applications[name].to_list() == [value]
        assert found.applications.equals(api)


@pytest.mark.parametrize(("name", "text", "kind"), REFUSED)
def test_what_means_nothing_is_named_through_every_door(name: str, text: str, kind: str) -> None:
    row = GOOD | {name: text}
    assert through_the_api(row)[1] == {kind}
    for found in (through_a_file([row]), through_a_file([row], ";"), through_a_workbook([row])):
        assert [(p.row, p.problem.field, p.problem.kind, p.text) for p in found.problems] == [(2, name, kind, text)]
        assert found.rows == ()


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [("1,234", ",", 1.234), ("1,234", ".", 1_234.0), ("1.234", ".", 1.234), ("1,234", "", None), ("1.234", ",", None)],
)
def test_one_sign_before_three_digits_is_read_by_the_rule_or_refused(
    text: str, decimal: Decimal, value: object
) -> None:
    if value is None:
        with pytest.raises(CellError, match=r"may be 1234 or 1\.234") as caught:
            read_number(text, decimal)
        assert caught.value.kind == "ambiguous"
    else:
        assert read_number(text, decimal) == value


def test_the_numbers_of_a_file_show_its_decimal_sign() -> None:
    assert decimal_sign(["0.55", "1,234", "12"], ",") == "."
    assert decimal_sign(["0,55", "1.234"], "") == ","
    assert decimal_sign(["1 234,5", "1,234.5"], ".") == ""
    assert decimal_sign(["1,234"], ",") == ","
    row = GOOD | {"AMT_ANNUITY": "24.123", "EXT_SOURCE_2": "0.55"}
    (problem,) = through_a_file([row | {"EXT_SOURCE_2": "0,55"}], ";").problems
    assert (problem.problem.field, problem.problem.kind) == ("AMT_ANNUITY", "ambiguous")
    (problem,) = through_a_workbook([GOOD | {"AMT_ANNUITY": "24,000"}]).problems
    assert problem.problem.kind == "ambiguous"


@pytest.mark.parametrize(
    "text",
    [
        "1984-03-12",
        "1984/03/12",
        "12 mars 1984",
        "12 March 1984",
        "March 12, 1984",
        "1984-03-12 00:00:00",
        "13/03/1984",
    ],
)
def test_a_date_counts_from_the_day_of_the_application_where_it_is_known(text: str) -> None:
    row = GOOD | {"DAYS_BIRTH": text}
    assert through_the_api(row)[1] == {"date"}, "a program's application may be of any day"
    days = -15_339 if text.startswith("13") else -15_340
    for found in (through_a_file([row]), through_a_file([row], ";"), through_a_workbook([row])):
        assert found.applications["DAYS_BIRTH"].to_list() == [days]
        assert [note.names for note in found.notes if note.kind == "dates"] == [("2026-03-12",)]


def test_the_order_of_day_and_month_is_shown_by_the_column_or_refused() -> None:
    rows = [GOOD | {"DAYS_BIRTH": text} for text in ("03/04/1984", "25/12/1980")]
    assert through_a_file(rows).applications["DAYS_BIRTH"].to_list()[0] == (date(1984, 4, 3) - TODAY).days
    rows = [GOOD | {"DAYS_BIRTH": text} for text in ("03/04/1984", "12/25/1980")]
    assert through_a_file(rows).applications["DAYS_BIRTH"].to_list()[0] == (date(1984, 3, 4) - TODAY).days
    (problem,) = through_a_file(rows[:1]).problems
    assert problem.problem.kind == "ambiguous"


def test_words_that_count_as_missing_are_told_with_their_number() -> None:
    rows = [GOOD | {"EXT_SOURCE_2": "-", "AMT_ANNUITY": word} for word in ("-", "NA", "")]
    notes = [note.names for note in through_a_file(rows).notes if note.kind == "missing"]
    assert notes == [("-", "4"), ("NA", "1")]


@given(st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from([",", "."]), st.sampled_from(["", " ", "\u202f"]))
def test_a_number_written_in_either_locale_is_read_back(number: float, decimal: Decimal, gap: str) -> None:
    text = f"{number:,.2f}".replace(",", gap).replace(".", decimal)
    for known in (decimal, ""):
        assert read_number(text, known) == pytest.approx(float(f"{number:.2f}"))


@given(st.text(max_size=30), st.sampled_from(["AMT_CREDIT", "DAYS_BIRTH", "EXT_SOURCE_1", "FLAG_EMAIL", "OWN_CAR_AGE"]))
def test_any_text_is_a_value_or_named(text: str, name: str) -> None:
    try:
        value = read_cell(name, text, Writing(",", None, TODAY, True))
    except CellError:
        return
    assert value is None or isinstance(value, float)
