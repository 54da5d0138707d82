"""uvicorn with the protocols and the log of the server, and a page or two: what is tried here needs no model."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

_PROGRAM = """
import asyncio, logging.config, socket
import uvicorn
from credit_panel.server.descriptors import raise_limit
from credit_panel.server.log_lines import logging_settings
from credit_panel.server.timeouts import uvicorn_settings

MUCH = b"x" * 16_000_000

async def answer(scope, receive, send):
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await asyncio.sleep(0.2)  # in which what was cancelled says so
        await send({"type": "lifespan.shutdown.complete"})
        return
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "bytes": MUCH if message["text"] == "much" else b"ok"})
        return
    body = MUCH if scope["path"] == "/much" else b"ok"
    head = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": head})
    for begin in range(0, len(body), 65_536):
        part = body[begin:begin + 65_536]
        await send({"type": "http.response.body", "body": part, "more_body": begin + len(part) < len(body)})

logging.config.dictConfig(logging_settings())
raise_limit()
settings = uvicorn_settings() | SETTINGS
for kind in ("http", "ws"):
    settings[kind] = type("Hasty", (settings[kind],), PROTOCOL)
with socket.create_server(("127.0.0.1", 0), backlog=settings.get("backlog", 2048)) as listener:
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(answer, log_config=None, lifespan="on", **settings)).run(sockets=[listener])
"""


@contextmanager
def small_server(
    log: Path,
    *,
    settings: Mapping[str, object] = MappingProxyType({}),
    protocol: Mapping[str, object] = MappingProxyType({}),
    files: tuple[int, int] | None = None,
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give the process of a server and its address.

    Parameters
    ----------
    log
        Where it writes what it says.
    settings
        Of uvicorn, in place of ours.
    protocol
        Attributes of the protocols, in place of theirs.
    files
        Soft and hard limit of what it may have open.
    """
    program = f"SETTINGS = {dict(settings)!r}\nPROTOCOL = {dict(protocol)!r}\n{_PROGRAM}"
    with (
        log.open("w") as said,
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
            preexec_fn=None if files is None else lambda: resource.setrlimit(resource.RLIMIT_NOFILE, files),
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield process, f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
