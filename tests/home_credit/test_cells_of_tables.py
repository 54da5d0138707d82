"""What a text means in the tables: the same list of writings as through the other doors."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hand_made.writings import CERTAIN, GOOD, REFUSED

from credit_panel.errors import TablesError
from credit_panel.home_credit import APPLICATION, Tables, read_tables


def through_tables(folder: Path, row: dict[str, str], delimiter: str) -> Tables:
    names = [name for name in APPLICATION.columns if name != "TARGET"]
    with (folder / "application_test.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", delimiter=delimiter)
        writer.writeheader()
        writer.writerow({"SK_ID_CURR": "7"} | row)
    return read_tables(folder)


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(("name", "text", "value"), CERTAIN)
def test_a_certain_writing_has_its_value_in_the_tables(
    tmp_path: Path, delimiter: str, name: str, text: str, value: object
) -> None:
    with through_tables(tmp_path, GOOD | {name: text}, delimiter) as tables:
        assert tables.application.select(name).collect()[name].to_list() == [value]


@pytest.mark.parametrize("delimiter", [",", ";"])
@pytest.mark.parametrize(("name", "text", "kind"), REFUSED)
def test_what_means_nothing_is_named_in_the_tables(
    tmp_path: Path, delimiter: str, name: str, text: str, kind: str
) -> None:
    if kind == "level":  # a lender may have levels of its own to train on: they are told
        with through_tables(tmp_path, GOOD | {name: text}, delimiter) as tables:
            assert any(name in note and text in note for note in tables.notes)
        return
    words = {"bounds": "that cannot be", "date": "is a date", "ambiguous": "may be one of two", "error": "an error of"}
    with pytest.raises(TablesError, match=words.get(kind, "is not a (whole )?number|infinite")) as caught:
        through_tables(tmp_path, GOOD | {name: text}, delimiter)
    assert name in str(caught.value)
    assert "row 1" in str(caught.value)
