"""What the pages take of a book of millions on one machine: ``python tests/benchmarks/large.py --keep DIR``.

    --sizes 1000000 3560000     applications, about
    --keep DIR                  folder of the books: one that is there is measured as it is, others are made first
    --make                      only make the books
    --no-browser                leave out what needs Chromium

A synthetic portfolio is drawn and built; the large ones hold copies of its clients under new numbers, scores,
contributions and histories alike (of the histories one copy in 16 is written). So the figures are of the pages, and
none is of the build. Each size is measured in processes of their own: open it, ask what the pages ask, brush as a
session does, and serve the last of them to a browser.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from features import KEY_STEP, KEYS
from memory import peak, resident
from portfolio import copies_of
from rich.console import Console
from rich.table import Table

from credit_panel.home_credit.synthetic import generate
from credit_panel.portfolio import Between, ServedModel, build, current_model
from credit_panel.portfolio.cohorts.file import MOST_SAVED
from credit_panel.portfolio.history.store import INDEX, block_file
from credit_panel.portfolio.history.writing import ROW_GROUP
from credit_panel.portfolio.manifest import PortfolioManifest, write_manifest
from credit_panel.portfolio.store import HISTORIES
from credit_panel.portfolio.writing import write_applications
from credit_panel.settings import Settings

DRAWN = 10_000
SIZES = (1_000_000, 3_560_000)
LOOKED_UP = 200
WRITTEN = 16
"""Of so many copies one has histories of its own."""

MEASURES = ("ask", "brush", "browser")


def make(size: int, root: Path) -> Settings:
    """Return the book of about `size` applications under `root`, which is made unless it is there."""
    small = Settings(root / str(DRAWN), root / "models", "benchmark")
    if not small.is_built():
        generate(DRAWN, out=root / "tables")
        build(root / "tables", "benchmark", small)
    settings = Settings(root / str(size), root / "models", "benchmark")
    if not settings.is_built():
        settings.portfolio_dir().mkdir(parents=True)
        repeat(ServedModel.open(small), size, settings.portfolio_dir())
    return settings


def repeat(served: ServedModel, size: int, folder: Path) -> None:
    """Write a portfolio of copies of the clients of `served` under new numbers."""
    copies = round(size / len(served.portfolio))
    write_applications(folder, copies_of(served, copies))
    repeat_histories(served.portfolio.folder / HISTORIES, copies, folder / HISTORIES)
    old = served.portfolio.manifest
    count = copies * len(served.portfolio)
    made = PortfolioManifest(old.name, old.model_version, old.synthetic, count, (), old.bundle, old.tariff)
    write_manifest(made, folder)


def repeat_histories(origin: Path, copies: int, folder: Path) -> None:
    """Write the histories of one copy in `WRITTEN`; the files of the others are links to those of the first.

    A client's events lie in a short file of their own block: how long it takes to read them has nothing to do with what
    the other files hold, and only clients of copies that are written are looked up.
    """
    index = json.loads((origin / INDEX).read_text())
    firsts = index["first_clients"]
    for table in index["rows"]:
        (folder / table).mkdir(parents=True)
        for block in range(len(firsts)):
            events = pl.read_parquet(block_file(origin, table, block), glob=False)
            keys = [key for key in KEYS if key in events.columns]
            for copy in range(copies):
                path = block_file(folder, table, copy * len(firsts) + block)
                if copy % WRITTEN:
                    path.hardlink_to(block_file(folder, table, block))
                    continue
                moved = events.with_columns(pl.col(keys) + copy * KEY_STEP)
                moved.write_parquet(path, row_group_size=ROW_GROUP, statistics=True, compression_level=1)
    index = {
        "first_clients": [first + copy * KEY_STEP for copy in range(copies) for first in firsts],
        "rows": {table: rows * copies for table, rows in index["rows"].items()},
    }
    (folder / INDEX).write_text(json.dumps(index))


class Measured:
    """Figures of one measure, in the order in which they are taken."""

    def __init__(self) -> None:
        self.found: dict[str, float] = {}

    def calls(self, name: str, call: Callable[[Any], object], given: Sequence[Any], *, leave_out: int = 0) -> None:
        """Call with each value; note the median and the 95th percentile by the clock, and the processor's mean.

        Parameters
        ----------
        leave_out
            Calls at the beginning that are not counted.
        """
        took, worked = [], []
        for value in given:
            clock, processor = time.perf_counter(), time.process_time()
            call(value)
            took.append((time.perf_counter() - clock) * 1e3)
            worked.append((time.process_time() - processor) * 1e3)
        self.found[f"{name}, ms"] = statistics.median(took[leave_out:])
        if len(given) - leave_out >= 20:
            self.found[f"{name}, 95th percentile, ms"] = float(np.quantile(took[leave_out:], 0.95))
        self.found[f"{name}, processor, ms"] = statistics.mean(worked[leave_out:])


def ask(settings: Settings) -> dict[str, float]:
    """Open a book and ask it what the pages ask."""
    opened, processor = time.perf_counter(), time.process_time()
    served = ServedModel.open(settings)
    portfolio = served.portfolio
    measured = Measured()
    found = measured.found
    found["applications"] = float(len(portfolio))
    found["events"] = float(sum(portfolio.history.rows.values()))
    found["opened, s"] = time.perf_counter() - opened
    found["opened, processor, s"] = time.process_time() - processor
    written = portfolio.ids[portfolio.ids // KEY_STEP % WRITTEN == 0]
    ids = random.Random(0).sample(written.tolist(), LOOKED_UP)  # noqa: S311

    def client_and_history(client_id: int) -> None:
        served.explain_client(client_id)
        portfolio.history.events(client_id)

    measured.calls("a client and their history", client_and_history, ids)
    measured.calls("search by number", lambda i: portfolio.search(str(i)[:3]), ids)
    group = {"AMT_CREDIT": Between(2e5, 8e5), "points": Between(500, None)}
    measured.calls("filter by two columns, read", lambda _: portfolio.ids_of(group), [0])
    measured.calls("filter by two columns, kept", lambda _: portfolio.ids_of(group), [*range(5)])
    found["memory after these, GB"], found["largest of these, GB"] = resident(), peak()
    return found


def brush(_: Settings) -> dict[str, float]:
    """Count for all pages, brush as a session does, take a cohort away as a file, and look for similar clients."""
    from credit_panel.pages.later import read_model
    from credit_panel.portfolio.cohorts.file import as_parquet, cohort_frame
    from credit_panel.portfolio.similar import clients_searched, neighbours_of
    from credit_panel.state import CohortState
    from credit_panel.state.brush import BrushState
    from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
    from credit_panel.views.portfolio.linked import LinkedView

    served = current_model()  # that of the settings, which the environment of this process names
    measured = Measured()
    found = measured.found
    measured.calls("counted for all pages", lambda _: read_model(), [0])
    brushed = BrushState(cohort=CohortState(served))
    views = [LinkedView(brush=brushed, language="en"), CohortFiguresView(brush=brushed, language="en")]
    models = [view.__panel__().get_root() for view in views]
    gesture = brushed.range_stream("first")
    measured.calls("one brush", lambda i: gesture.event(boundsx=(480 + 5 * i, 600)), [*range(12)], leave_out=2)
    found["memory after brushes, GB"], found["largest until then, GB"] = resident(), peak()
    brushed.cohort.where("points", Between(560, 580))
    members = brushed.cohort.members[:MOST_SAVED]
    measured.calls(
        f"a cohort of {len(members):,} as a file", lambda _: as_parquet(cohort_frame(served.portfolio, members)), [0]
    )
    explained = [served.explain_client(int(i)) for i in served.portfolio.ids[:: len(served.portfolio) // 10]]
    measured.calls("similar clients, read", lambda i: neighbours_of(served.portfolio, explained[i]), [0])
    measured.calls("similar clients", lambda i: neighbours_of(served.portfolio, explained[i]), [*range(10)])
    found["similar clients, one looked at in"] = float(clients_searched(served.portfolio))
    found["memory at the end, GB"], found["largest of all, GB"] = resident(), peak()
    del models
    return found


def browser(settings: Settings) -> dict[str, float]:
    """Serve the book to a browser, and brush there."""
    from brush import in_the_browser

    return in_the_browser(settings, sessions=5)


def run(kind: str, settings: Settings) -> dict[str, float]:
    """Take one measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", kind, str(settings.data_dir), str(settings.models_dir)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = subprocess.run(command, env=os.environ | settings.environ(), stdout=subprocess.PIPE, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(answer.stdout.splitlines()[-1]) | {f"processor of all of it ({kind}), s": worked}


def main() -> None:
    """Print one column per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="applications, about")
    parser.add_argument("--keep", type=Path, help="folder to keep the books in, or to find them in")
    parser.add_argument("--make", action="store_true", help="only make the books")
    parser.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        kind, data, models = chosen.measure
        measure = {"ask": ask, "brush": brush, "browser": browser}[kind]
        print(json.dumps(measure(Settings(Path(data), Path(models), "benchmark"))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        columns: list[dict[str, float]] = []
        for size in chosen.sizes:
            settings = make(size, chosen.keep or Path(scratch))
            column: dict[str, float] = {}
            alone = chosen.no_browser or size != chosen.sizes[-1]
            for kind in () if chosen.make else MEASURES[: 2 if alone else 3]:
                column |= run(kind, settings)
            columns.append(column)
    table = Table("figure", *("" for _ in columns), title="A book on one machine")
    for figure in dict.fromkeys(name for column in columns for name in column):
        table.add_row(figure, *(f"{column[figure]:,.4g}" if figure in column else "" for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
