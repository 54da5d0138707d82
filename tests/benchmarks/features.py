"""Time and memory of the features of all tables, beside a bare read of the same files, in turn.

    python tests/benchmarks/features.py                         a synthetic portfolio, enlarged to 356,255 clients
    python tests/benchmarks/features.py --tables PATH           the same from tables of one's own
    python tests/benchmarks/features.py --clients 40000 --format csv --repeat 3 --kernel

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


def enlarge(tables: Tables, copies: int, folder: Path, form: str) -> tuple[int, int]:
    """Write copies of `tables`; return the clients and rows written."""
    own = tables.application.select(pl.len()).collect().item()
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


def run_kernel(folder: Path) -> None:
    """Make features of every application the way public notebooks do, in pandas."""
    from kernel import features

    features(folder)


MEASURES = {"read": read_bare, "features": make_features, "kernel": run_kernel}


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


def compare(tables: Tables, copies: int, form: str, kinds: tuple[str, ...], repeat: int) -> list[str]:
    """Return one line a measure, each with its ratios to the bare read."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        clients, rows = enlarge(tables, copies, folder, form)
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e9
        taken: dict[str, list[Taken]] = {kind: [] for kind in kinds}
        for _ in range(repeat):
            for kind in kinds:
                taken[kind].append(measure(kind, folder))
    best = {
        kind: Taken(min(one.clock for one in runs), min(one.processor for one in runs), max(one.memory for one in runs))
        for kind, runs in taken.items()
    }
    read = best["read"]
    return [
        f"{clients:>9,} {rows:>12,} {size:>6.2f}  {kind:<9} {one.clock:>7.1f} {one.processor:>7.1f} {one.memory:>6.2f} "
        f"{one.clock / read.clock:>9.2f} {one.processor / read.processor:>9.2f}"
        for kind, one in best.items()
    ]


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, help="tables to enlarge; a synthetic portfolio when left out")
    parser.add_argument("--clients", type=int, default=FULL_SIZE, help="applications of the largest size")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--repeat", type=int, default=2, help="times each measure is taken, in turn")
    parser.add_argument("--kernel", action="store_true", help="run the pandas kernel that everyone copies beside it")
    parser.add_argument("--measure", choices=tuple(MEASURES), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        run_one(chosen.measure, chosen.tables)
        return
    kinds = ("read", "features", "kernel") if chosen.kernel else ("read", "features")
    threads = os.environ.get("POLARS_MAX_THREADS", os.cpu_count())
    print(f"features of all tables from {chosen.format}, {threads} threads, best of {chosen.repeat}")
    print(f"{'clients':>9} {'rows':>12} {'GB':>6}  {'measure':<9} {'s':>7} {'cpu, s':>7} {'GB':>6} "
          f"{'to read':>9} {'its cpu':>9}")  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        origin = chosen.tables
        if origin is None:
            origin = Path(scratch)
            generate(4_000, out=origin)
        with read_tables(origin) as tables:
            own = tables.application.select(pl.len()).collect().item()
            for copies in dict.fromkeys(max(1, round(chosen.clients * fraction / own)) for fraction in FRACTIONS):
                print(*compare(tables, copies, chosen.format, kinds, chosen.repeat), sep="\n", flush=True)


if __name__ == "__main__":
    main()
