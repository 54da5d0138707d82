"""A server that is told to end is gone in time, whatever it is doing."""

from __future__ import annotations

import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from credit_panel.server.ending import SECONDS_TO_END
from credit_panel.server.timeouts import SECONDS_FOR_ANSWERS
from server import raw
from server.raw import HALF_SENT

BUSY = """
import asyncio, socket, sys, threading, time
import uvicorn
from credit_panel.server.ending import end_in_time
from credit_panel.server.timeouts import WholeRequests

def compute():
    while True:
        sum(range(10_000))

async def answer(scope, receive, send):
    what = scope["path"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
    if what == "/thread":
        asyncio.get_running_loop().run_in_executor(None, compute)
    elif what == "/loop":
        await asyncio.sleep(0.2)
        compute()

end_in_time(2.0)
with socket.create_server(("127.0.0.1", 0)) as listener:
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(answer, http=WholeRequests, lifespan="off", log_config=None, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listener])
"""


@pytest.mark.parametrize(
    ("told", "doing", "cut_off"),
    [
        (signal.SIGTERM, "/nothing", False),
        (signal.SIGTERM, "/thread", False),  # uvicorn ends by the signal itself, which waits for no thread
        (signal.SIGTERM, "/loop", True),
        (signal.SIGINT, "/thread", True),
    ],
)
def test_it_ends_whatever_it_does(told: signal.Signals, doing: str, cut_off: bool) -> None:
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = f"http://127.0.0.1:{process.stdout.readline().strip()}"
            with urlopen(address + doing) as answer:  # noqa: S310 - our own server
                assert answer.read() == b"ok"
            lines = [raw.opened(address) for _ in HALF_SENT]
            for line, begun in zip(lines, HALF_SENT, strict=True):
                line.sendall(begun)
            process.send_signal(told)
            said = process.communicate(timeout=60)[1]
            assert process.returncode in ({128 + told} if cut_off else {128 + told, -told})
            assert ("still computes" in said) == (process.returncode > 0)
        finally:
            process.kill()
            for line in lines:
                line.close()


def test_answers_have_their_time_before_the_process_ends() -> None:
    assert SECONDS_FOR_ANSWERS < SECONDS_TO_END < 20
