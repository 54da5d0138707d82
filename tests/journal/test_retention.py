"""A purge takes what is old, leaves its links and tells of itself; a legal hold keeps a client's records."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from credit_panel.journal import retention
from credit_panel.journal.journal import Journal
from credit_panel.journal.records import Kind
from credit_panel.journal.retention import Purge, holds, purge, set_hold
from credit_panel.journal.verification import verify_journal
from journal.places import Place, clock, write_some

BEFORE = datetime(2026, 1, 6, tzinfo=UTC)


@pytest.fixture
def dated(journal: Journal) -> Journal:
    """Ten records, one a day from 1 January."""
    dated = Journal(journal.database, journal.pseudonyms, "small", now=clock())
    write_some(dated, 10)
    return dated


def test_a_purge_leaves_links_and_is_itself_a_record(dated: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    assert purge(dated, BEFORE, pretend=True) == Purge(5, 0)
    assert verify_journal(dated).tombstones == 0
    assert purge(dated, BEFORE, person="admin") == Purge(5, 0)
    found = verify_journal(dated)
    assert (found.intact, found.tombstones, found.records) == (True, 5, 13)
    told = [entry for entry in dated.entries() if entry.kind == Kind.PURGED]
    assert [entry.content["records"] for entry in told] == [[[1, 2]], [[3, 4]], [[5, 5]]]
    assert {entry.person for entry in told} == {"admin"}
    assert [entry.sequence for entry in dated.of(100_002)] == [7, 10]
    assert purge(dated, BEFORE) == Purge(0, 0)


def test_a_legal_hold_keeps_a_client_until_it_is_lifted(dated: Journal) -> None:
    set_hold(dated, 100_002, reason="in court", person="counsel")
    assert holds(dated) == {dated.pseudonyms.of(100_002)}
    assert purge(dated, BEFORE) == Purge(3, 2)
    assert [entry.sequence for entry in dated.of(100_002)] == [1, 4, 7, 10, 11]
    set_hold(dated, 100_002, reason="settled", lift=True)
    assert purge(dated, datetime(2027, 1, 1, tzinfo=UTC)).held == 0
    assert [entry.kind for entry in dated.of(100_002)] == [Kind.HOLD_SET, Kind.HOLD_LIFTED]
    assert verify_journal(dated).intact


def test_what_was_purged_cannot_come_back_unseen(place: Place) -> None:
    opened = place.open()
    dated = Journal(opened.database, opened.pseudonyms, "small", now=clock())
    write_some(dated, 3)
    purge(dated, datetime(2026, 1, 2, tzinfo=UTC))
    opened.close()
    place.run("INSERT INTO bodies SELECT 1, at, kind, person, client, body FROM bodies WHERE sequence = 2")
    journal = place.open()
    sentences = " / ".join(finding.sentence for finding in verify_journal(journal).findings)
    assert "record 1 was purged, and has been put back" in sentences
    journal.close()


def test_what_was_purged_leaves_the_file(tmp_path: Path) -> None:
    from journal.places import place_in

    place = place_in(tmp_path)
    opened = place.open()
    dated = Journal(opened.database, opened.pseudonyms, "small", now=clock())
    dated.append(Kind.DECISION, client_id=1, content={"comment": "a word that nobody may find again"})
    files = [path for path in tmp_path.iterdir() if "key" not in path.name]
    assert any(b"nobody may find" in path.read_bytes() for path in files)
    purge(dated, BEFORE)
    assert not any(b"nobody may find" in path.read_bytes() for path in files)
    opened.close()


def test_the_last_data_of_a_client_stay(journal: Journal) -> None:
    dated = Journal(journal.database, journal.pseudonyms, "small", now=clock())
    for version, client in ((2, 100_002), (3, 100_002), (2, 100_003), (4, 100_002)):
        content = {"version": version, "changes": {}, "data": {}, "reason": "x"}
        dated.append(Kind.DATA_CHANGED, client_id=client, content=content)
    after = datetime(2027, 1, 1, tzinfo=UTC)
    assert purge(dated, after, pretend=True) == Purge(2, 0, 2)
    # who is no client of the portfolio any more has no data in use
    assert purge(dated, after, clients=[100_002], pretend=True) == Purge(3, 0, 1)
    assert purge(dated, datetime(2026, 1, 4, tzinfo=UTC), clients=[100_002]) == Purge(3, 0, 0)
    assert [entry.content["version"] for entry in dated.of(100_002)] == [4]
    assert purge(dated, after, clients=[100_002]) == Purge(0, 0, 1)
    assert verify_journal(dated).intact
