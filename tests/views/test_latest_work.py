"""Work beside the event loop ends under the page's lock, whatever broke, and only while the visitor is there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from panel.io.state import set_curdoc

from credit_panel.errors import UnforeseenError
from credit_panel.views.latest_work import LatestWork


def in_a_loop(work: Callable[[], Awaitable[object]]) -> None:
    """Await in a thread of its own: the browser of other tests has a loop running in this one."""

    async def awaited() -> None:
        await work()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(awaited())).result()


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
        with set_curdoc(self.document):
            work.begin(lambda: outcome, self.ended.append)
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


def test_work_that_breaks_off_ends_the_wait(caplog: pytest.LogCaptureFixture) -> None:
    ended: list[object] = []

    async def visit() -> None:
        LatestWork().begin(lambda: 1 / 0, ended.append)
        while not ended:
            await asyncio.sleep(0.01)

    in_a_loop(visit)
    assert isinstance(ended[0], UnforeseenError)
    assert "ZeroDivisionError" in caplog.text
