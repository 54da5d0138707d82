"""How much one address may ask for in a time, as a setting says it: `200/second`, `60/minute;1000/hour`, `none`."""

from __future__ import annotations

import math
import os
import re
import sys
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from credit_panel.errors import SettingsError

if TYPE_CHECKING:
    from limits.strategies import RateLimiter

LIBRARY = "limits.strategies"
"""What counts; it takes a while to load, which the first page does not wait for."""

UPLOAD_SETTING, UPLOAD_LIMIT = "CREDIT_PANEL_UPLOAD_LIMIT", "60/minute"
"""The setting that says how many files one address may send, and what holds where it is not set."""

_BACK = 1.0
"""Seconds by which the clock of the day has to fall behind the one that only goes on to have been put back."""

_NONE = "none"
_WRITTEN = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")


class RateLimit:
    """A limit on how often one asker comes, counted in this process.

    Parameters
    ----------
    text
        The limit as it is written, ``none`` for none; several are parted by ``;``.
    setting
        Where it was given, to name when it cannot be used.

    Raises
    ------
    SettingsError
        When it is no limit.

    Examples
    --------
    >>> limit = RateLimit("2/minute")
    >>> [limit.seconds_to_wait("192.0.2.7") > 0 for _ in range(3)]
    [False, False, True]
    """

    def __init__(self, text: str, setting: str = "The limit") -> None:
        self.text = text.strip().lower()
        parts = [part.strip() for part in self.text.split(";")]
        if self.text != _NONE and not all(map(_WRITTEN.fullmatch, parts)):
            raise SettingsError(
                f"{setting} is {text[:40]!r}: give a number for each second, minute, hour or day, as in 60/minute or "
                f"20/second;600/minute, or {_NONE}."
            )
        self._parts = [] if self.text == _NONE else parts
        self._making = threading.Lock()
        self._limiter: RateLimiter | None = None
        self._items: list[Any] = []
        self._ahead = -math.inf

    @classmethod
    def from_env(cls, setting: str, usual: str, environ: Mapping[str, str] | None = None) -> RateLimit:
        """Read a limit from the environment; what is not set, or empty, is the usual one.

        Raises
        ------
        SettingsError
            When what is set is no limit.
        """
        return cls((os.environ if environ is None else environ).get(setting) or usual, setting)

    @property
    def is_ready(self) -> bool:
        """Whether the library that counts is loaded already, or nothing is counted."""
        return not self._parts or LIBRARY in sys.modules

    def seconds_to_wait(self, who: str) -> int:
        """Count that somebody comes; return 0 when they may, else after how many seconds they may again."""
        if not self._parts:
            return 0
        if self._clock_was_put_back():
            self._limiter = None
        limiter = self._limiter or self._make()
        spent = [item for item in self._items if not limiter.test(item, who)]
        if not spent:
            for item in self._items:
                limiter.hit(item, who)
            return 0
        now = time.time()  # the library's clock
        latest = max(limiter.get_window_stats(item, who).reset_time for item in spent)
        return math.floor(latest - now) + 1

    def _clock_was_put_back(self) -> bool:
        """Return whether what was counted lies in what is now the future, where it would count for as long as that.

        Nobody who asks can put the clock back, so that to count anew lets nobody in more often.
        """
        before, self._ahead = self._ahead, time.time() - time.monotonic()
        return self._ahead < before - _BACK

    def _make(self) -> RateLimiter:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import MovingWindowRateLimiter

        with self._making:
            if self._limiter is None:
                self._items = [parse(part) for part in self._parts]
                self._limiter = MovingWindowRateLimiter(MemoryStorage())
            return self._limiter
