"""What is worked out of a model and its portfolio once, and kept for all visitors of a process.

What is kept holds the model, the portfolio or columns of it. So all of it is let go of together when another model is
served: those who still look at the former one have it worked out again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import _lru_cache_wrapper, lru_cache
from typing import Any, TypeVar

T = TypeVar("T")

_ALL: list[_lru_cache_wrapper[Any]] = []


def kept(most: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Return a decorator that keeps what a function returned, of as many arguments as that, those asked for last."""

    def keep(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        remembering = lru_cache(maxsize=most)(function)
        _ALL.append(remembering)
        return remembering

    return keep


def forget_kept() -> None:
    """Let go of all that is kept of any model."""
    for remembering in _ALL:
        remembering.cache_clear()
