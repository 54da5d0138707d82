"""A real JupyterLab on this machine, in a folder of its own, ended by process id."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from credit_panel.settings import Settings

QUIET = '{"fetchNews": "false", "checkForUpdates": false}'
"""Settings under which JupyterLab asks nobody for its news and newer versions."""


@dataclass(frozen=True)
class Laboratory:
    """A running JupyterLab: its address, and the token that opens it."""

    address: str
    token: str

    def notebook(self, name: str) -> str:
        """Return the address of a notebook of the laboratory's folder, alone on its page."""
        return f"{self.address}/doc/tree/{name}?token={self.token}"


@contextmanager
def laboratory(settings: Settings, folder: Path) -> Iterator[Laboratory]:
    """Serve the notebooks in `folder`; kernels find the model and portfolio of `settings`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = folder / ".jupyter"
    quiet = own / "settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text(QUIET)
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
        "CREDIT_PANEL_MODEL": settings.model,
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "IPYTHONDIR": str(own / "ipython"),
    }
    found = Laboratory(f"http://127.0.0.1:{port}", secrets.token_hex(16))
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"]
    command += [f"--IdentityProvider.token={found.token}", "--LabApp.extension_manager=readonly"]
    log = own / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"{found.address}/api?token={found.token}", process, log)
            yield found
        finally:
            process.terminate()  # it shuts its kernels down before it ends
            process.wait(timeout=30)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(480):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"JupyterLab did not come up:\n{log.read_text()}")
