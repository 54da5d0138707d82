"""Folders that are replaced together, whole or not at all."""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from credit_panel.errors import CreditPanelError, PortfolioError

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ENGINE_NUMBER = re.compile(r"\(os error (\d+)\)")
_FRESH, _FORMER = "fresh", "former"


@contextmanager
def staged(*finals: Path) -> Iterator[tuple[Path, ...]]:
    """Give an empty folder for each of `finals`; put all in their places when the block ends well.

    Each is made beside its place, on the same disk. Whatever ends the block otherwise, Ctrl-C too, and even in the
    midst of the exchange, leaves what was there.

    Raises
    ------
    PortfolioError
        When the disk is full, or a quota or limit is reached.
    """
    places: list[tuple[Path, Path]] = []
    try:
        for final in finals:
            final.parent.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
            places.append((final, staging))
            # The folder that mkdtemp makes is the owner's alone; the one that is served follows the umask.
            (staging / _FRESH).mkdir()
        yield tuple(staging / _FRESH for _, staging in places)
        _exchange(places)
    except (CreditPanelError, OSError, pl.exceptions.PolarsError) as error:
        if is_full_disk(error):
            raise PortfolioError(
                f"The disk has no room left to write {' and '.join(map(str, finals))}: free some space and build "
                "again; what was there before is unchanged."
            ) from error
        raise
    finally:
        for _, staging in places:
            shutil.rmtree(staging, ignore_errors=True)


def is_full_disk(error: BaseException) -> bool:
    """Whether `error`, or what it came from, says that a file found no more room.

    Polars gives the system's error as text within its own.
    """
    cause: BaseException | None = error
    while cause is not None:
        number = cause.errno if isinstance(cause, OSError) else None
        if number is None and (found := _ENGINE_NUMBER.search(str(cause))):
            number = int(found[1])
        if number in _NO_ROOM:
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _exchange(places: Sequence[tuple[Path, Path]]) -> None:
    """Move each fresh folder to its place, or none."""
    try:
        for final, staging in places:
            if final.exists():
                final.rename(staging / _FORMER)
            (staging / _FRESH).rename(final)
    except BaseException:
        for final, staging in reversed(places):
            if not (staging / _FRESH).exists():
                final.rename(staging / _FRESH)
            if (staging / _FORMER).exists():
                (staging / _FORMER).rename(final)
        raise
