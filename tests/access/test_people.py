"""Users, their passwords and the addresses at which they choose one."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from access.conftest import PASSWORD, Clock
from credit_panel.access.people import INVITED_FOR, People
from credit_panel.access.roles import Role
from credit_panel.access.sessions import Sessions
from credit_panel.access.store import AccessError, Store
from credit_panel.access.tokens import kept


@pytest.fixture
def people(store: Store, clock: Clock) -> People:
    return People(store, clock)


@pytest.fixture
def anna(people: People) -> str:
    people.add("anna.martin", [Role.ADVISOR])
    people.set_password("anna.martin", PASSWORD)
    return "anna.martin"


def test_nobody_is_there_before_the_file_is(people: People, store: Store) -> None:
    assert people.everybody() == []
    assert people.knows("anna", PASSWORD) is None
    assert not store.file.exists()


def test_who_gives_the_password_is_known(people: People, anna: str) -> None:
    found = people.knows(anna, PASSWORD)
    assert found is not None
    assert found.roles == (Role.ADVISOR,)
    assert people.knows(anna, PASSWORD + "x") is None
    assert people.knows(anna, "") is None
    assert people.knows("nobody", "nobody has this password") is None
    assert people.knows("ANNA.MARTIN", PASSWORD) is None


def test_the_file_is_its_owners_and_holds_no_secret(people: People, anna: str, store: Store) -> None:
    invitation = people.invite(anna)
    session = Sessions(store, 60.0).begin(anna)
    for file in store.file.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file
        held = file.read_bytes()
        assert not [secret for secret in (PASSWORD, invitation, session) if secret.encode() in held]
    assert [row[0] for row in store.read("SELECT token FROM sessions")] == [kept(session)]
    assert str(store.read("SELECT password FROM users")[0][0]).startswith("$argon2id$")


def test_a_file_that_others_may_read_is_not_used(people: People, anna: str, store: Store) -> None:
    store.close()
    store.file.chmod(0o640)
    with pytest.raises(AccessError, match="chmod 600"):
        people.knows(anna, PASSWORD)


def test_a_file_that_is_none_is_told(store: Store) -> None:
    store.file.write_bytes(b"no database" * 200)
    store.file.chmod(0o600)
    with pytest.raises(AccessError, match="cannot be used"):
        People(store).everybody()


def test_a_file_of_another_version_is_not_used(people: People, anna: str, store: Store) -> None:
    with store.writing() as file:
        file.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(AccessError, match="another version"):
        people.get(anna)


def test_a_file_that_was_put_back_is_opened_anew(people: People, anna: str, store: Store, tmp_path: Path) -> None:
    other = Store(tmp_path / "other")
    People(other).add("bea", [Role.ADMIN])
    other.close()
    os.replace(other.file, store.file)
    assert [user.name for user in people.everybody()] == ["bea"]


@pytest.mark.parametrize("name", ["", "a", "Anna", "anna martin", "anna\n", "../x", "-anna", "anna.", "ééé", "a" * 65])
def test_odd_names_are_refused(people: People, name: str) -> None:
    with pytest.raises(AccessError, match="cannot be used"):
        people.add(name, [Role.ADVISOR])


def test_no_second_user_is_taken_for_the_first(people: People, anna: str) -> None:
    people.revoke(anna)
    for name in ("anna.martin", "annamartin", "anna-martin", "a.n.n.a_martin"):
        with pytest.raises(AccessError, match="already"):
            people.add(name, [Role.ADVISOR])


@pytest.mark.parametrize("password", ["", "short", "x" * 201, "anna.martinanna", "Credit-Panel-2026"])
def test_poor_passwords_are_refused(people: People, anna: str, password: str) -> None:
    with pytest.raises(AccessError, match="password cannot be taken"):
        people.set_password(anna, password)


def test_roles_take_the_place_of_the_former_ones(people: People, anna: str) -> None:
    people.set_roles(anna, [Role.AUDITOR, Role.ANALYST, Role.AUDITOR])
    found = people.get(anna)
    assert found is not None
    assert found.roles == (Role.ANALYST, Role.AUDITOR)


def test_a_revoked_user_is_out(people: People, anna: str, store: Store) -> None:
    sessions = Sessions(store, 60.0)
    session, invitation = sessions.begin(anna), people.invite(anna)
    people.revoke(anna)
    assert people.knows(anna, PASSWORD) is None
    assert sessions.get(session) is None
    assert people.invited(invitation) is None
    assert people.accept(invitation, PASSWORD) is None
    for change in (people.revoke, people.invite):
        with pytest.raises(AccessError, match="no user"):
            change(anna)
    with pytest.raises(AccessError, match="no user"):
        people.set_roles(anna, [Role.ADMIN])


def test_another_password_ends_the_sessions(people: People, anna: str, store: Store) -> None:
    sessions = Sessions(store, 60.0)
    session = sessions.begin(anna)
    people.set_password(anna, PASSWORD * 2)
    assert sessions.get(session) is None
    assert people.knows(anna, PASSWORD) is None


def test_an_invitation_is_good_once(people: People) -> None:
    people.add("bea", [Role.ADVISOR])
    token = people.invite("bea")
    found = people.invited(token)
    assert found is not None
    assert found.name == "bea"
    assert not found.ready
    assert people.accept(token, PASSWORD) is not None
    assert people.invited(token) is None
    assert people.accept(token, PASSWORD * 2) is None
    assert people.knows("bea", PASSWORD) is not None


def test_of_two_at_once_one_uses_it(people: People) -> None:
    people.add("bea", [Role.ADVISOR])
    token = people.invite("bea")
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: people.accept(token, f"{PASSWORD} {n}"), range(4)))
    assert sum(user is not None for user in found) == 1


def test_a_poor_choice_leaves_the_invitation(people: People) -> None:
    people.add("bea", [Role.ADVISOR])
    token = people.invite("bea")
    with pytest.raises(AccessError, match="password cannot be taken"):
        people.accept(token, "short")
    assert people.accept(token, PASSWORD) is not None


def test_an_invitation_ends(people: People, clock: Clock) -> None:
    people.add("bea", [Role.ADVISOR])
    token = people.invite("bea")
    clock.seconds += INVITED_FOR + 1
    assert people.accept(token, PASSWORD) is None


def test_a_later_invitation_takes_the_place_of_the_first(people: People) -> None:
    people.add("bea", [Role.ADVISOR])
    first, second = people.invite("bea"), people.invite("bea")
    assert people.invited(first) is None
    assert people.invited(second) is not None
