"""Where a command writes a table or a document, and in which format: the ending of its name says."""

from __future__ import annotations

import argparse
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from credit_panel.errors import SettingsError

if TYPE_CHECKING:
    import polars as pl

Parts = Iterable["pl.DataFrame"]
Metadata = Mapping[str, str]
Writer = Callable[[Any, "Path | IO[bytes]", Metadata], int]
"""Writes a table part by part, so that one part alone is in memory, and returns how many rows it has."""


def _as_parquet(parts: Parts, out: Path | IO[bytes], metadata: Metadata) -> int:
    """Write one Parquet file, whose parts are kept beside it, or with the system's passing files, until it is whole."""
    import polars as pl

    rows = 0
    with tempfile.TemporaryDirectory(dir=out.parent if isinstance(out, Path) else None) as aside:
        files = []
        for number, part in enumerate(parts):
            files.append(Path(aside, f"{number:06d}.parquet"))
            part.write_parquet(files[-1], compression="lz4")
            rows += part.height
        whole = out if isinstance(out, Path) else Path(aside, "whole")
        pl.scan_parquet(files, glob=False).sink_parquet(whole, maintain_order=True, metadata=dict(metadata))
        if not isinstance(out, Path):
            with whole.open("rb") as made:
                shutil.copyfileobj(made, out)
    return rows


def _as_text(write: Callable[[pl.DataFrame, IO[bytes], bool], object]) -> Writer:
    def written(parts: Parts, out: Path | IO[bytes], metadata: Metadata) -> int:
        rows = 0
        with out.open("wb") if isinstance(out, Path) else nullcontext(out) as file:
            for number, part in enumerate(parts):
                content = io.BytesIO()  # what Polars writes itself into a pipe that broke, it tells as another error
                write(part, content, number == 0)
                file.write(content.getbuffer())
                rows += part.height
        return rows

    return written


WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        ".parquet": _as_parquet,
        ".csv": _as_text(lambda part, out, first: part.write_csv(out, include_header=first)),
        ".jsonl": _as_text(lambda part, out, first: part.write_ndjson(out)),
        ".ndjson": _as_text(lambda part, out, first: part.write_ndjson(out)),
    }
)
"""How a table is written, by the ending of the name in small letters."""

FORMATS = ("parquet", "csv", "jsonl")
"""What can be asked for where the name has no such ending."""


def write_bytes(content: Iterable[bytes], out: Path | IO[bytes], metadata: Metadata) -> int:
    """Write a document, which has one part."""
    with out.open("wb") if isinstance(out, Path) else nullcontext(out) as file:
        return sum(file.write(part) for part in content)


STANDARD_OUTPUT = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
_NEW_FILE = 0o640
"""Rights of a new file: what it holds is about clients."""


@dataclass(frozen=True, slots=True)
class Output:
    """A place to write a table to.

    A file is replaced once all of it is written, so that none is ever left half; of a link it is the target that is
    replaced. What is no file, such as a pipe or a device, is written into and stays what it is.

    Parameters
    ----------
    name
        What the user wrote: a path, or ``-`` for standard output.
    format
        One of `FORMATS`, whatever the ending; empty for what the ending says.
    """

    name: str
    format: str = ""

    @property
    def is_standard(self) -> bool:
        """Whether it is standard output, where nothing but the table may be written then."""
        return self.name in STANDARD_OUTPUT

    @property
    def messages(self) -> IO[str]:
        """Where the command says what it did."""
        return sys.stderr if self.is_standard else sys.stdout

    def check(self) -> None:
        """Raise `SettingsError` when the place cannot be written to; called before any work is done."""
        _ = self._writer
        if self.is_standard:
            if sys.stdout is None:
                raise SettingsError("--out is standard output, which is closed: name a file.")
            return
        path = self._target
        if path.is_dir():
            raise SettingsError(f"--out is {self.name}, which is a folder: name a file in it.")
        if not path.parent.is_dir():
            raise SettingsError(f"The folder {path.parent} of --out does not exist: make it first.")
        place = path if self._is_special else path.parent
        if not os.access(place, os.W_OK):
            raise SettingsError(f"--out is {self.name}, and {place} may not be written to: name another file.")

    def write(self, made: pl.DataFrame | bytes) -> None:
        """Write a table or a document, whole or not at all where it becomes a file."""
        self.write_parts([made], {})

    def write_parts(self, parts: Iterable[Any], metadata: Metadata) -> int:
        """Write a table part by part, whole or not at all where it becomes a file, and return how many rows it has.

        Parameters
        ----------
        metadata
            What is written of the table into a Parquet file.
        """
        path, write = self._target, self._writer
        if self.is_standard:
            rows = write(parts, sys.stdout.buffer, metadata)
            sys.stdout.buffer.flush()
            return rows
        if self._is_special:
            # neither made nor cut short: it is there, and may have had other writers
            with open(os.open(path, os.O_WRONLY), "wb") as special:
                return write(parts, special, metadata)
        rights = stat.S_IMODE(path.stat().st_mode) if path.exists() else _NEW_FILE
        with tempfile.TemporaryDirectory(prefix=".scores-", dir=path.parent) as aside:
            whole = Path(aside, "whole")
            rows = write(parts, whole, metadata)
            whole.chmod(rights)
            whole.replace(path)
        return rows

    @property
    def _target(self) -> Path:
        """The path that is written to: that which a link leads to, but for those of the system to open files."""
        path = Path(self.name)
        return path if self.name.startswith(("/dev/", "/proc/")) else Path(os.path.realpath(path))

    @property
    def _is_special(self) -> bool:
        path = self._target
        return self.name.startswith(("/dev/", "/proc/")) or (path.exists() and not path.is_file() and not path.is_dir())

    @property
    def _writer(self) -> Writer:
        ending = f".{self.format}" if self.format else Path(self.name).suffix.lower()
        if not ending and (self.is_standard or self._is_special):
            ending = ".csv"
        if ending not in WRITERS:
            raise SettingsError(
                f"--out is {self.name}, whose ending is none of {', '.join(WRITERS)}: give it the one of the format "
                "you want, or '-' for CSV on standard output."
            )
        return WRITERS[ending]


def add_output(parser: argparse.ArgumentParser) -> None:
    """Let a command take ``--out`` and ``--format``; `chosen_output` returns what was asked for."""
    parser.add_argument(
        "--out",
        type=Output,
        required=True,
        metavar="FILE",
        help="file to write, .parquet, .csv, .jsonl or .ndjson; '-' is CSV on standard output; a link's target is "
        "written, and a pipe or device is written into, as CSV where its name has no ending",
    )
    parser.add_argument("--format", choices=FORMATS, help="format to write, whatever the ending of --out is")


def chosen_output(args: argparse.Namespace) -> Output:
    """Return where a command writes, in the format that it was asked for."""
    return replace(args.out, format=args.format or "")
