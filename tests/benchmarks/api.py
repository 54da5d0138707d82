"""How fast the API answers: ``PYTHONPATH=tests python tests/benchmarks/api.py [--seconds 10] [--connections 16]``.

A server of its own shows the portfolio that the environment names (CREDIT_PANEL_MODEL ...), without limits; this
program asks it over connections that stay open, from the same machine. Measured are the score of one client after the
other over one connection (median and 99th percentile), scores a second over several at once, and a batch of a thousand
applications: the median of five. Beside them stand the time to the first answer of each kind, since it loads or reads
what the others use, and what an answer takes of the server's processor, which other work on the machine changes least.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
from pages.serving import serving

from credit_panel.features import RAW_FIELDS
from credit_panel.portfolio import Portfolio
from credit_panel.server.server_settings import API_SETTING
from credit_panel.settings import Settings

BATCH = 1_000
BATCHES = 5
ROUTES = ("score", "explanation", "history", "neighbours", "recourse", "percentiles")


class Connection:
    """One connection to a server, kept open."""

    def __init__(self, server: str) -> None:
        place = urlsplit(server)
        self._line = http.client.HTTPConnection(place.hostname or "", place.port or 0, timeout=60)

    def ask(self, method: str, path: str, body: bytes | None = None) -> float:
        """Return how many ms the whole answer took."""
        started = time.perf_counter()
        self._line.request(method, path, body, {"content-type": "application/json"} if body else {})
        answer = self._line.getresponse()
        content = answer.read()
        taken = 1e3 * (time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{method} {path}: {answer.status} {content[:200]!r}")
        return taken


def one_after_the_other(server: str, paths: Iterator[str], seconds: float) -> list[float]:
    """Return the ms of each answer over one connection."""
    connection, until, taken = Connection(server), time.perf_counter() + seconds, []
    while time.perf_counter() < until:
        taken.append(connection.ask("GET", next(paths)))
    return taken


def at_once(server: str, paths: Sequence[str], connections: int, seconds: float) -> tuple[list[float], float]:
    """Return the ms of each answer over several connections, and answers a second."""
    found: list[list[float]] = [[] for _ in range(connections)]

    def work(place: int) -> None:
        own = itertools.cycle(paths[place::connections])
        found[place] = one_after_the_other(server, own, seconds)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(connections)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [each for own in found for each in own]
    return taken, len(taken) / (time.perf_counter() - started)


def applications_of(portfolio: Portfolio) -> bytes:
    """Return a batch of a thousand applications, their missing fields left out."""
    rows = portfolio.select(portfolio.ids[:BATCH], RAW_FIELDS).iter_rows(named=True)
    some = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return json.dumps({"applications": list(itertools.islice(itertools.cycle(some), BATCH))}).encode()


def processor(server: str) -> float:
    """Return the seconds that the server's process has computed."""
    with urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
        return float(json.load(answer)["processor"])


def measure(server: str, portfolio: Portfolio, seconds: float, connections: int) -> None:
    """Print what was measured, a line each."""
    with urlopen(f"{server}/portfolio") as page:  # noqa: S310 - our own server, which then has loaded everything
        page.read()
    ids = np.random.default_rng(0).permutation(portfolio.ids)
    for route in ROUTES:
        paths = [f"/api/v1/clients/{number}/{route}" for number in ids]
        first = Connection(server).ask("GET", paths[0])
        before = processor(server)
        taken = one_after_the_other(server, itertools.cycle(paths), seconds if route == "score" else 2.0)
        p50, p99 = np.percentile(taken, (50, 99))
        each = 1e3 * (processor(server) - before) / len(taken)
        told = f"processor {each:.1f} ms ({len(taken)} answers, first {first:.0f} ms)"
        print(f"{route:<12} 1 connection: p50 {p50:.1f} ms, p99 {p99:.1f} ms, {told}")
    paths = [f"/api/v1/clients/{number}/score" for number in ids]
    before = processor(server)
    taken, rate = at_once(server, paths, connections, seconds)
    each = 1e3 * (processor(server) - before) / len(taken)
    p50, p99 = np.percentile(taken, (50, 99))
    told = f"p50 {p50:.0f} ms, p99 {p99:.0f} ms, processor {each:.1f} ms"
    print(f"{'score':<12} {connections} connections: {rate:.0f} a second, {told}")
    body, before = applications_of(portfolio), processor(server)
    several = [Connection(server).ask("POST", "/api/v1/score/batch", body) / 1e3 for _ in range(BATCHES)]
    each = (processor(server) - before) / BATCHES
    told = ", ".join(f"{seconds:.2f}" for seconds in several)
    print(
        f"{'batch':<12} {BATCH} applications of {len(body) / 1e6:.1f} MB: {np.median(several):.2f} s, processor "
        f"{each:.2f} s ({told})"
    )


def main() -> None:
    """Serve the portfolio of the environment and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long scores are asked for")
    parser.add_argument("--connections", type=int, default=16, help="how many ask at once")
    chosen = parser.parse_args()
    os.environ[API_SETTING] = "none"
    settings = Settings.from_env()
    portfolio = Portfolio(settings.portfolio_dir())
    print(f"{len(portfolio)} clients, {os.cpu_count()} cores, server and this program on them")
    with tempfile.TemporaryDirectory() as folder, serving(settings, Path(folder, "log.txt"), anew=True) as server:
        measure(server, portfolio, chosen.seconds, chosen.connections)


if __name__ == "__main__":
    main()
