"""The seals of a portfolio's files: all of each is sealed, and looked at as far as the time allows.

To read a large portfolio whole takes seconds, which nobody waits for at each start. So a file is cheaply known by its
size and by its end, where Parquet keeps what it knows of the rest; `check_files` reads all of it where that is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from credit_panel.errors import PortfolioError
from credit_panel.scoring.sealing import digest

TAIL = 65_536
"""Bytes at the end of a file that are looked at whenever it is opened."""

SMALL = 100_000_000
"""Bytes of a portfolio that is read whole whenever it is opened: about a tenth of a second."""


@dataclass(frozen=True, slots=True)
class FileSeal:
    """What is known of a file: its size in bytes, the SHA-256 of all of it and that of its last `TAIL` bytes."""

    size: int
    sha256: str
    tail: str


def seal_files(folder: Path, *, without: str) -> dict[str, FileSeal]:
    """Return the seals of all files in a folder and below it but one, by their paths from there."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: FileSeal(path.stat().st_size, digest(path), _tail(path))
        for name, path in names.items()
        if name != without
    }


def check_files(folder: Path, seals: Mapping[str, FileSeal], *, whole: bool | None = None) -> None:
    """Look at each file; one that is not as it was written is named.

    Parameters
    ----------
    whole
        Whether all of each file is read; None reads all of a portfolio of at most `SMALL` bytes.

    Raises
    ------
    PortfolioError
        When a file is missing, cut or changed.
    """
    whole = sum(seal.size for seal in seals.values()) <= SMALL if whole is None else whole
    for name, seal in seals.items():
        path = folder / name
        try:
            size = path.stat().st_size
            if size != seal.size:
                raise _fault(path, f"has {size:,} bytes where the build wrote {seal.size:,}")
            if (digest(path) != seal.sha256) if whole else (_tail(path) != seal.tail):
                raise _fault(path, "was changed after it was built")
        except FileNotFoundError as error:
            raise _fault(path, "is missing") from error
        except OSError as error:
            raise _fault(path, f"cannot be read ({error.strerror})") from error


def _fault(path: Path, what: str) -> PortfolioError:
    return PortfolioError(f"{path} {what}: build the model and its portfolio again with 'credit-panel build'.")


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - TAIL, 0))
        return hashlib.sha256(file.read()).hexdigest()
