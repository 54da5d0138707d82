"""A real PostgreSQL, of the tests alone: its own folder, its own port, ended with them."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from nginx import free_ports


def _programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest where there are several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)


PROGRAMS = _programs()
POSTGRESQL = pytest.mark.skipif(PROGRAMS is None, reason="there is no PostgreSQL")
_OWNER = "postgres" if os.geteuid() == 0 else None  # it refuses to be root


@dataclass(frozen=True)
class Postgres:
    """A running server.

    Parameters
    ----------
    port
        Where it listens, on this machine alone.
    folder
        Where its data lies.
    """

    port: int
    folder: Path

    def fresh(self) -> str:
        """Make an empty database and return its address."""
        name = f"journal_{uuid.uuid4().hex}"
        self.run("createdb", name)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs against the server."""
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        subprocess.run([str(PROGRAMS / program), *where, *arguments], check=True, capture_output=True, cwd="/")  # type: ignore[operator]


@contextmanager
def running() -> Iterator[Postgres]:
    """Start a server in a folder of its own."""
    assert PROGRAMS is not None
    with tempfile.TemporaryDirectory() as made:
        folder, (port,) = Path(made), free_ports(1)
        if _OWNER:
            shutil.chown(folder, _OWNER)
        data = folder / "data"
        setup = [str(PROGRAMS / "initdb"), "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]
        subprocess.run(setup, check=True, capture_output=True, user=_OWNER, cwd=folder)
        control = [str(PROGRAMS / "pg_ctl"), "-D", str(data), "-w"]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        start = [*control, "-l", str(folder / "log"), "-o", options, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, user=_OWNER, cwd=folder)
        try:
            yield Postgres(port, folder)
        finally:
            subprocess.run(
                [*control, "-m", "immediate", "stop"], check=True, capture_output=True, user=_OWNER, cwd=folder
            )
