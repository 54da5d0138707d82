"""Folders that are replaced together, whole or not at all, whatever stops the process in the midst of it."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import polars as pl

from credit_panel.errors import CreditPanelError, PortfolioError
from credit_panel.scoring.sealing import restrict

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ENGINE_NUMBER = re.compile(r"\(os error (\d+)\)")
_FRESH, _FORMER, _LOCK, _PLAN = "fresh", "former", "lock", "exchange.json"

Place = tuple[Path, Path]
"""Where a folder goes, and the folder beside it in which it is made."""


@contextmanager
def staged(*finals: Path) -> Iterator[tuple[Path, ...]]:
    """Give an empty folder for each of `finals`; put all in their places when the block ends well.

    Each is made beside its place, on the same disk, and is its owner's and their group's alone. Whatever ends the block
    otherwise, Ctrl-C too, and even in the midst of the exchange, leaves what was there. Of a process that was killed,
    `recover` completes the exchange or clears up.

    Raises
    ------
    PortfolioError
        When the disk is full, or a quota or limit is reached.
    """
    recover(*finals)
    with ExitStack() as stack:
        places: list[Place] = []
        try:
            for final in finals:
                final.parent.mkdir(parents=True, exist_ok=True)
                staging = stack.enter_context(scratch(final))
                places.append((final, staging))
                (staging / _FRESH).mkdir()
            yield tuple(staging / _FRESH for _, staging in places)
            for _, staging in places:
                restrict(staging / _FRESH)
            _exchange(places)
        except (CreditPanelError, OSError, pl.exceptions.PolarsError) as error:
            if is_full_disk(error):
                raise PortfolioError(
                    f"The disk has no room left to write {' and '.join(map(str, finals))}: free some space and build "
                    "again; what was there before is unchanged."
                ) from error
            raise


@contextmanager
def scratch(final: Path) -> Iterator[Path]:
    """Give a folder beside `final` that is removed in the end, by `recover` where the process is killed before."""
    with _alone_in(final.parent):
        folder = Path(tempfile.mkdtemp(prefix=f".{final.name}-", dir=final.parent))
        lock = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def recover(*finals: Path) -> None:
    """Finish what processes that were killed have left beside some folders.

    An exchange that had begun is completed, so that folders which belong together are together again; anything else is
    removed. What a living process is at work on is left alone, and so is all where nothing may be written.
    """
    for final in finals:
        with suppress(OSError), _alone_in(final.parent):
            for folder in sorted(final.parent.glob(f".{final.name}-*")):
                if folder.is_dir() and _is_working(folder, final):
                    _finish(final, folder)


def _finish(final: Path, folder: Path) -> None:
    lock = _lock(folder)
    if lock is None:
        return
    try:
        if plan := _planned(final, folder):
            for place, staging in plan:
                if (staging / _FRESH).is_dir():
                    _put(place, staging)
                if staging != folder:
                    shutil.rmtree(staging, ignore_errors=True)
        elif (folder / _FORMER).is_dir() and not final.exists():
            (folder / _FORMER).rename(final)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


def _planned(final: Path, folder: Path) -> list[Place]:
    """Return the exchange that was begun, if there is one; a plan that `_exchange` does not write is none.

    Its places are told from the working folder on, since all may have been copied elsewhere, and nothing is touched
    but places with a working folder of their name beside them.
    """
    try:
        told = json.loads((folder / _PLAN).read_text(encoding="utf-8"))
        places = [(Path(os.path.normpath(folder / place)), Path(os.path.normpath(folder / by))) for place, by in told]
    except (OSError, ValueError, TypeError, RecursionError):
        return []
    fits = all(staging.parent == place.parent and _is_working(staging, place) for place, staging in places)
    return places if fits and (final, folder) in places else []


def _is_working(folder: Path, final: Path) -> bool:
    """Whether a folder is one in which `final` is made; the name of another may begin with its name and a hyphen."""
    start = f".{final.name}-"
    return folder.name.startswith(start) and "-" not in folder.name.removeprefix(start) and not folder.is_symlink()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep others from making or clearing working folders in `folder` meanwhile."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int | None:
    """Lock a working folder for as long as this process lives; None when another has it."""
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


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


def _put(final: Path, staging: Path) -> None:
    if final.exists():
        final.rename(staging / _FORMER)
    (staging / _FRESH).rename(final)


def _exchange(places: Sequence[Place]) -> None:
    """Move each fresh folder to its place, or none; the plan, written first, is what `recover` completes."""
    plan = places[0][1] / _PLAN
    written = plan.with_suffix(".part")
    with written.open("w", encoding="utf-8") as file:
        json.dump([[os.path.relpath(path, plan.parent) for path in place] for place in places], file)
        file.flush()
        os.fsync(file.fileno())  # an empty plan would be none
    written.rename(plan)
    try:
        for final, staging in places:
            _put(final, staging)
    except BaseException:
        for final, staging in reversed(places):
            if not (staging / _FRESH).exists():
                final.rename(staging / _FRESH)
            if (staging / _FORMER).exists():
                (staging / _FORMER).rename(final)
        plan.unlink(missing_ok=True)
        raise
