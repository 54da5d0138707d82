"""Work beside the event loop ends under the page's lock, whatever broke, and only while the visitor is there."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from event_loop import in_a_loop, until
from panel.io.state import set_curdoc

from credit_panel.errors import CreditPanelError, UnexpectedError
from credit_panel.views.parts.latest_work import LatestWork


class Visit:
    """A served document whose next ticks are counted by whether the server takes the page's lock for them."""

    def __init__(self) -> None:
        self.document = Document()
        self.here = SimpleNamespace(session=None)
        self.document._session_context = lambda: self.here
        self.ended: list[object] = []

    def ticks(self) -> list[Callable[..., object]]:
        found = [callback.callback for callback in self.document.session_callbacks]
        for callback in self.document.session_callbacks:
            self.document.remove_next_tick_callback(callback)
        return found

    def begin(self, work: LatestWork, outcome: int) -> Callable[..., object]:
        """Have something worked out; return what then changes the page."""
        return self.run(work, lambda: outcome)

    def run(self, work: LatestWork, worked_out: Callable[[], object]) -> Callable[..., object]:
        """Have a function called; return what then changes the page."""
        with set_curdoc(self.document):
            work.begin(lambda _: worked_out(), self.ended.append)
        (run,) = self.ticks()
        assert getattr(run, "nolock", False)
        in_a_loop(run)
        (end,) = self.ticks()
        assert not getattr(end, "nolock", False)
        return end


def test_the_page_changes_under_its_lock() -> None:
    visit = Visit()
    end = visit.begin(LatestWork(), 3)
    assert visit.ended == []
    end()
    assert visit.ended == [3]


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority of their own on Linux alone")
def test_work_lets_the_page_have_the_core() -> None:
    visit = Visit()
    visit.run(LatestWork(), lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))()
    assert visit.ended == [max(10, os.nice(0))]


def test_only_the_latest_work_is_shown() -> None:
    visit, work = Visit(), LatestWork()
    first, second = visit.begin(work, 1), visit.begin(work, 2)
    second()
    first()
    assert visit.ended == [2]


def test_forgotten_work_is_not_shown() -> None:
    visit, work = Visit(), LatestWork()
    end = visit.begin(work, 1)
    work.forget()
    end()
    assert visit.ended == []


def test_nothing_is_shown_to_who_has_left() -> None:
    visit = Visit()
    end = visit.begin(LatestWork(), 3)
    visit.here = None
    end()
    assert visit.ended == []


class PanicError(BaseException):
    """What a panic of Rust becomes: no Exception."""


def ended_by(work: Callable[[object], object], finish: Callable[[object], None] | None = None) -> list[object]:
    """Return what `finish` is called with, once it was called with an error."""
    ended: list[object] = []

    def end(outcome: object) -> None:
        ended.append(outcome)
        if finish is not None:
            finish(outcome)

    async def visit() -> None:
        LatestWork().begin(work, end)
        await until(lambda: any(isinstance(outcome, CreditPanelError) for outcome in ended))

    in_a_loop(visit)
    return ended


@pytest.mark.parametrize("error", [ZeroDivisionError, MemoryError, PanicError])
def test_work_that_breaks_off_ends_the_wait(error: type[BaseException], caplog: pytest.LogCaptureFixture) -> None:
    def work(_: object) -> None:
        raise error

    (ended,) = ended_by(work)
    assert isinstance(ended, UnexpectedError)
    assert error.__name__ in caplog.text


def test_an_outcome_that_cannot_be_shown_is_told_in_its_place(caplog: pytest.LogCaptureFixture) -> None:
    def finish(outcome: object) -> None:
        if outcome == 3:
            raise ValueError("no picture of 3")

    outcome, told = ended_by(lambda _: 3, finish)
    assert outcome == 3
    assert isinstance(told, UnexpectedError)
    assert "no picture of 3" in caplog.text


def test_work_knows_whether_it_is_still_wanted() -> None:
    visit, work, told = Visit(), LatestWork(), []

    def begin() -> None:
        with set_curdoc(visit.document):
            work.begin(told.append, visit.ended.append)
        (run,) = visit.ticks()
        in_a_loop(run)
        visit.ticks()

    begin()
    assert [wanted() for wanted in told] == [True]
    begin()
    assert [wanted() for wanted in told] == [False, True]
    visit.here = None
    assert [wanted() for wanted in told] == [False, False]
