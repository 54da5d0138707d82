"""Time and memory of an open portfolio, at 10,000 applications and at full size.

    python tests/benchmarks/portfolio.py                              both sizes
    python tests/benchmarks/portfolio.py --sizes 10000                the small one alone
    python tests/benchmarks/portfolio.py --keep DIR                   keep what was made, to measure it again

A synthetic portfolio is drawn and built; the large one holds copies of its clients under new numbers, scores and
histories alike, so that every history is as long as before. Each size is measured in a process of its own, which does
what a server does: open the model and the portfolio, then answer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
from features import FULL_SIZE, KEY_STEP, enlarge
from memory import peak
from rich.console import Console
from rich.table import Table

from credit_panel.home_credit import read_tables
from credit_panel.home_credit.synthetic import generate
from credit_panel.portfolio import Between, OneOf, ServedModel, build
from credit_panel.portfolio.history.writing import write_histories
from credit_panel.portfolio.manifest import PortfolioManifest, write_manifest
from credit_panel.portfolio.store import HISTORIES
from credit_panel.portfolio.writing import write_applications
from credit_panel.scoring import NeighbourIndex
from credit_panel.settings import Settings

DRAWN = 10_000
CLIENTS = 200
"""Clients that are looked up, drawn at random."""


def copies_of(served: ServedModel, copies: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield the applications and contributions of a portfolio again and again, under new numbers."""
    applications, contributions = served.portfolio.scan().collect(), served.portfolio.contributions.collect()
    for copy in range(copies):
        number = pl.col("SK_ID_CURR") + copy * KEY_STEP
        yield applications.with_columns(number), contributions.with_columns(number)


def enlarge_portfolio(served: ServedModel, tables: Path, clients: int, folder: Path) -> dict[str, float]:
    """Write a portfolio of about `clients` copies of the clients of `served`; return what its histories took."""
    copies = round(clients / len(served.portfolio))
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        with read_tables(tables) as own:
            enlarge(own, copies, Path(scratch), "parquet")
        write_applications(folder, copies_of(served, copies))
        manifest = served.portfolio.manifest
        count = copies * len(served.portfolio)
        write_manifest(PortfolioManifest(manifest.name, manifest.model_version, manifest.synthetic, count), folder)
        return run("histories", Path(scratch), folder)


def measure_histories(tables: Path, folder: Path) -> dict[str, float]:
    """Write the histories of `tables` into the portfolio `folder`."""
    started = time.perf_counter()
    with read_tables(tables) as opened:
        ids = opened.application.select("SK_ID_CURR").collect()["SK_ID_CURR"].sort().to_numpy()
        write_histories(opened, ids, folder / HISTORIES)
    return {"histories written, s": time.perf_counter() - started, "peak of that, GB": peak()}


def milliseconds(call: Callable[[int], object], ids: list[int]) -> tuple[float, float]:
    """Return the median and the 95th percentile of the duration of a call, in milliseconds."""
    durations = []
    for client_id in ids:
        started = time.perf_counter()
        call(client_id)
        durations.append((time.perf_counter() - started) * 1e3)
    return float(np.median(durations)), float(np.quantile(durations, 0.95))


def measure_served(data: Path, models: Path) -> dict[str, float]:
    """Open the model of `data` and `models` and ask it what the pages ask."""
    started = time.perf_counter()
    served = ServedModel.open(Settings(data, models, "benchmark"))
    portfolio = served.portfolio
    found = {"applications": float(len(portfolio)), "open, s": time.perf_counter() - started, "open, GB": peak()}
    found["events"] = float(sum(portfolio.history.rows.values()))
    ids = random.Random(0).sample(portfolio.ids.tolist(), CLIENTS)  # noqa: S311
    group = {"AMT_CREDIT": Between(2e5, 8e5), "grade": OneOf(frozenset("CDE"))}
    numbers = portfolio.ids[:: max(1, len(portfolio) // 5_000)]
    columns = ("probability", "AMT_INCOME_TOTAL", "bureau_debt_sum", "OCCUPATION_TYPE")
    asked: dict[str, tuple[Callable[[int], object], list[int]]] = {
        "one client": (portfolio.client, ids),
        "one client's history": (portfolio.history.events, ids),
        "search": (lambda client_id: portfolio.search(str(client_id)[:3]), ids),
        "filter, columns read": (lambda _: portfolio.ids_of(group), ids[:1]),
        "filter, columns kept": (lambda _: portfolio.select(group, columns), ids[:20]),
        "histogram, column read": (lambda _: portfolio.histogram("AMT_ANNUITY"), ids[:1]),
        "histogram, column kept": (lambda _: portfolio.histogram("AMT_ANNUITY"), ids[:20]),
        "histogram of a group": (lambda _: portfolio.histogram("AMT_ANNUITY", among=group), ids[:20]),
        "quantiles of 5,000 clients": (lambda _: portfolio.quantiles("AMT_CREDIT", (0.1, 0.5), numbers), ids[:20]),
        "counts of a category": (lambda _: portfolio.level_counts("OCCUPATION_TYPE"), ids[:20]),
    }
    for name, (call, clients) in asked.items():
        found[f"{name}, ms"], worst = milliseconds(call, clients)
        if len(clients) == CLIENTS:
            found[f"{name}, p95 ms"] = worst
    # Every column once, so that what is kept is as large as it ever gets.
    for name in portfolio.schema:
        portfolio.column(name)
    found["after every column, GB"] = peak()
    contributions = portfolio.contributions.drop("SK_ID_CURR").collect().to_numpy()
    index = NeighbourIndex(portfolio.ids, contributions)
    own = contributions[np.searchsorted(portfolio.ids, ids)]
    found["50 neighbours, ms"], found["50 neighbours, p95 ms"] = milliseconds(
        lambda i: index.nearest(own[i]), [*range(CLIENTS)]
    )
    found["with neighbours, GB"] = peak()
    return found


MEASURES: dict[str, Callable[[Path, Path], dict[str, float]]] = {"histories": measure_histories, "book": measure_served}


def run(kind: str, first: Path, second: Path) -> dict[str, float]:
    """Take one measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", kind, str(first), str(second)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout)


def portfolio_of(size: int, root: Path) -> tuple[Settings, dict[str, float]]:
    """Make the portfolio of one size under `root` unless it is there; return its place and what its histories took."""
    tables, models = root / "tables", root / "models"
    small = Settings(root / str(DRAWN), models, "benchmark")
    if not small.portfolio_dir().exists():
        generate(DRAWN, out=tables)
        build(tables, "benchmark", small)
    settings = Settings(root / str(size), models, "benchmark")
    folder = settings.portfolio_dir()
    written: dict[str, float] = {}
    if not folder.exists():
        folder.mkdir(parents=True)
        written = enlarge_portfolio(ServedModel.open(small), tables, size, folder)
    return settings, written


def measures_of(size: int, root: Path) -> dict[str, float]:
    """Make the portfolio of one size under `root` unless it is there, and measure it."""
    settings, written = portfolio_of(size, root)
    files = settings.portfolio_dir().rglob("*")
    megabytes = sum(file.stat().st_size for file in files if file.is_file()) / 1e6
    return run("book", settings.data_dir, settings.models_dir) | {"on disk, MB": megabytes} | written


def shown(value: float | None) -> str:
    """Return a figure with three digits, or all of a count."""
    return "" if value is None else f"{value:,.0f}" if value >= 1_000 else f"{value:.3g}"


def main() -> None:
    """Print one column per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[DRAWN, FULL_SIZE], help="applications, about")
    parser.add_argument("--keep", type=Path, help="folder to keep the portfolios in, or to find them in")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        kind, first, second = chosen.measure
        print(json.dumps(MEASURES[kind](Path(first), Path(second))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        root = chosen.keep or Path(scratch)
        columns = [measures_of(size, root) for size in chosen.sizes]
    threads = os.environ.get("POLARS_MAX_THREADS", os.cpu_count())
    table = Table("figure", *("" for _ in columns), title=f"An open portfolio, {threads} threads")
    for figure in dict.fromkeys(name for column in columns for name in column):
        table.add_row(figure, *(shown(column.get(figure)) for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
