"""A visitor's client: opened by number, kept when the number is wrong, never shared."""

from __future__ import annotations

import numpy as np
import pytest

from credit_panel.errors import UnknownClientError
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState
from credit_panel.state.client import RECENT


def test_open_puts_the_explained_client_on_screen(served: ServedModel) -> None:
    state = ClientState(served)
    client_id = int(served.portfolio.ids[3])
    assert state.open(f" {client_id} ")
    assert state.client_id == client_id
    assert state.explanation == served.explain_client(client_id)
    assert state.row["SK_ID_CURR"].item() == client_id


@pytest.mark.parametrize(
    "wanted", ["999999999", "abc", "", "-1", "1e5", "<img src=x onerror=alert(1)>", "٣", "9" * 4000]
)
def test_what_is_no_client_is_said_and_the_open_one_kept(served: ServedModel, wanted: str) -> None:
    state = ClientState(served)
    first = int(served.portfolio.ids[0])
    state.open(first)
    assert not state.open(wanted)
    assert state.client_id == first
    assert state.unknown == wanted.strip()[:40]
    assert state.open(first)
    assert state.unknown == ""


def test_one_change_is_one_notification(served: ServedModel) -> None:
    state = ClientState(served)
    calls = []
    state.param.watch(lambda *events: calls.append(events), ["client_id", "explanation", "row", "recent"])
    state.open(int(served.portfolio.ids[0]))
    assert len(calls) == 1


def test_the_last_opened_are_listed_once_newest_first(served: ServedModel) -> None:
    state = ClientState(served)
    ids = [int(i) for i in served.portfolio.ids[: RECENT + 2]]
    for client_id in [*ids, ids[-2]]:
        state.open(client_id)
    numbers = [number for number, _ in state.recent]
    assert numbers == [ids[-2], ids[-1], *reversed(ids[2:-2])][:RECENT]


def test_two_visitors_share_nothing_that_changes(served: ServedModel) -> None:
    one, other = ClientState(served), ClientState(served)
    one.open(int(served.portfolio.ids[0]))
    assert other.client_id is None
    assert other.recent == []
    assert one.served is other.served


def test_close_shows_no_client(served: ServedModel) -> None:
    state = ClientState(served)
    state.open(int(served.portfolio.ids[0]))
    state.close()
    assert (state.client_id, state.explanation, state.row, state.unknown) == (None, None, None, "")


def everything(state: ClientState) -> dict[str, object]:
    return {**state.param.values(), "row": None if state.row is None else state.row.to_dicts()}


@pytest.mark.parametrize("kind", [int, np.int64])
def test_setting_the_number_opens_that_client(served: ServedModel, kind: type) -> None:
    set_, opened = ClientState(served), ClientState(served)
    first, second = (int(i) for i in served.portfolio.ids[:2])
    for client_id in (first, second):
        opened.open(client_id)
    set_.open(first)
    calls: list[tuple[object, ...]] = []
    set_.param.watch(lambda *events: calls.append(events), ["client_id", "explanation", "row", "recent"])
    set_.client_id = kind(second)
    assert everything(set_) == {**everything(opened), "name": set_.name}
    assert type(set_.client_id) is int
    assert len(calls) == 1
    assert set_.open(second)
    assert set_.explanation.client_id == second


def test_setting_no_number_closes(served: ServedModel) -> None:
    state = ClientState(served, client_id=int(served.portfolio.ids[0]))
    assert state.explanation == served.explain_client(int(served.portfolio.ids[0]))
    state.client_id = None
    assert (state.explanation, state.row) == (None, None)


@pytest.mark.parametrize("wanted", [999_999_999, -1, 0, True, 10**30, "100002", 1.5])
def test_an_impossible_number_is_refused_before_anything_changes(served: ServedModel, wanted: object) -> None:
    state = ClientState(served)
    state.open(int(served.portfolio.ids[0]))
    before = everything(state)
    calls: list[object] = []
    state.param.watch(lambda *events: calls.extend(events), list(ClientState.param))
    with pytest.raises((UnknownClientError, ValueError), match=r"No client has the number|must be an integer"):
        state.client_id = wanted
    assert everything(state) == before
    assert calls == []
    with pytest.raises((UnknownClientError, ValueError)):
        ClientState(served, client_id=wanted)
