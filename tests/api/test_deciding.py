"""Who may send a decision, under which name, and which of two that come at once is recorded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pytest
from api.addresses import OTHERS
from fastapi.testclient import TestClient

from credit_panel.access.actions import Action
from credit_panel.access.gate import Visitor
from credit_panel.access.keys import Key
from credit_panel.access.people import User
from credit_panel.access.roles import Role
from credit_panel.api.body import RefusedError
from credit_panel.api.deciding import keep_sent
from credit_panel.api.decision_bodies import DecisionRequest, ReasonName
from credit_panel.decisions.decision import REASONS
from credit_panel.decisions.lasting import lasting_log
from credit_panel.journal.opening import current_journal
from credit_panel.journal.records import DECISIONS, Kind
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

Body = dict[str, Any]


def test_of_two_that_come_at_once_one_is_recorded(client: TestClient, body: Body, served_model: ServedModel) -> None:
    log = lasting_log(Settings.from_env(), served_model)

    def keep(key: str) -> str:
        try:
            return keep_sent(DecisionRequest(**body), key, served=served_model, log=log, who=None).hash
        except RefusedError as error:
            return error.refusal.kind

    with ThreadPoolExecutor(8) as threads:
        same = set(threads.map(keep, ["same"] * 8))
        others = set(threads.map(keep, [f"own-{number}" for number in range(8)]))
    (entry,) = current_journal(Settings.from_env()).entries(DECISIONS)
    assert same == {entry.hash}
    assert others == {"decided-meanwhile"}


def by_key(*actions: Action) -> Visitor:
    return Visitor("key:branches", key=Key("branches", actions, 0.0, 0.0, 0.0, revoked=False))


def by_user(name: str, *roles: Role) -> Visitor:
    return Visitor(name, User(name, roles))


@pytest.fixture
def keep(client: TestClient, body: Body, served_model: ServedModel) -> Callable[..., Any]:
    """Returns the record of a decision that somebody sends, or the kind of its refusal."""
    log = lasting_log(Settings.from_env(), served_model)

    def keep(who: Visitor, key: str = "", **change: Any) -> Any:
        request = DecisionRequest(**body | change)
        try:
            return keep_sent(request, key, served=served_model, log=log, who=who)
        except RefusedError as error:
            return error.refusal.kind, [problem["field"] for problem in error.fields]

    return keep


def test_a_key_vouches_for_who_decides_and_is_on_record(keep: Callable[..., Any]) -> None:
    entry = keep(by_key(Action.DECIDE), "a1")
    assert entry.person == "Anne Martin"
    assert entry.content["sent"]["by"] == "key:branches"
    assert keep(by_key(Action.DECIDE), "a1") == entry
    assert keep(by_key(Action.DECIDE), person=None, standing=entry.sequence) == ("bad-decision", ["person"])


def test_who_is_logged_in_decides_under_their_own_name(keep: Callable[..., Any]) -> None:
    advisor = by_user("anna", Role.ADVISOR)
    assert keep(advisor) == ("bad-decision", ["person"])
    assert keep(advisor, person=None).person == "anna"
    assert keep(by_user("carl", Role.AUDITOR), person=None, standing=2) == ("forbidden", [])


def test_the_second_decision_asks_for_more(keep: Callable[..., Any], body: Body) -> None:
    first = keep(by_key(Action.DECIDE), decided=OTHERS[body["decided"]], reason="data_wrong")
    second = {"standing": first.sequence, "person": "B. Durand"}
    assert keep(by_key(Action.DECIDE), **second) == ("forbidden", [])
    assert keep(by_key(Action.DECIDE, Action.REVIEW), **second).kind == Kind.REVIEW


def test_the_documentation_lists_the_reasons_there_are() -> None:
    assert get_args(ReasonName) == tuple(REASONS)
