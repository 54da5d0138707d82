"""Time and memory of the features of all tables, beside a bare read of the same files, in turn.

    python tests/benchmarks/features.py                         a synthetic portfolio, enlarged to 356,255 clients
    python tests/benchmarks/features.py --tables PATH           the same from tables of one's own
    python tests/benchmarks/features.py --clients 40000 --format csv --repeat 3

The tables are enlarged by copies of themselves under new numbers, which keeps every history as long as it was. Each
figure is taken in a process of its own: the best time of the repeats, and the largest memory. The ratio of processor
times, unlike that of the clock, hardly moves when the machine has other work.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import polars as pl
from memory import peak

from credit_panel.features import build_features
from credit_panel.home_credit import SCHEMA, Tables, read_tables
from credit_panel.home_credit.synthetic import generate

FULL_SIZE = 356_255
FRACTIONS = (1 / 8, 1 / 4, 1 / 2, 1)
KEYS = ("SK_ID_CURR", "SK_ID_PREV", "SK_ID_BUREAU")
# Larger than any number in the archive, so that copies never meet.
KEY_STEP = 10_000_000


def enlarge(tables: Tables, clients: int, folder: Path, form: str) -> tuple[int, int]:
    """Write as many copies of `tables` as come nearest to `clients`; return the clients and rows written."""
    own = tables.application.select(pl.len()).collect().item()
    copies = max(1, round(clients / own))
    rows = 0
    for name, schema in SCHEMA.items():
        table = tables.get(name)
        if table is None:
            continue
        frame = tables.collect(table)
        rows += frame.height * copies
        keys = [key for key in KEYS if key in frame.columns]
        copied = pl.concat([frame.lazy().with_columns(pl.col(keys) + copy * KEY_STEP) for copy in range(copies)])
        path = folder / f"{schema.files[0]}.{form}"
        if form == "csv":
            copied.sink_csv(path)
        else:
            copied.sink_parquet(path)
    return own * copies, rows


def read_bare(folder: Path) -> None:
    """Read every column of every file, and keep nothing."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet":
            pl.read_parquet(path)
        else:
            pl.read_csv(path, infer_schema_length=10_000)


def make_features(folder: Path) -> None:
    """Build the features of every application of `folder`."""
    with read_tables(folder) as tables:
        tables.collect(build_features(tables))


MEASURES = {"read": read_bare, "features": make_features}


class Taken(NamedTuple):
    """Seconds by the clock and of the processor, and the peak memory in GB, of one measure."""

    clock: float
    processor: float
    memory: float


def measure(kind: str, folder: Path) -> Taken:
    """Take one measure in a process of its own."""
    command = [sys.executable, __file__, "--measure", kind, "--tables", str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return Taken(*json.loads(answer.stdout))


def run_one(kind: str, folder: Path) -> None:
    """Run one measure here and print what it took."""
    clock, processor = time.perf_counter(), time.process_time()
    MEASURES[kind](folder)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(json.dumps((clock, processor, peak())))


def compare(tables: Tables, clients: int, form: str, repeat: int) -> str:
    """Return one line of the table: rows, both times, their ratio, both memories."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        clients, rows = enlarge(tables, clients, folder, form)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e9
        taken: dict[str, list[Taken]] = {kind: [] for kind in MEASURES}
        for _ in range(repeat):
            for kind in MEASURES:
                taken[kind].append(measure(kind, folder))
    read, features = (
        Taken(min(one.clock for one in runs), min(one.processor for one in runs), max(one.memory for one in runs))
        for runs in taken.values()
    )
    return (
        f"{clients:>9,} {rows:>12,} {size:>7.2f} {read.clock:>9.1f} {features.clock:>11.1f} "
        f"{features.clock / read.clock:>7.2f} {features.processor / read.processor:>10.2f} "
        f"{read.memory:>9.2f} {features.memory:>13.2f}"
    )


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, help="tables to enlarge; a synthetic portfolio when left out")
    parser.add_argument("--clients", type=int, default=FULL_SIZE, help="applications of the largest size")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--repeat", type=int, default=2, help="times each measure is taken, in turn")
    parser.add_argument("--measure", choices=tuple(MEASURES), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        run_one(chosen.measure, chosen.tables)
        return
    threads = os.environ.get("POLARS_MAX_THREADS", os.cpu_count())
    print(f"features of all tables from {chosen.format}, {threads} threads, best of {chosen.repeat}")
    print(f"{'clients':>9} {'rows':>12} {'GB':>7} {'read, s':>9} {'features, s':>11} {'ratio':>7} "
          f"{'cpu ratio':>10} {'read, GB':>9} {'features, GB':>13}")  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        origin = chosen.tables
        if origin is None:
            origin = Path(scratch)
            generate(4_000, out=origin)
        with read_tables(origin) as tables:
            for fraction in FRACTIONS:
                print(compare(tables, round(chosen.clients * fraction), chosen.format, chosen.repeat), flush=True)


if __name__ == "__main__":
    main()
