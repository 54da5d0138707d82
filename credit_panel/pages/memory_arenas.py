"""Let few threads' memory lie apart: what glibc keeps for each of them is seldom given back.

A server answers from some twenty threads. With an arena for each, what a large request took stays with its thread:
after all that the benchmark of attacks sends, the process held 1.32 times what it held before, and 1.15 times with two.
"""

from __future__ import annotations

import ctypes
import os
import sys

MOST = 2
_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h, see mallopt(3)."""


def limit_arenas() -> bool:
    """Limit the arenas that are still to come, unless the environment does; return whether glibc did as it was told."""
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    return mallopt is not None and mallopt(_ARENA_MAX, MOST) == 1
