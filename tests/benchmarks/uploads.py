"""What strangers' files cost other visitors: ``PYTHONPATH=tests python tests/benchmarks/uploads.py [--seconds 5]``.

A server of its own shows the portfolio that the environment names (CREDIT_PANEL_MODEL ...). One visitor of /client
makes what-if edits, first alone, then while another, in a process of its own that leaves the cores to the first, sends
file after file; the figure is the ratio of the two. The first line says what a mere loop beside the visitor costs on
the machine. A second prober asks the server for nothing but its pulse, whose longest wait is the longest time for which
the server did nothing for anybody. Memory is the largest of the server's process and of its worker's.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import re
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import polars as pl
from benchmarks.visitor import Visitor
from hand_made import hostile
from pages.serving import serving
from rich.console import Console
from rich.table import Table
from worker_watch import peak_of, workers

from credit_panel.features import RAW_FIELDS
from credit_panel.portfolio import Portfolio
from credit_panel.settings import Settings

PULSE = 0.01
AMOUNTS = (200_000.0, 10_000.0, 60)
TABS = {"application": "file", "model": "drift"}


class Prober:
    """The waits of one visitor's edits, and of the pulse, while it is open, in milliseconds."""

    def __init__(self) -> None:
        self.edits: list[float] = []
        self.pulses: list[float] = []

    def __str__(self) -> str:
        middle, late = np.quantile(self.edits, (0.5, 0.95))
        return f"{middle:.0f} / {late:.0f} ms, longest pulse {max(self.pulses):.0f} ms"


@asynccontextmanager
async def probing(visitor: Visitor) -> AsyncIterator[Prober]:
    """Edit and feel the pulse until the block ends."""
    prober, over = Prober(), asyncio.Event()

    async def edit() -> None:
        first, step, count = AMOUNTS
        place = 0
        while not over.is_set():
            place += 1
            started = time.perf_counter()
            await visitor.edit(first + step * (place % count))
            prober.edits.append((time.perf_counter() - started) * 1e3)
            await asyncio.sleep(PULSE)

    async def feel() -> None:
        while not over.is_set():
            started = time.perf_counter()
            await (await visitor.ping())
            prober.pulses.append((time.perf_counter() - started) * 1e3)
            await asyncio.sleep(PULSE)

    tasks = [asyncio.create_task(work()) for work in (edit, feel)]
    try:
        yield prober
    finally:
        over.set()
        await asyncio.gather(*tasks)


class Peaks:
    """The largest memory of a server and of its workers so far, in MB."""

    def __init__(self, server: int) -> None:
        self._server, self._over = server, threading.Event()
        self.worker = 0.0
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    @property
    def server(self) -> float:
        """The server's."""
        return peak_of(self._server) / 1e6

    def _look(self) -> None:
        while not self._over.wait(0.02):
            self.worker = max([self.worker, *(peak_of(number) / 1e6 for number in workers(self._server))])


def honest(portfolio: Portfolio) -> Mapping[str, Mapping[str, Callable[[], bytes]]]:
    """Return the files that people do send: a thousand applications, and a portfolio."""
    frame = pl.read_parquet(portfolio.folder / "applications.parquet").select("SK_ID_CURR", *RAW_FIELDS)
    return {
        "application": {"1,000 applications, Excel": lambda: hostile.excel(frame.head(1_000))},
        "model": {
            f"{len(frame):,} applications, CSV": lambda: frame.write_csv().encode(),
            f"{len(frame):,} applications, Parquet": lambda: hostile.parquet(frame),
        },
    }


class Sender:
    """Somebody on another machine, as far as two cores can have one, with the file drop of a page open."""

    def __init__(self, server: str, page: str) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._line = ours
        self._process = multiprocessing.get_context("spawn").Process(target=serve_orders, args=(server, page, theirs))
        self._process.start()
        ours.recv()

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.send(None)
        self._process.join()

    def send(self, content: bytes, seconds: float) -> tuple[list[float], str]:
        """Send a file again and again; return the seconds that each took, and what was told last."""
        self._line.send((content, seconds))
        answer: tuple[list[float], str] = self._line.recv()
        return answer


def serve_orders(server: str, page: str, line: Connection) -> None:
    """Send the files that come over the line, until there is none."""
    os.nice(10)

    async def serve() -> None:
        async with Visitor(server, page) as sender:
            await sender.open_drop(TABS[page])
            line.send("ready")
            while (order := await asyncio.to_thread(line.recv)) is not None:
                content, seconds = order
                taken: list[float] = []
                said, until = "", time.perf_counter() + seconds
                while time.perf_counter() < until:
                    if not content:
                        continue
                    started = time.perf_counter()
                    said = await sender.send_file(f"{len(taken)}.csv", content)
                    taken.append(time.perf_counter() - started)
                line.send((taken, said))

    asyncio.run(serve())


async def measure(server: str, process: int, client: int, seconds: float, portfolio: Portfolio, only: str) -> Table:
    """Return a line for each file, and what edits take without any."""
    table = Table("file", "kB", "answered, s", "edits p50 / p95", "ratio p50", "ratio p95", "told")
    files: dict[str, dict[str, Callable[[], bytes]]] = {
        "application": {**honest(portfolio)["application"], **hostile.APPLICATIONS},
        "model": {**honest(portfolio)["model"], **hostile.DRIFT},
    }
    peaks = Peaks(process)
    async with Visitor(server) as editor:
        await editor.open_client(client)
        await editor.open_what_if()
        async with probing(editor):
            await asyncio.sleep(1)
        for page, made in files.items():
            chosen = {name: make for name, make in made.items() if only in name}
            with await asyncio.to_thread(Sender, server, page) as sender:
                for name, make in ({"a loop, no file": bytes} | chosen).items():
                    content = await asyncio.to_thread(make)
                    async with probing(editor) as alone:
                        await asyncio.sleep(seconds)
                    async with probing(editor) as beside:
                        taken, said = await asyncio.to_thread(sender.send, content, seconds)
                    ratios = [np.quantile(beside.edits, q) / np.quantile(alone.edits, q) for q in (0.5, 0.95)]
                    words = " ".join(re.sub(r"<[^>]*>", " ", said).split())[:60]
                    figures = [f"{len(content) / 1e3:.0f}", f"{np.median(taken or [0]):.1f}", str(beside)]
                    table.add_row(name, *figures, *(f"{ratio:.2f}" for ratio in ratios), words)
    table.caption = f"Largest memory: server {peaks.server:.0f} MB, worker {peaks.worker:.0f} MB."
    return table


def main() -> None:
    """Print one line a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="for which each file is sent again and again")
    parser.add_argument("--only", default="", help="a part of the names of the files that are sent")
    chosen = parser.parse_args()
    settings = Settings.from_env()
    portfolio = Portfolio(settings.portfolio_dir())
    with tempfile.TemporaryDirectory() as scratch, serving(settings, Path(scratch) / "log.txt", anew=True) as server:
        (process,) = children_that_serve()
        table = asyncio.run(measure(server, process, int(portfolio.ids[0]), chosen.seconds, portfolio, chosen.only))
    Console(width=160).print(table)


def children_that_serve() -> list[int]:
    """Return the numbers of the processes that this one has started and that serve."""
    return workers(naming=b"serve")


if __name__ == "__main__":
    main()
