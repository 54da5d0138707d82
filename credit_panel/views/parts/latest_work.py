"""Numbers that take seconds: worked out beside the event loop, so that the page answers meanwhile."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial

import panel as pn

from credit_panel.errors import CreditPanelError, UnexpectedError
from credit_panel.locale import Translator

logger = logging.getLogger("credit_panel")

Wanted = Callable[[], bool]
"""Tells whether somebody still waits for an outcome: nothing else was asked for, and the page is open."""

_NICE = 10
"""Niceness of the threads that work: whoever edits or opens a page has a core before them; the reader of files too."""


def _step_back() -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), max(os.nice(0), _NICE))


WORKERS = ThreadPoolExecutor(thread_name_prefix="work", initializer=_step_back)

JOURNAL = ThreadPoolExecutor(8, thread_name_prefix="journal", initializer=_step_back)
"""Threads that wait for the journal: while it is slow, nothing else waits for one of them."""


class LatestWork:
    """Work of one view; only what was asked for last is shown, and nothing once the visitor has left.

    Parameters
    ----------
    workers
        The threads that work.
    """

    def __init__(self, workers: Executor = WORKERS) -> None:
        self._asked, self._workers = 0, workers

    def begin[Outcome](
        self,
        work: Callable[[Wanted], Outcome],
        finish: Callable[[Outcome | CreditPanelError], None],
        *,
        prepare: Callable[[], object] = lambda: None,
    ) -> None:
        """Run `work` in a thread, where it must touch nothing on screen; `finish` takes what it returns or raises.

        `finish` runs under the lock of the page: what the visitor does in the same moment is applied before or after
        it. Panel loses a change of the browser that arrives while a coroutine changes the page without that lock.
        What cannot be shown is told as what could not be worked out, so that no page goes on to wait for it.

        Parameters
        ----------
        work
            Called with what tells whether its outcome is still wanted.
        finish
            Called at most once with an outcome, and once more with an `UnexpectedError` when it fails.
        prepare
            Called before the thread begins, where the visitors are answered: imports, which no thread makes.
        """
        self._asked += 1
        asked, document, who = self._asked, pn.state.curdoc, copy_context()
        served = document is not None and document.session_context is not None

        def wanted() -> bool:
            # the session of a closed page is gone, and its document with it
            left = served and document is not None and document.session_context is None
            return asked == self._asked and not left

        async def run_beside() -> None:
            prepare()
            run = asyncio.get_running_loop().run_in_executor
            outcome = await run(self._workers, who.run, outcome_of, partial(work, wanted))

            def end() -> None:
                if wanted():
                    show(outcome, finish)

            pn.state.execute(end, schedule=True)

        pn.state.execute(run_beside)

    def forget(self) -> None:
        """Show nothing of what is being worked out."""
        self._asked += 1


def unforeseen_words(t: Translator) -> str:
    """Return what is told of an `UnexpectedError`."""
    return t.gettext("The server could not work this out: try again, or tell whoever runs it; its log says why.")


def outcome_of[Outcome](work: Callable[[], Outcome]) -> Outcome | CreditPanelError:
    """Return what work returns, or the error that it raises, for whoever waits for it."""
    try:
        return work()
    except CreditPanelError as error:
        return error
    except BaseException:  # a page that waits must be told, whatever broke: a panic of Polars is no Exception
        logger.exception("Work for a page broke off.")
        return UnexpectedError()


def show[Outcome](outcome: Outcome, finish: Callable[[Outcome | CreditPanelError], None]) -> None:
    """Hand over an outcome; where it cannot be shown, that is told in its place."""
    try:
        finish(outcome)
    except Exception:
        logger.exception("What was worked out for a page could not be shown.")
        finish(UnexpectedError())
