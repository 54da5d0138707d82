"""A server process that does what one does which `panel_serve.sh` starts, ended by process id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from credit_panel.server.command import serve_arguments, serve_environ
from credit_panel.server.listen import DEFAULT_ADDRESS, Listen
from credit_panel.server.origins import at
from credit_panel.settings import Settings
from pages.forked import Forked

ROOT = Path(__file__).resolve().parents[2]


class ServerStoppedError(Exception):
    """The server ended before it answered; holds its exit code and what it said."""

    def __init__(self, code: int, said: str) -> None:
        self.code, self.said = code, said
        super().__init__(f"exit code {code}:\n{said}")


@contextmanager
def serving(
    settings: Settings,
    log: Path,
    *,
    warm: bool = True,
    port: int = 0,
    address: str = DEFAULT_ADDRESS,
    origins: tuple[str, ...] = (),
    environ: Mapping[str, str] = MappingProxyType({}),
    anew: bool = False,
) -> Iterator[str]:
    """Serve the model and portfolio of `settings`; give the address once it answers.

    Parameters
    ----------
    warm
        Whether the model is opened before the server answers, as users have it.
    port
        Port to listen on; a free one when 0.
    address
        Address to listen on.
    origins
        Other names under which browsers may reach it.
    environ
        More of its environment.
    anew
        Whether it is started as users start it, for what is measured; else it is forked from one that has imported.
    """
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((address, port))
        port = free.getsockname()[1]
    listen = Listen(address, port, origins)
    own = os.environ | settings.environ() | serve_environ(listen) | {"PYTHONPATH": str(ROOT / "tests")} | environ
    more = ["--plugins", "pages.census", "--unused-session-lifetime", "5000", "--check-unused-sessions", "500"]
    host = at(address, port)
    arguments = serve_arguments(listen, warm=warm, more=more)
    process = _started(arguments, own, log) if anew else Forked(arguments, own, log)
    try:
        _wait_for(f"http://{host}/census", process, log)
        yield f"http://{host}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _started(arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "credit_panel.server", *arguments]
    with log.open("w") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=subprocess.STDOUT)


def _wait_for(address: str, process: Forked | subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1_800):
        if (code := process.poll()) is not None:
            raise ServerStoppedError(code, log.read_text())
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except urllib.error.HTTPError as answer:
            if answer.code == 401:  # it answers, and asks for a login
                return
            raise
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"the server did not come up:\n{log.read_text()}")
