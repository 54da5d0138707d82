"""Which process listens on a port of this machine, as Linux tells it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from credit_panel.errors import SettingsError

_LISTENS = "0A"
"""State of a socket that listens."""


def process_at(port: int) -> int:
    """Return the process that listens on a port of this machine.

    Raises
    ------
    SettingsError
        When there is none that may be told, or the system does not say.
    """
    if not sys.platform.startswith("linux"):
        raise SettingsError("Servers are found by their port on Linux only: send SIGHUP to the server's process.")
    sockets = set(_listening(port))
    if not sockets:
        raise SettingsError(f"Nothing listens on port {port} of this machine: give the server's own with --port.")
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if any(os.readlink(handle) in sockets for handle in (folder / "fd").iterdir()):
                return int(folder.name)
        except OSError:
            continue  # it has ended, or is somebody else's
    raise SettingsError(f"The process on port {port} belongs to somebody else: run this as its user, or as root.")


def _listening(port: int) -> Iterator[str]:
    """Give the sockets that listen on a port, as the links of a process's open files name them."""
    for table in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == _LISTENS and int(local.rpartition(":")[2], 16) == port:
                yield f"socket:[{inode}]"
