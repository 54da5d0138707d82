"""What one visitor puts on record: done beside the event loop, in the order in which they asked for it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import Context, copy_context
from functools import partial
from typing import Any

import panel as pn

from credit_panel.errors import CreditPanelError
from credit_panel.views.parts.latest_work import WORKERS, outcome_of, show

Work = Callable[[], Any]
Finish = Callable[[Any | CreditPanelError], None]


class OrderedWork:
    """Work of one visitor of which nothing is left out, one after the other.

    What was begun is done also when its page is closed meanwhile; then nobody is told.

    Parameters
    ----------
    prepare
        Called before each piece of work, where the visitors are answered: imports, which no thread makes.
    workers
        The threads that work.
    """

    def __init__(self, prepare: Callable[[], object] = lambda: None, workers: Executor = WORKERS) -> None:
        self._prepare, self._workers = prepare, workers
        self._waiting: deque[tuple[Context, Work, Finish]] = deque()
        self._running = False

    def begin(self, work: Work, finish: Finish) -> None:
        """Run `work` in a thread after all that was begun before; `finish` takes what it returns or raises."""
        self._waiting.append((copy_context(), work, finish))
        if not self._running:
            self._running = True
            pn.state.execute(partial(self._run, pn.state.curdoc))

    async def _run(self, document: Any) -> None:
        try:
            while self._waiting:
                who, work, finish = self._waiting.popleft()
                self._prepare()
                run = asyncio.get_running_loop().run_in_executor
                outcome = await run(self._workers, who.run, outcome_of, work)
                if document is None or document.session_context is not None:  # else the page was closed meanwhile
                    pn.state.execute(partial(_show_at_once, outcome, finish), schedule=True)
        finally:
            self._running = False


def _show_at_once(outcome: Any, finish: Finish) -> None:
    with pn.io.hold():
        show(outcome, finish)
