"""A record that was changed, removed, inserted or cut off is found and named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from credit_panel.errors import JournalError
from credit_panel.journal.anchors import Anchor, read_anchors, take_anchor
from credit_panel.journal.chain import beginning, hash_of, link
from credit_panel.journal.journal import Journal
from credit_panel.journal.verification import verify_journal
from journal.places import Place, clock, write_some

TAMPERED = {
    "content": (
        ["UPDATE bodies SET body = REPLACE(body, 'number 4', 'number 9') WHERE sequence = 5"],
        5,
        "content of record 5 was changed",
    ),
    "person": (["UPDATE bodies SET person = 'X' WHERE sequence = 5"], 5, "found by was changed"),
    "client": (["UPDATE bodies SET client = NULL WHERE sequence = 5"], 5, "found by was changed"),
    "date": (["UPDATE bodies SET at = '2020' WHERE sequence = 5"], 5, "found by was changed"),
    "link": (["UPDATE chain SET hash = 'x' WHERE sequence = 5"], 5, "record 5 does not follow"),
    "removed": (
        ["DELETE FROM bodies WHERE sequence IN (4, 5)", "DELETE FROM chain WHERE sequence IN (4, 5)"],
        4,
        "records 4 to 5 were removed",
    ),
    "content removed": (["DELETE FROM bodies WHERE sequence = 5"], 5, "content of record 5 was removed"),
    "link removed": (["DELETE FROM chain WHERE sequence = 5"], 5, "record 5 was removed"),
    "feigned purge": (
        ["DELETE FROM bodies WHERE sequence = 5", "INSERT INTO tombstones VALUES (5, 1)"],
        5,
        "content of record 5 was removed",
    ),
    "swapped": (
        [
            f"UPDATE {table} SET sequence = {a} WHERE sequence = {b}"
            for a, b in ((-1, 5), (5, 6), (6, -1))
            for table in ("bodies", "chain")
        ],
        5,
        "record 5 does not follow",
    ),
    "inserted at the end": (
        [
            "INSERT INTO chain VALUES (11, 'a', 'b')",
            "INSERT INTO bodies SELECT 11, at, kind, person, client, body FROM bodies WHERE sequence = 5",
        ],
        11,
        "record 11 does not follow",
    ),
    "inserted beside": (
        ["INSERT INTO bodies SELECT 40, at, kind, person, client, body FROM bodies WHERE sequence = 5"],
        40,
        "record 40 has no link",
    ),
}


@pytest.mark.parametrize("way", TAMPERED)
def test_what_was_done_to_a_record_is_found_and_named(place: Place, way: str) -> None:
    statements, number, sentence = TAMPERED[way]
    journal = place.open()
    write_some(journal, 10)
    assert verify_journal(journal).intact
    journal.close()
    place.run(*statements)
    journal = place.open()
    found = verify_journal(journal)
    journal.close()
    assert found.findings[0].sequence == number
    assert sentence in " / ".join(finding.sentence for finding in found.findings)


def test_an_anchor_finds_what_was_cut_off(place: Place) -> None:
    journal = place.open()
    write_some(journal, 10)
    anchor = take_anchor(journal)
    write_some(journal, 3)
    assert verify_journal(journal, [anchor]).intact
    journal.close()
    place.run("DELETE FROM bodies WHERE sequence > 8", "DELETE FROM chain WHERE sequence > 8")
    journal = place.open()
    unseen = verify_journal(journal)
    assert unseen.intact
    assert "no anchor was given" in unseen.notes[-1]
    (finding,) = verify_journal(journal, [anchor]).findings
    assert "records 9 to 10 were cut off" in finding.sentence
    journal.close()


def test_an_anchor_finds_a_chain_that_was_made_anew(place: Place) -> None:
    journal = place.open()
    write_some(journal, 10)
    anchors = [take_anchor(journal)]
    with journal.database.reading() as transaction:
        bodies = dict(transaction.execute("SELECT sequence, body FROM bodies"))  # type: ignore[arg-type]
    bodies[5] = bodies[5].replace("number 4", "number 9")
    before, statements = beginning(journal.name), []
    for sequence, body in sorted(bodies.items()):
        before = link(sequence, before, hash_of(body))
        statements.append(
            f"UPDATE chain SET body_hash = '{hash_of(body)}', hash = '{before}' WHERE sequence = {sequence}"
        )
    journal.close()
    place.run(f"UPDATE bodies SET body = '{bodies[5]}' WHERE sequence = 5", *statements)
    journal = place.open()
    assert verify_journal(journal).intact
    (finding,) = verify_journal(journal, anchors).findings
    assert "record 10, or one before it, is not the one" in finding.sentence
    (finding,) = verify_journal(journal, [replace(anchors[0], journal="another")]).findings
    assert "another journal" in finding.sentence
    journal.close()


def test_a_clock_that_was_set_back_is_noted_and_no_fault(place: Place) -> None:
    opened = place.open()
    back = Journal(opened.database, opened.pseudonyms, "small", now=lambda: next(moments))
    now = clock()
    first, second = now(), now()
    moments = iter([second, first])
    write_some(back, 2)
    found = verify_journal(back)
    assert found.intact
    assert "record 2 is dated before record 1" in found.notes[0]
    opened.close()


def test_anchors_are_read_back_from_their_file(journal: Journal, tmp_path: Path) -> None:
    write_some(journal, 1)
    anchor = take_anchor(journal)
    file = tmp_path / "anchors"
    file.write_text(f"{anchor.line()}\n\n{anchor.line()}\n")
    assert read_anchors(file) == (anchor, anchor)


@pytest.mark.parametrize("text", ["", "\n", "{}", "nonsense", "[" * 100_000, '{"journal": 1, "sequence": "x"}'])
def test_a_file_that_holds_no_anchor_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "anchors"
    file.write_text(text)
    with pytest.raises(JournalError, match="anchor"):
        read_anchors(file)
    with pytest.raises(JournalError, match="cannot be read"):
        read_anchors(tmp_path / "absent")


def test_an_empty_journal_is_intact_and_has_an_anchor(journal: Journal) -> None:
    anchor = take_anchor(journal)
    assert anchor == Anchor(journal.name, 0, beginning(journal.name), anchor.at)
    write_some(journal, 1)
    assert verify_journal(journal, [anchor]).intact
