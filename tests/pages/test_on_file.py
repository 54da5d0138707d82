"""What is on file is looked up beside the event loop, and not at all where nothing is or may be changed."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.document import Document
from event_loop import in_a_loop
from panel.io.state import set_curdoc

from credit_panel.amendments.client_data import ClientData
from credit_panel.amendments.on_file import OnFile
from credit_panel.amendments.version import Version
from credit_panel.errors import JournalError
from credit_panel.pages import on_file
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState

TURNS = 20
"""Turns of the event loop for which the journal keeps its answer back."""


class Journal:
    """The log of a journal that answers when it is let."""

    def __init__(self) -> None:
        self.asked = 0
        self.answers = threading.Event()

    def latest(self, _: int) -> Version | None:
        self.asked += 1
        assert self.answers.wait(30)
        return None

    def has_any(self) -> bool:
        self.asked += 1
        assert self.answers.wait(30)
        return False


@pytest.fixture
def journal() -> Iterator[Journal]:
    made = Journal()
    yield made
    made.answers.set()


class Visit:
    """A page whose visitor opens a client, with a document whose next ticks wait to be done."""

    def __init__(self, served: ServedModel) -> None:
        self.document = Document()
        here = SimpleNamespace(session=None)
        self.document._session_context = lambda: here
        self.header = SimpleNamespace(notice="")
        self.page: Any = SimpleNamespace(served=served, header=self.header, language="en", parts={}, following=False)
        self.look_up = on_file.LookUp(self.page)
        self.client = ClientState(served, data_of=self.look_up.data_of, ahead=self.look_up.ahead)

    def open(self, number: int) -> None:
        with set_curdoc(self.document):
            assert self.client.open(number)

    def ticks(self) -> list[Callable[..., Any]]:
        found = [callback.callback for callback in self.document.session_callbacks]
        for callback in self.document.session_callbacks:
            self.document.remove_next_tick_callback(callback)
        return found


def reads(monkeypatch: pytest.MonkeyPatch, journal: Journal, *, keeps: bool) -> None:
    found = OnFile(lambda: journal, keeps=keeps)  # type: ignore[arg-type,return-value]
    monkeypatch.setattr(on_file, "on_file", lambda: found)
    monkeypatch.setattr(on_file, "keeps_changes", lambda: keeps)


@pytest.mark.parametrize("keeps", [True, False])
def test_the_loop_turns_while_the_journal_is_asked(
    served: ServedModel, journal: Journal, monkeypatch: pytest.MonkeyPatch, keeps: bool
) -> None:
    reads(monkeypatch, journal, keeps=keeps)
    monkeypatch.setattr(on_file, "PATIENCE", 60.0)
    monkeypatch.setattr(on_file, "_UNTOLD", 0.0)
    visit, number = Visit(served), int(served.portfolio.ids[3])
    visit.open(number)
    assert (visit.client.client_id, visit.client.opening) == (None, number)
    (look,) = visit.ticks()

    async def beside_others() -> None:
        looking = asyncio.ensure_future(look())
        for _ in range(TURNS):
            await asyncio.sleep(0.005)
        assert not looking.done()
        (tell,) = visit.ticks()
        tell()
        assert "Looking up what is on file" in visit.header.notice
        journal.answers.set()
        await looking

    in_a_loop(beside_others)
    assert journal.asked == 1
    for end in visit.ticks():
        end()
    assert (visit.client.client_id, visit.client.opening, visit.header.notice) == (number, None, "")
    assert visit.client.data_trouble == ""


@pytest.mark.parametrize(("keeps", "trouble"), [(True, "unreachable"), (False, "")])
def test_a_journal_that_does_not_answer_is_told_where_it_matters(
    served: ServedModel, journal: Journal, monkeypatch: pytest.MonkeyPatch, keeps: bool, trouble: str
) -> None:
    reads(monkeypatch, journal, keeps=keeps)
    monkeypatch.setattr(on_file, "PATIENCE", 0.02)
    visit, number = Visit(served), int(served.portfolio.ids[3])
    visit.open(number)
    for look in visit.ticks():
        in_a_loop(look)
    for end in visit.ticks():
        end()
    assert (visit.client.client_id, visit.client.data_trouble) == (number, trouble)
    assert visit.client.data == ClientData(served, number)


def test_nobody_is_asked_once_it_is_known_that_nothing_was_changed(
    served: ServedModel, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, journal, keeps=False)
    journal.answers.set()
    assert on_file.on_file().data_of(served, int(served.portfolio.ids[3])).number == 1
    visit = Visit(served)
    for number in served.portfolio.ids[3:6].tolist():
        visit.open(number)
        assert visit.client.client_id == number
    assert (visit.ticks(), journal.asked) == ([], 1)


def test_who_is_asked_for_last_is_opened(
    served: ServedModel, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, journal, keeps=True)
    journal.answers.set()
    visit, (first, second) = Visit(served), served.portfolio.ids[3:5].tolist()
    visit.open(first)
    visit.open(second)
    for look in reversed(visit.ticks()):
        in_a_loop(look)
    for end in visit.ticks():
        end()
    assert (visit.client.client_id, visit.client.opening) == (second, None)


def test_a_client_that_was_not_looked_up_is_not_waited_for(
    served: ServedModel, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(monkeypatch, journal, keeps=True)
    with pytest.raises(JournalError):
        Visit(served).look_up.data_of(int(served.portfolio.ids[3]))
    assert journal.asked == 0
