"""A file of users that another program has locked keeps nobody waiting but those who need it."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from event_loop import in_a_loop

from access.guarded import PAGE, Guarded
from access.test_lines import kind_of_answer, line, somebody, token_of
from credit_panel.access.people import People
from credit_panel.access.roles import Role
from credit_panel.access.store import LockedError, Store

LONG = 1.0


@contextmanager
def locked(file: Path) -> Iterator[None]:
    connection = sqlite3.connect(file, isolation_level=None, timeout=20)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.close()


def test_an_event_loop_waits_for_no_lock(store: Store) -> None:
    people = People(store)
    people.add("anna", [Role.ADVISOR])

    async def look() -> None:
        with locked(store.file):
            for _ in range(10):
                with pytest.raises(LockedError, match="locked by another program"):
                    people.get("anna")
        assert people.get("anna") is not None

    begun = time.monotonic()
    in_a_loop(look)
    assert time.monotonic() - begun < LONG


def test_strangers_hold_nobody_up(server: Guarded) -> None:
    async def visit() -> None:
        with locked(server.gate.settings.file):
            strangers = [asyncio.to_thread(server.get, "/client", f"nobody-{number}", **PAGE) for number in range(4)]
            asked = asyncio.gather(*strangers)
            await asyncio.sleep(0.05)
            begun = time.monotonic()
            assert (await asyncio.to_thread(server.get, "/livez")).status_code == 200
            assert time.monotonic() - begun < LONG
            assert {answer.status_code for answer in await asked} == {503}

    in_a_loop(visit)


def test_an_open_page_outlives_a_lock(server: Guarded) -> None:
    _, session = somebody(server, Role.ADVISOR)

    async def visit() -> None:
        async with line(server, token_of(server, session), session) as connection:
            with locked(server.gate.settings.file):
                asked = asyncio.create_task(kind_of_answer(connection))
                await asyncio.sleep(LONG)
                assert not asked.done()
            assert await asked == "PULL-DOC-REPLY"

    in_a_loop(visit)
