"""Where a command writes a table or a document, and in which format: the ending of its name says."""

from __future__ import annotations

import argparse
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from credit_panel.errors import SettingsError

if TYPE_CHECKING:
    import polars as pl

Writer = Callable[[Any, Any], object]

WRITERS: Mapping[str, Writer] = MappingProxyType(
    {
        ".parquet": lambda frame, out: frame.write_parquet(out),
        ".csv": lambda frame, out: frame.write_csv(out),
        ".jsonl": lambda frame, out: frame.write_ndjson(out),
        ".ndjson": lambda frame, out: frame.write_ndjson(out),
    }
)
"""How a table is written, by the ending of the name in small letters."""


def _write_bytes(content: bytes, out: Path | IO[bytes]) -> object:
    return out.write_bytes(content) if isinstance(out, Path) else out.write(content)


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
    """

    name: str

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
        path, write = self._target, self._writer
        if self.is_standard or self._is_special:
            content = io.BytesIO()
            write(made, content)
            if self.is_standard:
                sys.stdout.buffer.write(content.getbuffer())
                sys.stdout.buffer.flush()
                return
            # neither made nor cut short: it is there, and may have had other writers
            with open(os.open(path, os.O_WRONLY), "wb") as special:
                special.write(content.getbuffer())
            return
        rights = stat.S_IMODE(path.stat().st_mode) if path.exists() else _NEW_FILE
        with tempfile.TemporaryDirectory(prefix=".scores-", dir=path.parent) as aside:
            whole = Path(aside, "whole")
            write(made, whole)
            whole.chmod(rights)
            whole.replace(path)

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
        ending = Path(self.name).suffix.lower()
        if not ending and (self.is_standard or self._is_special):
            ending = ".csv"
        if ending not in WRITERS:
            raise SettingsError(
                f"--out is {self.name}, whose ending is none of {', '.join(WRITERS)}: give it the one of the format "
                "you want, or '-' for CSV on standard output."
            )
        return WRITERS[ending]


@dataclass(frozen=True, slots=True)
class PdfOutput(Output):
    """A place to write a document to, as PDF; what is a file, pipe or device is treated as for a table."""

    @property
    def _writer(self) -> Writer:
        ending = Path(self.name).suffix.lower()
        if ending != ".pdf" and (ending or not (self.is_standard or self._is_special)):
            raise SettingsError(
                f"--out is {self.name}, whose ending is not .pdf: give it that one, or '-' for standard output."
            )
        return _write_bytes


def add_output(parser: argparse.ArgumentParser) -> None:
    """Let a command take ``--out``."""
    parser.add_argument(
        "--out",
        type=Output,
        required=True,
        metavar="FILE",
        help="file to write, .parquet, .csv, .jsonl or .ndjson; '-' is CSV on standard output; a link's target is "
        "written, and a pipe or device is written into, as CSV where its name has no ending",
    )
