"""A real nginx before a server, with what a bank's proxy does."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAM = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
NGINX = pytest.mark.skipif(PROGRAM is None, reason="there is no nginx")

WEBSOCKETS = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_;"
"""Lets websockets through, which nginx does not do by itself."""
OWN_NAME = "proxy_set_header Host $http_host;"
"""Tells the server the name that the browser asked for; by itself nginx asks the server under the server's own."""

_CONFIGURATION = """
daemon off; {user} worker_processes 1; error_log stderr warn; pid {folder}/nginx.pid;
events {{ }}
http {{
    access_log off; client_max_body_size 100m; server_tokens off;
    {temporary}
    map $http_upgrade $connection_ {{ default upgrade; "" close; }}
    {servers}
}}
"""
_SERVER = "server {{ listen 127.0.0.1:{port}; location {prefix}/ {{ proxy_pass {server}/; {lines} }} }}"
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@contextmanager
def proxied(server: str, folder: Path, places: Mapping[int, tuple[str, str]]) -> Iterator[None]:
    """Have nginx stand before a server.

    Parameters
    ----------
    places
        By port, the prefix that is stripped and what else is configured there.
    """
    servers = [
        _SERVER.format(port=port, prefix=prefix, server=server, lines=lines) for port, (prefix, lines) in places.items()
    ]
    with running(" ".join(servers), folder, places):
        yield


def checked(servers: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Have nginx say what it thinks of a configuration that stands within its ``http``."""
    command = [*_written(servers, folder), "-t"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@contextmanager
def running(servers: str, folder: Path, ports: Iterable[int]) -> Iterator[None]:
    """Have nginx run with a configuration that stands within its ``http``, once it listens on all ports."""
    command = _written(servers, folder)
    with (folder / "nginx.log").open("w") as log, subprocess.Popen(command, stderr=log) as process:
        try:
            for port in ports:
                _wait_for(port, process, folder / "nginx.log")
            yield
        finally:
            process.terminate()


def _written(servers: str, folder: Path) -> list[str]:
    text = _CONFIGURATION.format(
        user="user root;" if os.geteuid() == 0 else "",
        folder=folder,
        temporary=" ".join(f"{kind}_temp_path {folder}/{kind};" for kind in _KINDS),
        servers=servers,
    )
    (folder / "nginx.conf").write_text(text)
    return [str(PROGRAM), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(400):
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(log.read_text())
