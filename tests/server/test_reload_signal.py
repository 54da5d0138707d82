"""SIGHUP asks for another model, and ends a server only whose terminal was closed."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys

import pytest

_PROGRAM = """
import asyncio
from credit_panel.server.reload_signal import RELOAD, reload_when_told
reload_when_told()
async def tell():
    print("ready", flush=True)
    while True:
        await RELOAD.asked()
        print("asked", flush=True)
asyncio.run(tell())
"""


def test_each_is_heard() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        for _ in range(2):
            program.send_signal(signal.SIGHUP)
            assert program.stdout.readline() == "asked\n"
        program.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="a terminal is closed as Linux does it")
def test_a_closed_terminal_ends_it() -> None:
    number, terminal = pty.fork()
    if number == 0:
        os.execv(sys.executable, [sys.executable, "-c", _PROGRAM])  # noqa: S606
    assert os.read(terminal, 100).strip() == b"ready"
    os.kill(number, signal.SIGHUP)
    assert os.read(terminal, 100).strip() == b"asked"
    os.close(terminal)
    assert os.waitpid(number, 0)[1] == signal.SIGTERM
