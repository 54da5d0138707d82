"""A standalone cluster of Spark on this machine, ended by its process numbers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PATIENCE = 120.0


@dataclass
class Cluster:
    """A running cluster.

    Parameters
    ----------
    master
        Its address.
    workers
        Their processes.
    """

    master: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def executors(self) -> list[tuple[int, int]]:
        """Return each executor that runs: its worker's place in `workers`, and its own process number."""
        found = []
        for place, worker in enumerate(self.workers):
            for child in _children(worker.pid):
                if b"CoarseGrainedExecutorBackend" in _command(child):
                    found.append((place, child))
        return found


@contextmanager
def standalone(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Start a master and some workers with a core each, give them, and end them."""
    import pyspark

    home = Path(pyspark.__file__).parent
    environ = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        with (folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(home / "bin" / "spark-class"), *arguments],
                env=environ,
                cwd=folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    port = _free_port()
    master = f"spark://127.0.0.1:{port}"
    place = "org.apache.spark.deploy"
    try:
        start("master", f"{place}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        _await(folder / "master.log", "I have been elected leader")
        cluster = Cluster(master)
        for number in range(workers):
            options = ["--host", "127.0.0.1", "--cores", "1", "--memory", "1g", "--webui-port", "0"]
            work = ["--work-dir", str(folder / f"work-{number}")]
            cluster.workers.append(start(f"worker-{number}", f"{place}.worker.Worker", *options, *work, master))
        for number in range(workers):
            _await(folder / f"worker-{number}.log", "Successfully registered with master")
        yield cluster
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # its executors too
            process.wait()


def _await(log: Path, words: str) -> None:
    until = time.monotonic() + PATIENCE
    while words not in log.read_text(errors="replace"):
        if time.monotonic() > until:
            raise TimeoutError(f"{log.name} does not say {words!r}:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            if task.name != str(pid)
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
