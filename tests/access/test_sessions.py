"""Sessions: how they begin and end."""

from __future__ import annotations

import pytest

from access.conftest import Clock
from credit_panel.access.people import People
from credit_panel.access.roles import Role
from credit_panel.access.sessions import LONGEST, Sessions
from credit_panel.access.store import Store

IDLE = 600.0


@pytest.fixture
def sessions(store: Store, clock: Clock) -> Sessions:
    People(store).add("anna", [Role.ADVISOR])
    return Sessions(store, IDLE, clock)


def test_a_session_says_who_it_is_and_what_they_are_now(sessions: Sessions, store: Store) -> None:
    token = sessions.begin("anna")
    found = sessions.get(token)
    assert found is not None
    assert (found.user.name, found.user.roles) == ("anna", (Role.ADVISOR,))
    People(store).set_roles("anna", [Role.AUDITOR])
    found = sessions.get(token)
    assert found is not None
    assert found.user.roles == (Role.AUDITOR,)


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "a" * 10_000, "' OR 1=1 --"])
def test_a_made_up_secret_opens_nothing(sessions: Sessions, token: str) -> None:
    sessions.begin("anna")
    assert sessions.get(token) is None


def test_what_is_kept_of_a_secret_opens_nothing(sessions: Sessions, store: Store) -> None:
    sessions.begin("anna")
    (row,) = store.read("SELECT token FROM sessions")
    assert sessions.get(str(row[0])) is None


def test_who_does_nothing_is_out_and_who_does_something_stays(sessions: Sessions, clock: Clock) -> None:
    idle, busy = sessions.begin("anna"), sessions.begin("anna")
    clock.seconds += IDLE - 1
    sessions.note(busy)
    clock.seconds += 2
    assert sessions.get(idle) is None
    assert sessions.get(busy) is not None
    sessions.note(idle)
    assert sessions.get(idle) is None


def test_a_day_of_work_ends_whatever_is_done(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("anna")
    for _ in range(int(LONGEST / IDLE * 2) - 1):
        clock.seconds += IDLE / 2
        sessions.note(token)
        assert sessions.get(token) is not None
    clock.seconds += IDLE / 2 + 1
    sessions.note(token)
    assert sessions.get(token) is None


def test_a_clock_that_is_put_back_makes_no_session_longer(sessions: Sessions, clock: Clock) -> None:
    idle, busy = sessions.begin("anna"), sessions.begin("anna")
    clock.seconds -= 3_600
    assert sessions.get(busy) is not None, "nobody who works is thrown out"
    sessions.note(busy)
    clock.seconds += IDLE + 1
    assert sessions.get(idle) is None
    assert sessions.get(busy) is None


def test_a_clock_that_is_put_forward_ends_sessions_and_new_ones_hold(sessions: Sessions, clock: Clock) -> None:
    before = sessions.begin("anna")
    clock.seconds += 86_400
    assert sessions.get(before) is None
    assert sessions.get(sessions.begin("anna")) is not None


def test_the_provider_is_asked_though_the_clock_was_put_back(sessions: Sessions, clock: Clock) -> None:
    token = sessions.begin("anna")
    clock.seconds -= 3_600
    assert sessions.take_turn(token, 300)
    assert not sessions.take_turn(token, 300)


def test_log_out_here_and_everywhere(sessions: Sessions) -> None:
    one, two, three = (sessions.begin("anna") for _ in range(3))
    sessions.end(one)
    assert [sessions.get(token) is None for token in (one, two, three)] == [True, False, False]
    sessions.end_all_of("anna")
    assert sessions.get(two) is sessions.get(three) is None


def test_logging_in_takes_the_place_of_what_the_browser_had(sessions: Sessions) -> None:
    before = sessions.begin("anna")
    after = sessions.begin("anna", instead_of=before)
    assert before != after
    assert sessions.get(before) is None
    assert sessions.get(after) is not None
