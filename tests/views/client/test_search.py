"""The search box opens a client by number, and lists those whom words mean."""

from __future__ import annotations

import json

import pytest

from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.views.client.search import ClientSearch, SearchMessage


@pytest.fixture
def listed() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def search(served: ServedModel, listed: list[tuple[str, str]]) -> ClientSearch:
    return ClientSearch(
        state=ClientState(served), language="en", find=lambda cohort, note: listed.append((cohort, note))
    )


def send(search: ClientSearch, kind: str, text: str) -> None:
    search.__panel__().receive({"serial": 1, "kind": kind, "text": text})


def test_digits_are_the_beginning_of_a_number(search: ClientSearch, served: ServedModel) -> None:
    first = str(served.portfolio.ids[0])
    send(search, "look", first[:4])
    found = search.__panel__().found
    assert first in [each["key"] for each in found]
    assert {each["kind"] for each in found} == {"client"}


def test_words_are_told_as_criteria_with_how_many_meet_them(search: ClientSearch, served: ServedModel) -> None:
    send(search, "look", "chauffeur bleu")
    box = search.__panel__()
    drivers = int((served.portfolio.column("OCCUPATION_TYPE") == "Drivers").sum())
    assert [(each["kind"], each["text"], each["size"]) for each in box.found] == [
        ("criteria", "Occupation: drivers", f"{drivers} clients")
    ]
    assert box.note == "Not understood, and left out: bleu."


def test_enter_lists_whom_the_words_mean_and_choosing_one_meaning_does_too(
    search: ClientSearch, listed: list[tuple[str, str]]
) -> None:
    send(search, "open", "chauffeurs bleus")
    assert json.loads(listed[0][0]) == {"where": {"OCCUPATION_TYPE": {"in": ["Drivers"]}}}
    assert "bleus" in listed[0][1]
    assert search.__panel__().text == "chauffeurs bleus"
    send(search, "look", "chauffeur 12 000")
    send(search, "find", search.__panel__().found[0]["key"])
    assert "Drivers" in listed[1][0]
    assert search.state.client_id is None


def test_a_number_that_is_nobody_s_is_no_amount_unless_it_is_written_as_one(
    search: ClientSearch, listed: list[tuple[str, str]], served: ServedModel
) -> None:
    send(search, "open", "999999999")
    assert search.state.unknown == "999999999"
    assert listed == []
    grouped = f"{served.portfolio.ids[0]:,}".replace(",", " ")
    send(search, "open", grouped)
    assert search.state.client_id == served.portfolio.ids[0]
    assert search.__panel__().text == str(served.portfolio.ids[0])


def test_what_means_nothing_is_said_and_what_comes_next_takes_it_away(search: ClientSearch) -> None:
    send(search, "open", "<b>qwxz</b>")
    box = search.__panel__()
    assert "Nothing is understood of “<b>qwxz</b>”" in box.wrong
    assert box.text == "<b>qwxz</b>"
    send(search, "open", str(search.state.served.portfolio.ids[0]))
    assert box.wrong == ""


def test_a_message_of_another_kind_does_not_fit() -> None:
    with pytest.raises(ValueError, match="kind"):
        SearchMessage(serial=1, kind="erase", text="")
