"""The file of users, as an earlier version wrote it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from access.conftest import Clock
from credit_panel.access.claims import Claimed
from credit_panel.access.identities import Identities
from credit_panel.access.people import People
from credit_panel.access.roles import Role
from credit_panel.access.sessions import Sessions
from credit_panel.access.store import Store
from credit_panel.access.tokens import kept

FIRST_FORMAT = """
CREATE TABLE users (name TEXT PRIMARY KEY, roles TEXT NOT NULL, password TEXT NOT NULL, revoked INTEGER NOT NULL);
CREATE TABLE sessions (token TEXT PRIMARY KEY, user TEXT NOT NULL, begun REAL NOT NULL, seen REAL NOT NULL);
CREATE TABLE invitations (token TEXT PRIMARY KEY, user TEXT NOT NULL, ends REAL NOT NULL);
CREATE TABLE keys (name TEXT PRIMARY KEY, token TEXT NOT NULL UNIQUE, actions TEXT NOT NULL, made REAL NOT NULL,
                   ends REAL NOT NULL, used REAL NOT NULL, revoked INTEGER NOT NULL);
PRAGMA user_version = 1;
"""


def test_a_file_of_the_first_format_goes_on_with_its_users_and_sessions(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "users.sqlite"
    path.touch(0o600)
    with sqlite3.connect(path) as file:
        file.executescript(FIRST_FORMAT)
        file.execute("INSERT INTO users VALUES ('anna', 'advisor', 'x', 0)")
        file.execute("INSERT INTO sessions VALUES (?, 'anna', ?, ?)", (kept("token"), clock(), clock()))
    file.close()
    store = Store(path)
    assert People(store).get("anna") is not None
    sessions = Sessions(store, 600.0, clock)
    found = sessions.get("token")
    assert found is not None
    assert found.user.roles == (Role.ADVISOR,)
    assert sessions.sealed("token") == ""
    user = Identities(Store(path)).enter("https://login.bank.example", Claimed("s-1", "anna", (Role.AUDITOR,)))
    assert user.name == "anna"


def test_one_of_all_servers_takes_its_turn(store: Store, clock: Clock) -> None:
    People(store).add("anna", [Role.ADVISOR])
    one, other = Sessions(store, 600.0, clock), Sessions(Store(store.file), 600.0, clock)
    token = one.begin("anna", seal=lambda secret: f"sealed for {secret}")
    assert one.sealed(token) == f"sealed for {token}"
    assert not one.take_turn(token, 300)
    clock.seconds += 301
    assert [one.take_turn(token, 300), other.take_turn(token, 300)] == [True, False]
