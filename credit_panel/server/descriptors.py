"""How many files and connections the process may have open, and how many connections it takes.

Without a bound a few hundred silent connections take all of them: nobody is answered then, and no file can be opened.
"""

from __future__ import annotations

import resource
from contextlib import suppress

_WANTED = 16_384
_MOST = 4_096


def raise_limit() -> None:
    """Raise the soft limit of this process, which many systems set to 1,024, as far as it may and is of use."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(hard, _WANTED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):  # what the system refuses is done without
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """Return how many connections the server keeps; the other half is for files, and for those that are refused."""
    return min(_MOST, _limit() // 2)


def most_at_once() -> int:
    """Return how many connections are taken in one turn of the event loop; some turns pass until one is closed."""
    return max(1, min(256, _limit() // 8))


def _limit() -> int:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _WANTED if soft == resource.RLIM_INFINITY else soft
