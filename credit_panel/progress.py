"""Progress of long steps: a bar in a terminal, log lines elsewhere."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

logger = logging.getLogger("credit_panel")
_bars: ContextVar[bool] = ContextVar("bars", default=True)


@contextmanager
def without_bars() -> Iterator[None]:
    """Let steps of the block tell their progress in the log alone, in a terminal too."""
    token = _bars.set(False)
    try:
        yield
    finally:
        _bars.reset(token)


class Step:
    """One long step; call `advance` as its parts get done."""

    def __init__(self, name: str, total: float | None, bar: Progress | None = None, task: TaskID | None = None) -> None:
        self.name = name
        self.total = total
        self.done = 0.0
        self._started = time.perf_counter()
        self._bar = bar
        self._task = task

    @property
    def left(self) -> float:
        """Seconds that the rest takes if it goes on as it went; NaN while nothing is known."""
        if not (self.done and self.total):
            return float("nan")
        return (time.perf_counter() - self._started) * max(self.total / self.done - 1, 0)

    def advance(self, amount: float = 1, *, total: float | None = None) -> None:
        """Move on by `amount`; `total` may be given once it is known."""
        self.total = self.total if total is None else total
        self.done += amount
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self.done, total=self.total)
        elif self.total:
            logger.info("%s: %.0f of %.0f, about %.0f s left", self.name, self.done, self.total, self.left)


@contextmanager
def track(name: str, total: float | None = None) -> Iterator[Step]:
    """Show the progress of the step `name` on standard error while the block runs.

    Parameters
    ----------
    name
        What is being done, as the user reads it.
    total
        How many parts it has; None when unknown.
    """
    started = time.perf_counter()
    if _bars.get() and sys.stderr.isatty():
        time_left = TextColumn("left"), TimeRemainingColumn()
        columns = (TextColumn("{task.description:<42}"), BarColumn(), TimeElapsedColumn(), *time_left)
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task(name, total=total)
            step = Step(name, total, bar, task)
            yield step
            bar.update(task, completed=step.total or 1, total=step.total or 1)
    else:
        logger.info("%s ...", name)
        yield Step(name, total)
        logger.info("%s: done in %.1f s", name, time.perf_counter() - started)
