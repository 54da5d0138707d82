"""A journal that cannot be written to says so in a sentence, and holds what it held."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from little_room import little_room
from postgres import POSTGRESQL, Postgres

from credit_panel.errors import JournalError
from credit_panel.journal.journal import Journal
from credit_panel.journal.pseudonyms import read_key
from credit_panel.journal.records import Kind
from credit_panel.journal.sqlite import SqliteDatabase
from credit_panel.journal.verification import verify_journal
from journal.places import place_in, write_some


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a journal with three records."""
    place = place_in(tmp_path)
    with closing(place.open()) as journal:
        write_some(journal, 3)
    path = place.settings.journal_file()
    assert path is not None
    return path


def opened(file: Path) -> Journal:
    """Open the journal of a file with little patience."""
    return Journal(SqliteDatabase(file, patience=0.05), read_key(file.with_name("small.journal-key")), "small")


def refusal(journal: Journal) -> JournalError:
    """Return what a write is refused with; nothing of it is kept."""
    before = journal.head()
    with pytest.raises(JournalError, match=r"\.$") as refused:
        journal.append(Kind.DECISION, client_id=1, content={"comment": "x" * 100_000})
    assert journal.head() == before
    assert verify_journal(journal).intact
    return refused.value


def test_another_writer_has_it(file: Path) -> None:
    with closing(opened(file)) as journal, closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refusal(journal).fault == "locked"
        other.execute("ROLLBACK")
        write_some(journal, 1)


def test_who_reads_waits_for_no_writer(file: Path) -> None:
    journal = Journal(SqliteDatabase(file, patience=3), read_key(file.with_name("small.journal-key")), "small")
    with closing(journal), closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        writing = threading.Thread(target=write_some, args=(journal, 1))
        writing.start()
        started = time.monotonic()
        for _ in range(20):
            journal.of(1)
            time.sleep(0.01)
        assert time.monotonic() - started < 1.5
        other.execute("ROLLBACK")
        writing.join()
        assert verify_journal(journal).intact


def test_the_disk_is_full(file: Path) -> None:
    with closing(opened(file)) as journal:
        with little_room(file.stat().st_size + 20_000):
            assert refusal(journal).fault == "full"
        write_some(journal, 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_it_may_only_be_read(file: Path) -> None:
    file.chmod(0o400)
    file.parent.chmod(0o500)
    try:
        with pytest.raises(JournalError) as refused, closing(opened(file)) as journal:
            write_some(journal, 1)
    finally:
        file.parent.chmod(0o700)
    assert refused.value.fault == "read_only"


def test_the_database_lets_nobody_write(file: Path) -> None:
    with closing(opened(file)) as journal:
        with journal.database.writing() as transaction:
            transaction.execute("PRAGMA query_only = ON")
        assert refusal(journal).fault == "read_only"


@pytest.mark.parametrize("content", [b"nonsense" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_the_file_is_no_database(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(JournalError, match="put back a copy") as refused:
        opened(file)
    assert refused.value.fault == "damaged"


@POSTGRESQL
def test_the_server_is_gone_and_comes_back(postgres: Postgres, tmp_path: Path) -> None:
    place = place_in(tmp_path, postgres.fresh())
    with closing(place.open()) as journal:
        write_some(journal, 2)
        name = place.settings.journal.rpartition("/")[2]
        postgres.run("psql", "-d", "postgres", "-c", f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        stop = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
        postgres.run("psql", "-d", "postgres", "-c", stop.format(name))
        with pytest.raises(JournalError) as refused:
            write_some(journal, 1)
        assert refused.value.fault == "unreachable"
        postgres.run("psql", "-d", "postgres", "-c", f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        write_some(journal, 1)
        found = verify_journal(journal)
        assert (found.intact, found.records) == (True, 3)


@POSTGRESQL
def test_a_server_that_only_reads_refuses(postgres: Postgres, tmp_path: Path) -> None:
    place = place_in(tmp_path, postgres.fresh())
    with closing(place.open()) as journal:
        write_some(journal, 2)
    name = place.settings.journal.rpartition("/")[2]
    postgres.run("psql", "-d", "postgres", "-c", f"ALTER DATABASE {name} SET default_transaction_read_only TO on")
    with closing(place.open()) as journal:
        assert refusal(journal).fault == "read_only"


@POSTGRESQL
def test_no_server_answers_and_no_password_is_told(tmp_path: Path) -> None:
    place = place_in(tmp_path, "postgresql://me:secret@127.0.0.1:1/journal?password=secret")
    with pytest.raises(JournalError, match="does not answer") as refused:
        place.open()
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("end", ["", "-wal"])
def test_a_file_that_was_removed_takes_no_record(file: Path, end: str) -> None:
    with closing(opened(file)) as journal:
        write_some(journal, 1)
        file.with_name(file.name + end).unlink()
        for _ in range(2):
            with pytest.raises(JournalError, match="removed or replaced") as refused:
                write_some(journal, 1)
            assert refused.value.fault == "damaged"


def test_a_file_in_the_place_of_the_journal_takes_no_record(file: Path) -> None:
    with closing(opened(file)) as journal:
        copied = file.read_bytes()
        file.unlink()
        file.write_bytes(copied)
        with pytest.raises(JournalError, match="removed or replaced"):
            write_some(journal, 1)
