"""A server process started as `panel_serve.sh` starts it, ended by process id."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from credit_panel.pages.visitor_page import FOOTER_PAGES, PAGES
from credit_panel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "credit_panel" / "pages"


class ServerStoppedError(Exception):
    """The server ended before it answered; holds its exit code and what it said."""

    def __init__(self, code: int, said: str) -> None:
        self.code, self.said = code, said
        super().__init__(f"exit code {code}:\n{said}")


@contextmanager
def serving(settings: Settings, log: Path, *, warm: bool = True, port: int = 0) -> Iterator[str]:
    """Serve the model and portfolio of `settings`; give the address once it answers.

    Parameters
    ----------
    warm
        Whether the model is opened before the server answers, as users have it.
    port
        Port to listen on; a free one when 0.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = free.getsockname()[1]
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
        "CREDIT_PANEL_MODEL": settings.model,
        "PYTHONPATH": str(ROOT / "tests"),
    }
    host = f"127.0.0.1:{port}"
    scripts = [str(FOLDER / f"{page}.py") for page in (*PAGES, *FOOTER_PAGES)]
    command = [sys.executable, "-m", "panel", "serve", *scripts]
    command += ["--index", PAGES[0], "--server", "fastapi"]
    command += ["--setup", str(FOLDER / "warm.py")] if warm else []
    command += ["--plugins", "credit_panel.api", "--plugins", "pages.census"]
    command += ["--address", "127.0.0.1", "--port", str(port), "--allow-websocket-origin", host]
    command += ["--unused-session-lifetime", "5000", "--check-unused-sessions", "500"]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://{host}/census", process, log)
            yield f"http://{host}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(720):
        if (code := process.poll()) is not None:
            raise ServerStoppedError(code, log.read_text())
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(f"the server did not come up:\n{log.read_text()}")
