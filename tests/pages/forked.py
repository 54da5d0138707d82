"""Server processes forked from one that has imported what they import: one such for each process of the tests."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]


class Forked:
    """A server's process.

    Parameters
    ----------
    arguments, environ, log
        Of `panel`, of the process, and the file for what it says.
    """

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str], log: Path) -> None:
        self.pid = int(_ask(arguments=list(arguments), environ=dict(environ), log=str(log)))
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return its exit code, as `subprocess` does; None while it runs."""
        if self._code is None:
            self._code = _ask(ended=self.pid)
        return self._code

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float) -> int:
        """Return its exit code once it has ended."""
        until = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > until:
                self.kill()
                raise TimeoutError(f"the server did not end within {timeout} seconds")
            time.sleep(0.02)
        return code


@cache
def _imported() -> subprocess.Popen[str]:
    environ = os.environ | {"PYTHONPATH": str(TESTS)}
    command = [sys.executable, "-m", "pages.imported"]
    process = subprocess.Popen(
        command, cwd=TESTS.parent, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(_end, process)
    return process


def _ask(**asked: Any) -> Any:
    process = _imported()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def _end(process: subprocess.Popen[str]) -> None:
    process.communicate()
