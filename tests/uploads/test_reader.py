"""Files of strangers, read by a real process: one sentence for each that costs too much, and nothing left behind."""

from __future__ import annotations

import contextlib
import contextvars
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hand_made import hostile
from worker_watch import LINUX, Watch, peak_of, workers

from credit_panel.errors import ApplicationFileError, UploadError
from credit_panel.rate_limit import RateLimit
from credit_panel.uploads import UploadReader
from credit_panel.uploads.reader import MOST_OF_ONE, READER
from credit_panel.uploads.sender import sender
from credit_panel.uploads.worker import outcome_of, watch_memory

SECONDS, MEMORY = 1.0, 300_000_000


@pytest.fixture(autouse=True)
def nobody_else() -> None:
    """End the worker that other tests of this process have left for the next file."""
    READER.close()


@pytest.fixture
def reader() -> Iterator[UploadReader]:
    found = UploadReader(seconds=SECONDS, memory=MEMORY)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("kind", "name", "seconds", "fault"),
    [("applications", "long attribute", 1.0, "slow"), ("drift", "category of a million letters", 60.0, "heavy")],
)
def test_what_passes_a_limit_is_told_and_its_worker_is_gone(
    kind: str, name: str, seconds: float, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader = UploadReader(seconds=seconds, memory=MEMORY)
    content = getattr(hostile, kind.upper())[name]()
    with pytest.raises(UploadError) as caught:
        reader.read(kind, content)
    assert caught.value.fault == fault
    assert workers() == []
    assert f"not read ({fault})" in caplog.text
    assert reader.read("applications", hostile.GOOD).rows == (2,)
    reader.close()


def test_one_worker_reads_files_of_every_kind_one_after_the_other(reader: UploadReader) -> None:
    drift = hostile.parquet(pl.DataFrame({"AMT_CREDIT": [1.0] * 300}))
    reader.read("applications", hostile.GOOD)
    (number,) = workers()
    assert reader.read("drift", drift).count == 300
    with pytest.raises(ApplicationFileError) as caught:
        reader.read("applications", b"a,b\n1,2")
    assert caught.value.fault == "no_field"
    assert reader.read("applications", hostile.GOOD).applications["AMT_CREDIT"].to_list() == [450_000]
    assert workers() == [number]
    reader.close()
    assert workers() == []


def test_a_crowd_waits_for_one_worker_and_the_rest_is_told_to_come_again() -> None:
    reader = UploadReader(seconds=SECONDS, waiting=1)
    faults: list[str] = []

    def send() -> None:
        try:
            reader.read("applications", slow)
        except UploadError as error:
            faults.append(error.fault)

    slow = hostile.long_attribute()
    threads = [threading.Thread(target=send) for _ in range(6)]
    with Watch() as watch:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(faults) == ["busy"] * 4 + ["slow"] * 2
    assert len(watch.seen) == 2
    assert reader.read("applications", hostile.GOOD).rows == (2,)
    reader.close()


def test_nobody_takes_every_place() -> None:
    inside = [threading.Event() for _ in range(MOST_OF_ONE)]
    left = threading.Event()
    slow = hostile.longer_attribute()

    def send(came: threading.Event) -> None:
        def wanted() -> bool:
            came.set()
            return not left.is_set()

        sender.set("203.0.113.9")
        with contextlib.suppress(UploadError):
            patient.read("applications", slow, wanted)

    patient = UploadReader(seconds=60.0, memory=MEMORY)
    threads = [threading.Thread(target=send, args=(came,)) for came in inside]
    for thread in threads:
        thread.start()
    for came in inside:
        assert came.wait(60)
    context = contextvars.copy_context()
    context.run(sender.set, "203.0.113.9")
    with pytest.raises(UploadError) as caught:
        context.run(patient.read, "applications", hostile.GOOD)
    assert caught.value.fault == "busy"
    context.run(sender.set, "203.0.113.10")
    asked = iter((True, True, True))
    with pytest.raises(UploadError):  # it waits for its turn, until it does not want it any more
        context.run(patient.read, "applications", hostile.GOOD, lambda: next(asked, False))
    assert next(asked, None) is None
    left.set()
    for thread in threads:
        thread.join()
    assert context.run(patient.read, "applications", hostile.GOOD).rows == (2,)
    patient.close()


def test_a_file_that_nobody_waits_for_is_not_read_to_its_end() -> None:
    reader = UploadReader(seconds=600.0)
    with pytest.raises(UploadError):
        reader.read("applications", hostile.longer_attribute(), lambda: False)
    assert workers() == []


def test_a_worker_that_somebody_ended_is_replaced(reader: UploadReader) -> None:
    reader.read("applications", hostile.GOOD)
    (number,) = workers()
    os.kill(number, signal.SIGKILL)
    while peak_of(number):
        time.sleep(0.01)
    assert reader.read("applications", hostile.GOOD).rows == (2,)
    assert workers() != [number]


SERVER = """
import sys, threading, time
sys.path.insert(0, sys.argv[1])
from credit_panel.rate_limit import RateLimit
from credit_panel.uploads import UploadReader
from hand_made import hostile
from worker_watch import LINUX, Watch, peak_of, workers
reader = UploadReader(seconds=3)
if sys.argv[2] == "resting":
    reader.read("applications", hostile.GOOD)
else:
    threading.Thread(target=reader.read, args=("applications", hostile.longer_attribute()), daemon=True).start()
    while reader._worker is None:
        time.sleep(0.01)
    time.sleep(1)
print("ready", flush=True)
time.sleep(60)
"""


@LINUX
@pytest.mark.parametrize(
    ("at", "end"), [("resting", signal.SIGKILL), ("resting", signal.SIGINT), ("reading", signal.SIGKILL)]
)
def test_no_worker_outlives_its_server(at: str, end: signal.Signals, tmp_path: Path) -> None:
    tests = str(Path(hostile.__file__).parents[1])
    command = [sys.executable, "-c", SERVER, tests, at]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        (number,) = workers(server.pid)
        server.send_signal(end)
        server.wait()
    gone_by(lambda: not Path(f"/proc/{number}").exists())


def gone_by(gone: Callable[[], bool]) -> None:
    for _ in range(1_000):
        if gone():
            return
        time.sleep(0.02)
    raise AssertionError("the worker lives on")


def test_elsewhere_a_thread_ends_the_process_that_takes_too_much() -> None:
    code = (
        "import sys, threading; from credit_panel.uploads.worker import *\n"
        "threading.Thread(target=watch_memory, args=(peak_memory() + 50_000_000,), daemon=True).start()\n"
        "kept = []\nwhile True: kept.append(bytearray(1_000_000)); time.sleep(0.001)"
    )
    assert watch_memory.__doc__
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 75


def test_who_sends_files_too_often_waits_and_nobody_else() -> None:
    import limits.strategies  # noqa: F401 - the server has it loaded by then

    reader = UploadReader(limit=RateLimit("2/hour"))

    def send(address: str) -> str:
        sender.set(address)
        try:
            reader.read("applications", hostile.GOOD)
        except UploadError as error:
            return error.fault
        return "read"

    def answers(address: str, count: int) -> list[str]:
        return [contextvars.copy_context().run(send, address) for _ in range(count)]

    assert answers("192.0.2.1", 4) == ["read", "read", "often", "often"]
    assert answers("192.0.2.2", 1) == ["read"]
    assert answers("", 3) == ["read"] * 3, "a notebook is nobody's address"
    reader.close()


def test_what_broke_a_reader_is_told_without_its_cells_and_without_folders(capsys: pytest.CaptureFixture[str]) -> None:
    def read(content: bytes) -> None:
        raise ValueError(f"{content.decode()} is no number")

    outcome = outcome_of(read, b"the cell of a client")
    assert isinstance(outcome, UploadError)
    assert outcome.fault == "broken"
    told = capsys.readouterr().err
    assert told.startswith("broke: ValueError at test_reader.py:")
    assert "client" not in told
    assert "/" not in told
