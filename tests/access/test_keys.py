"""Keys of the API."""

from __future__ import annotations

import pytest

from access.conftest import Clock
from credit_panel.access.actions import Action
from credit_panel.access.keys import PREFIX, Keys
from credit_panel.access.store import AccessError, Store

DAY = 86_400.0


@pytest.fixture
def keys(store: Store, clock: Clock) -> Keys:
    return Keys(store, clock)


def test_a_key_is_good_for_its_actions_alone(keys: Keys) -> None:
    token = keys.add("nightly", [Action.SCORE_APPLICATIONS], DAY)
    assert token.startswith(PREFIX)
    key = keys.get(token)
    assert key is not None
    assert key.ruling(Action.SCORE_APPLICATIONS).granted_by == "key nightly"
    assert not [a for a in Action if a != Action.SCORE_APPLICATIONS and key.ruling(a).allowed]


def test_a_key_ends_and_can_be_taken_back(keys: Keys, clock: Clock) -> None:
    ending, taken = keys.add("one", [Action.VIEW_MODEL], DAY), keys.add("two", [Action.VIEW_MODEL], 9 * DAY)
    keys.revoke("two")
    assert keys.get(taken) is None
    clock.seconds += DAY + 1
    assert keys.get(ending) is None
    with pytest.raises(AccessError, match="no key"):
        keys.revoke("two")


def test_a_name_is_given_once(keys: Keys) -> None:
    keys.add("one", [Action.VIEW_MODEL], DAY)
    keys.revoke("one")
    with pytest.raises(AccessError, match="is or was"):
        keys.add("one", [Action.VIEW_MODEL], DAY)


@pytest.mark.parametrize("name", ["", "a", "A b", "x" * 65])
def test_odd_names_are_refused(keys: Keys, name: str) -> None:
    with pytest.raises(AccessError, match="cannot be used"):
        keys.add(name, [Action.VIEW_MODEL], DAY)


def test_a_key_for_nothing_is_refused(keys: Keys) -> None:
    with pytest.raises(AccessError, match="good for nothing"):
        keys.add("one", [], DAY)


def test_last_use_is_kept_and_no_secret(keys: Keys, clock: Clock, store: Store) -> None:
    token = keys.add("one", [Action.VIEW_MODEL], DAY)
    assert keys.everyone()[0].used == 0
    clock.seconds += 5
    key = keys.get(token)
    assert key is not None
    keys.note(key)
    assert keys.everyone()[0].used == clock.seconds
    assert not [file for file in store.file.parent.iterdir() if token.encode() in file.read_bytes()]
