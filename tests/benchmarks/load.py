"""Load and faults: ``PYTHONPATH=tests python tests/benchmarks/load.py [--visits 200] [--seconds 5] [--only WORD]``.

A model is drawn and built in a folder of its own (2,500 invented clients), unless the environment names a built one
(CREDIT_PANEL_MODEL ...), of which a copy is served: nothing of it is changed. Then a server meets 1, 20 and 50 visitors
who arrive at once and edit, visits in a row, and programs over 1 and 16 connections; and another one meets each fault
of `faults`. Server and visitors share the machine. One line says what came of each; the program fails where it is not
what has to.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import numpy as np
from benchmarks.api import at_once, one_after_the_other
from benchmarks.broken_place import BrokenError, Place
from benchmarks.crowd import arrivals, come_and_go, editors
from benchmarks.faults import FAULTS, killed
from pages.serving import serving
from rich.console import Console
from rich.table import Table

from credit_panel.home_credit.synthetic import generate
from credit_panel.portfolio import Portfolio, build
from credit_panel.server.server_settings import API_SETTING, LINE_SETTING
from credit_panel.settings import Settings

VISITORS = (1, 20, 50)
CONNECTIONS = (1, 16)
MOST_MEMORY = 1.1
"""How many times the memory of before a server may take after visits in a row."""

Row = tuple[str, str, bool]
"""What was tried, what came of it, and whether that is what has to."""


def own_copy(folder: Path) -> Settings:
    """Return settings of a model that may be broken, with a journal of its own."""
    given = Settings.from_env()
    own = replace(given, data_dir=folder / "data", models_dir=folder / "models", journal="", journal_key=None)
    if given.is_built():
        shutil.copytree(given.portfolio_dir(), own.portfolio_dir())
        shutil.copytree(given.bundle_dir(), own.bundle_dir())
    else:
        generate(2_500, seed=14, out=folder / "tables")
        build(folder / "tables", own.model, own)
    return own


def megabytes(server: str) -> float:
    """Return the memory of the server's process, once closed pages are let go of."""
    time.sleep(6)
    with urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
        return float(json.load(answer)["megabytes"])


def load(settings: Settings, folder: Path, seconds: float, visits: int) -> Iterator[Row]:
    """Give what crowds and programs are made to wait."""
    ids = [int(number) for number in np.random.default_rng(0).permutation(Portfolio(settings.portfolio_dir()).ids)]
    log, limits = folder / "load.txt", {API_SETTING: "none", LINE_SETTING: "none"}
    with serving(settings, log, environ=limits, anew=True) as server:
        with urlopen(f"{server}/portfolio") as page:  # noqa: S310 - our own server, which then has loaded everything
            page.read()
        for count in VISITORS:
            taken = asyncio.run(arrivals(server, ids[:count]))
            p50, p95 = np.percentile(taken, (50, 95))
            edits, rate = asyncio.run(editors(server, ids[:count], seconds))
            e50, e95 = 1e3 * np.percentile(edits, (50, 95))
            told = (
                f"decision after {p50:.1f} s (p95 {p95:.1f}); edits {e50:.0f} ms (p95 {e95:.0f}), {rate:.0f} a second"
            )
            yield f"{count} visitors at once", told, True
        asyncio.run(come_and_go(server, ids[:20]))
        before, started = megabytes(server), time.perf_counter()
        asyncio.run(come_and_go(server, list(itertools.islice(itertools.cycle(ids), visits))))
        each, ratio = (time.perf_counter() - started) / visits, megabytes(server) / before
        yield f"{visits} visits in a row", f"{each:.2f} s each; memory {ratio:.2f} times", ratio < MOST_MEMORY
        paths = [f"/api/v1/clients/{number}/score" for number in ids]
        for connections in CONNECTIONS:
            if connections == 1:
                answers = one_after_the_other(server, itertools.cycle(paths), seconds)
                rate = len(answers) / seconds
            else:
                answers, rate = at_once(server, paths, connections, seconds)
            p50, p99 = np.percentile(answers, (50, 99))
            yield f"scores over {connections}", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms, {rate:.0f} a second", True
    yield "the log of all of it", "no traceback", "Traceback" not in log.read_text("utf-8")


def faults(settings: Settings, folder: Path, only: str) -> Iterator[Row]:
    """Give what came of each fault."""
    chosen = [fault for fault in FAULTS if only in fault.__name__]
    for several in (chosen, [killed] if only in killed.__name__ else []):
        if not several:
            continue
        with serving(settings, folder / "log.txt", anew=True) as server:
            place = Place(settings, server, folder)
            for fault in several:
                yield _outcome(fault, place)
        yield "its log", "no traceback", "Traceback" not in (folder / "log.txt").read_text("utf-8")


def _outcome(fault: Callable[[Place], str], place: Place) -> Row:
    name = fault.__name__.replace("_", " ")
    try:
        return name, fault(place), True
    except BrokenError as error:
        return name, str(error), False
    except Exception as error:  # whatever it is, the others are tried
        return name, f"{type(error).__name__}: {error}"[:200], False


def main() -> None:
    """Print one line a trial."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=200, help="how many in a row")
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each crowd edits and each program asks")
    parser.add_argument("--only", default="", help="a part of the names of the faults that are tried; then no load is")
    chosen = parser.parse_args()
    table = Table("tried", "what came of it", "as it has to")
    broken = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings, started = own_copy(folder), time.perf_counter()
        crowds = iter(()) if chosen.only else load(settings, folder, chosen.seconds, chosen.visits)
        for tried, told, good in itertools.chain(crowds, faults(settings, folder, chosen.only)):
            table.add_row(tried, told, "yes" if good else "NO")
            print(f"{tried}: {told}{'' if good else ' <- BROKEN'}", file=sys.stderr, flush=True)
            broken += not good
    table.caption = f"{os.cpu_count()} cores, {time.perf_counter() - started:.0f} seconds"
    Console(width=140).print(table)
    sys.exit(f"{broken} of them are not as they have to be." if broken else 0)


if __name__ == "__main__":
    main()
