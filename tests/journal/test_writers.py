"""Real processes write and are killed: what was acknowledged is there, and the chain has one end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from credit_panel.journal.verification import verify_journal
from journal.places import Place

ROOT = Path(__file__).resolve().parents[2]


def start(place: Place, writers: int, count: int) -> subprocess.Popen[str]:
    """Start a process that writes; it has a group of its own, so that nothing else is killed with it."""
    arguments = [str(place.settings.data_dir), place.settings.journal, str(writers), str(count)]
    environ = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("writer.py")), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environ,
    )


def links(place: Place) -> dict[int, str]:
    """Return the link of each record, of a journal that verifies."""
    with closing(place.open()) as journal:
        found = verify_journal(journal)
        assert found.intact, found.findings
        entries = {entry.sequence: entry.hash for entry in journal.entries()}
        assert list(entries) == list(range(1, found.head + 1))
        return entries


@pytest.mark.slow
def test_a_process_killed_at_any_point_of_50_writes_loses_nothing_it_acknowledged(place: Place) -> None:
    acknowledged: dict[int, str] = {}
    for after in range(50):
        process = start(place, writers=1, count=50)
        assert process.stdout is not None
        for _ in range(after):
            number, link = process.stdout.readline().split()
            acknowledged[int(number)] = link
        os.kill(process.pid, signal.SIGKILL)
        for line in process.stdout.read().splitlines(keepends=True):
            if line.endswith("\n"):
                number, link = line.split()
                acknowledged[int(number)] = link
        process.wait()
        process.stdout.close()
    kept = links(place)
    assert acknowledged.items() <= kept.items()
    assert len(acknowledged) >= sum(range(50))


def test_twenty_writers_in_two_processes_neither_fork_the_chain_nor_lose_a_record(place: Place) -> None:
    processes = [start(place, writers=10, count=5) for _ in range(2)]
    said = [process.communicate(timeout=120)[0].split("\n") for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    acknowledged = {int(line.split()[0]): line.split()[1] for lines in said for line in lines if line}
    assert links(place) == acknowledged
    assert len(acknowledged) == 100
