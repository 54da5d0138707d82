"""Records are added whole and in order, and nothing is changed afterwards."""

from __future__ import annotations

import json
import stat
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import JournalError, SettingsError
from credit_panel.journal.chain import LONGEST_BODY, body_of, entry_of
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import DECISIONS, REQUESTS, Entry, Kind, clean_name, same_person
from credit_panel.journal.verification import verify_journal
from journal.places import Place, clock, write_some


def test_a_record_is_found_again_after_the_journal_was_closed(place: Place) -> None:
    first = place.open()
    written = first.append(Kind.OVERRULE, client_id=100_002, person=" Zoé  Martin ", content={"comment": "é\n=cmd()"})
    first.close()
    again = place.open()
    assert again.of(100_002) == (written,)
    assert (written.sequence, written.person, written.content["comment"]) == (1, "Zoé Martin", "é\n=cmd()")
    assert again.of(100_003) == ()
    again.close()


def test_numbers_are_gapless_also_after_a_record_that_was_refused(journal: Journal) -> None:
    def refuse(before: tuple[Entry, ...]) -> None:
        raise JournalError("newer", "no")

    write_some(journal, 2)
    with pytest.raises(JournalError, match="no"):
        journal.append(Kind.DECISION, client_id=100_002, guard=refuse)
    with pytest.raises(JournalError) as refused:
        journal.append(Kind.DECISION, client_id=100_002, content={"comment": "x" * LONGEST_BODY})
    assert refused.value.fault == "long"
    write_some(journal, 1)
    assert [entry.sequence for entry in journal.entries()] == [1, 2, 3]
    assert verify_journal(journal).intact


@pytest.mark.parametrize("table", ["about", "chain", "bodies"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_or_remove(journal: Journal, table: str, change: str) -> None:
    write_some(journal, 1)
    column = {"about": "value = 'x'", "chain": "hash = 'x'", "bodies": "body = 'x'"}[table]
    with pytest.raises(JournalError, match="only added to"), journal.database.writing() as transaction:
        transaction.execute(change.format(table, column))
    assert verify_journal(journal).intact


def test_the_database_itself_refuses_a_number_that_is_not_the_next(journal: Journal) -> None:
    with pytest.raises(JournalError, match="no number out"), journal.database.writing() as transaction:
        transaction.execute("INSERT INTO chain VALUES (2, 'a', 'b')")


def test_a_client_is_kept_under_a_pseudonym_that_the_key_alone_gives(journal: Journal, place: Place) -> None:
    write_some(journal, 3)
    with journal.database.reading() as transaction:
        rows = transaction.execute("SELECT client, body FROM bodies")
    assert not any("10000" in text for row in rows for text in row)
    pseudonyms = [entry.client for entry in journal.entries()]
    assert len(set(pseudonyms)) == 3
    fresh = place.open()
    assert fresh.pseudonyms.known(pseudonyms, range(100_000, 100_004)) == {
        pseudonym: 100_002 + place for place, pseudonym in enumerate(pseudonyms[:2])
    }
    fresh.close()
    assert stat.S_IMODE(place.settings.journal_key_file().stat().st_mode) == 0o600


def test_the_last_of_each_client_and_those_that_wait(journal: Journal) -> None:
    for client, kind in (
        (1, Kind.DECISION),
        (1, Kind.REVIEW_REQUESTED),
        (2, Kind.REVIEW_REQUESTED),
        (2, Kind.REVIEW),
        (3, Kind.OVERRULE),
    ):
        journal.append(kind, client_id=client)
    assert {client: entry.kind for client, entry in journal.latest((1, 2, 3, 4), DECISIONS).items()} == {
        1: Kind.DECISION,
        2: Kind.REVIEW,
        3: Kind.OVERRULE,
    }
    assert journal.latest((), DECISIONS) == {}
    assert journal.waiting(REQUESTS, (Kind.REVIEW,)) == (journal.pseudonyms.of(1),)


def test_records_are_chosen_by_kind_time_and_person(place: Place) -> None:
    opened = place.open()
    journal = Journal(opened.database, opened.pseudonyms, "small", now=clock())
    write_some(journal, 2)
    journal.append(Kind.REVIEW, client_id=1, person="B. Durand")
    entries = list(journal.entries())
    assert list(journal.entries([Kind.REVIEW])) == entries[2:]
    assert list(journal.entries(since=entries[1].at)) == entries[1:]
    assert list(journal.entries(person="B. Durand")) == entries[2:]
    opened.close()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE about SET value = '2' WHERE name = 'format'", "version"),
        ("UPDATE about SET value = 'other' WHERE name = 'portfolio'", "foreign"),
        ("UPDATE about SET value = 'other' WHERE name = 'key'", "key"),
        ("UPDATE bodies SET body = '[]'", "damaged"),
    ],
)
def test_a_journal_that_is_not_ours_is_refused_with_a_sentence(place: Place, statement: str, fault: str) -> None:
    journal = place.open()
    write_some(journal, 1)
    journal.close()
    place.run(statement)
    with pytest.raises(JournalError, match=r": .*\.$") as refused, closing(place.open()) as journal:
        list(journal.entries())
    assert refused.value.fault == fault


def test_a_key_that_others_may_read_or_that_is_none_is_refused(place: Place) -> None:
    place.open().close()
    key = place.settings.journal_key_file()
    key.chmod(0o644)
    with pytest.raises(JournalError, match="chmod 600"):
        place.open()
    key.chmod(0o600)
    key.write_text("secret")
    with pytest.raises(JournalError, match="no key"):
        place.open()
    with pytest.raises(JournalError, match="another key"):
        open_journal(replace(place.settings, journal_key=key.with_name("another")))


def test_no_journal_is_opened_where_it_is_turned_off(place: Place) -> None:
    with pytest.raises(SettingsError, match="turned off"):
        open_journal(replace(place.settings, journal="off"))


@given(
    person=st.text(max_size=30),
    content=st.dictionaries(
        st.text(max_size=5),
        st.none() | st.booleans() | st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15),
    ),
)
def test_a_body_tells_what_was_written(person: str, content: dict[str, object]) -> None:
    at = clock()()
    body = body_of(sequence=7, at=at, kind=Kind.DECISION, person=person, client=None, content=content)
    assert entry_of(body, "h") == Entry(7, at, Kind.DECISION, person, None, content, "h")
    assert body == body_of(
        sequence=7, at=at, kind=Kind.DECISION, person=person, client=None, content=dict(reversed(content.items()))
    )
    assert json.loads(body)["content"] == content


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", 2**60, object()])
def test_what_json_has_no_word_for_is_refused(value: object) -> None:
    with pytest.raises(JournalError, match="cannot be written"):
        body_of(sequence=1, at=clock()(), kind=Kind.DECISION, person="", client=None, content={"a": value})


def test_names_are_compared_as_people_read_them() -> None:
    assert same_person("Zoé MARTIN ", "zoe  martin")
    assert not same_person("", "")
    assert not same_person("A. Martin", "B. Martin")
    assert clean_name("a\u202eb\nc\x00" + "x" * 200) == "ab c" + "x" * 76
