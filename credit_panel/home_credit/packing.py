"""Unpack the files of the tables."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from credit_panel.errors import TablesError

PACKED: dict[str, Any] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
"""What opens a packed file, by its ending."""

_PACK_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, lzma.LZMAError)


def new_folder(extraction: Path) -> Path:
    """Return a new folder for files whose names may be there already."""
    folder = extraction / f"unpacked-{sum(1 for _ in extraction.glob('unpacked-*'))}"
    folder.mkdir()
    return folder


def unpack(packed: Path, target: Path) -> None:
    """Write what a packed file holds.

    Raises
    ------
    TablesError
        When it is damaged.
    """
    try:
        with PACKED[packed.suffix.lower()](packed, "rb") as source, target.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
    except (*_PACK_ERRORS, gzip.BadGzipFile, OSError) as error:
        raise TablesError(f"{packed.name} could not be unpacked ({error}): copy it again, or unpack it.") from error


def unzip(archive: Path, folder: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    """Write the wanted members of `archive` into `folder`, under their own names without sub-folders.

    Returns
    -------
    list of pathlib.Path
        All members; of those that are not wanted the name alone is there.

    Raises
    ------
    TablesError
        When it is no archive, or holds a wanted name twice.
    """
    files: list[Path] = []
    try:
        with zipfile.ZipFile(archive) as content:
            for member in content.infolist():
                name = PurePosixPath(member.filename).name
                if member.is_dir() or "__MACOSX" in member.filename or not name:
                    continue
                target = folder / name
                wanted = is_wanted(name) or len(content.infolist()) == 1
                if name.lower() in {file.name.lower() for file in files}:
                    if not wanted:
                        continue
                    raise TablesError(f"{archive} holds {name} twice, in two sub-folders: keep one of them.")
                files.append(target)
                if not wanted:
                    target.touch()  # its name alone is needed, to tell that it is not read
                    continue
                with content.open(member) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink, 1 << 20)
    except _PACK_ERRORS as error:
        raise TablesError(f"{archive} is not a readable zip archive ({error}): download or copy it again.") from error
    except OSError as error:
        raise TablesError(f"{archive} could not be unpacked into {folder}: {error.strerror or error}.") from error
    return files
