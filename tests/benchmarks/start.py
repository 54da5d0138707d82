"""How long a server takes to start, beside a Panel app of one line: ``python tests/benchmarks/start.py``.

    --sizes 10000 356255     applications; the large one holds copies of the small one's clients
    --runs 7                 starts of each, in turn, so that other work on the machine counts for all alike
    --keep DIR               keep the portfolios that are made, to measure them again
    --cold 200 --busy 4      only start so many times while so many busy loops take the processor, and count the hangs

Each start is that of `panel_serve.sh` on an installed and built checkout. The first page is there when a client's name
has reached a visitor who asked for it; /portfolio when its page is answered. The longest stall is what a request for
/liveness, one every hundredth of a second, waited for while the server loaded the rest. Where the system tells it, the
processor's seconds until /client answers stand beside: other work on the machine counts less in them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from portfolio import portfolio_of
from rich.console import Console
from rich.progress import track
from rich.table import Table
from visitor import Visitor

from credit_panel.portfolio import Portfolio
from credit_panel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
BARE = "import panel as pn; pn.panel('Hello').servable()\n"
PROCESSOR = "/client answers, processor"
GIVEN_UP = 180.0
"""Seconds after which a server that has not answered counts as hung."""


@contextmanager
def started(command: list[str], environ: dict[str, str]) -> Iterator[tuple[str, Callable[[], tuple[float, float]]]]:
    """Start a server; give its address and what tells the seconds since, of the clock and the processor; end it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [part.replace("PORT", str(port)) for part in command]
    at = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ | {"PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://127.0.0.1:{port}", lambda: (time.perf_counter() - at, processor(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def processor(process: int) -> float:
    """Return the processor's seconds of a process and of the children it waited for; NaN where the system is silent."""
    account = Path(f"/proc/{process}/stat")
    if not account.exists():
        return float("nan")
    return sum(map(int, account.read_text().rpartition(")")[2].split()[11:15])) / os.sysconf("SC_CLK_TCK")


def get(address: str, timeout: float = GIVEN_UP) -> None:
    """Ask for a page until the server answers."""
    until = time.perf_counter() + timeout
    while True:
        try:
            with urllib.request.urlopen(address, timeout=timeout) as answer:  # noqa: S310 - our own server
                answer.read()
                return
        except TimeoutError:
            raise
        except OSError:
            if time.perf_counter() > until:
                raise TimeoutError(address) from None
            time.sleep(0.01)


async def named(server: str, client: int) -> None:
    """Visit as soon as the server answers, until the name and the decision of a client are there."""
    until = time.perf_counter() + GIVEN_UP
    while True:
        try:
            async with Visitor(server) as visitor:
                return await visitor.open_client(client)
        except OSError:
            if time.perf_counter() > until:
                raise TimeoutError(server) from None
            await asyncio.sleep(0.01)


def longest_stall(server: str, seconds: float) -> float:
    """Return the longest wait for an answer that costs nothing, asked for all the while."""
    longest, until = 0.0, time.perf_counter() + seconds
    while (asked := time.perf_counter()) < until:
        get(f"{server}/liveness")
        longest = max(longest, time.perf_counter() - asked)
        time.sleep(0.01)
    return longest


def bare_start(folder: Path) -> tuple[float, float]:
    """Return the seconds until the app of one line answers, of the clock and the processor."""
    script = folder / "bare.py"
    script.write_text(BARE)
    command = [sys.executable, "-m", "panel", "serve", str(script), "--server", "fastapi", "--port", "PORT"]
    with started(command, dict(os.environ)) as (server, since):
        get(f"{server}/bare")
        return since()


def own_command() -> tuple[list[str], dict[str, str]]:
    """Return what starts the checkout, and its environment: that of these tests where the checkout has none."""
    prepared = Path(sys.prefix) == ROOT / ".venv" and (ROOT / ".venv" / "requirements.lock.sha256").exists()
    own = {} if prepared else {"CREDIT_PANEL_VENV": sys.prefix}
    return [str(ROOT / "panel_serve.sh")], dict(os.environ) | own


def own_starts(settings: Settings, client: int, bare: float) -> dict[str, float]:
    """Start twice; return the seconds to each of the pages, and the longest stall after the first."""
    command, environ = own_command()
    environ |= settings.environ()
    with started(command, environ) as (server, since):
        asyncio.run(named(server, client))
        name = since()[0]
        stall = longest_stall(server, 2 * bare)
    with started(command, environ) as (server, since):
        get(f"{server}/client")
        first, work = since()
        get(f"{server}/portfolio")
        portfolio = since()[0]
    seconds = {"/client answers": first, "a client's name": name, "/portfolio": portfolio, "longest stall": stall}
    return {**seconds, PROCESSOR: work}


def cold_start(settings: Settings, client: int) -> float | None:
    """Start, and visit all pages at once; return the seconds that it took, None when anything hung."""

    async def visit(server: str) -> None:
        pages = (asyncio.to_thread(get, f"{server}/{page}") for page in ("portfolio", "model", "client", "application"))
        await asyncio.gather(*pages, named(server, client))

    command, environ = own_command()
    try:
        with started(command, environ | settings.environ()) as (server, since):
            get(f"{server}/client")
            asyncio.run(asyncio.wait_for(visit(server), GIVEN_UP))
            get(f"{server}/liveness")
            return since()[0]
    except TimeoutError:
        return None


@contextmanager
def busy(loops: int) -> Iterator[None]:
    """Keep the processor busy; a loop ends by itself when this process has."""
    loop = f"import os\nwhile os.getppid() == {os.getpid()}: sum(range(100000))"
    running = [subprocess.Popen([sys.executable, "-S", "-c", loop]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def compare(settings: Settings, runs: int, console: Console) -> None:
    """Print the medians of a few starts beside those of the bare app."""
    portfolio = Portfolio(settings.portfolio_dir())
    bare: list[tuple[float, float]] = []
    own: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for _ in track(range(runs), description=f"{len(portfolio):,} applications"):
            bare.append(bare_start(Path(scratch)))
            own.append(own_starts(settings, int(portfolio.ids[0]), bare[-1][0]))
    table = Table("until", "s", "times the bare app", title=f"{len(portfolio):,} applications, medians of {runs}")
    for figure, part in (("the bare app answers", 0), ("the bare app answers, processor", 1)):
        table.add_row(figure, f"{statistics.median(each[part] for each in bare):.2f}", "1.00")
    for figure in own[0]:
        part = int(figure == PROCESSOR)
        ratio = statistics.median(each[figure] / beside[part] for each, beside in zip(own, bare, strict=True))
        table.add_row(figure, f"{statistics.median(each[figure] for each in own):.2f}", f"{ratio:.2f}")
    console.print(table)


def main() -> None:
    """Print one table a size, or the count of hangs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 356_255], help="applications, about")
    parser.add_argument("--runs", type=int, default=7, help="starts of each")
    parser.add_argument("--keep", type=Path, help="folder to keep the portfolios in, or to find them in")
    parser.add_argument("--cold", type=int, default=0, help="start so many times under load, and nothing else")
    parser.add_argument("--busy", type=int, default=4, help="busy loops beside the cold starts")
    chosen = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as scratch:
        for size in chosen.sizes:
            settings, _ = portfolio_of(size, chosen.keep or Path(scratch))
            if not chosen.cold:
                compare(settings, chosen.runs, console)
                continue
            client = int(Portfolio(settings.portfolio_dir()).ids[0])
            took: list[float | None] = []
            with busy(chosen.busy):
                for number in range(1, chosen.cold + 1):
                    took.append(cold_start(settings, client))
                    console.print(f"cold start {number}: {'hung' if took[-1] is None else f'{took[-1]:.1f} s'}")
            done = [seconds for seconds in took if seconds is not None]
            console.print(
                f"{size:,} applications, {chosen.busy} busy loops: {took.count(None)} of {len(took)} starts hung, the "
                f"others took {min(done, default=0):.1f} to {max(done, default=0):.1f} s"
            )


if __name__ == "__main__":
    main()
