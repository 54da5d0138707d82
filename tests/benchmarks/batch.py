"""Time and memory of `credit-panel score` against the number of applications, on Polars and on Spark.

    python tests/benchmarks/batch.py --model synthetic                              44,000, 356,000 and 712,000 clients
    python tests/benchmarks/batch.py --model synthetic --clients 44000 --engine spark --master 'local[2]'

The tables are 4,000 synthetic applications and copies of them under new numbers, as Parquet; the model has to be built.
Seconds are by the clock and of the processor; on Linux, those of Spark's Java and of its Pythons are among them. Memory
is the largest that a single process has taken.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from features import enlarge

from credit_panel.home_credit import read_tables
from credit_panel.home_credit.synthetic import generate

DRAWN = 4_000
SIZES = (44_000, 356_000, 712_000)
_ADOPTS = 36
"""PR_SET_CHILD_SUBREAPER of Linux."""


def score(model: str, tables: Path, out: Path, engine: list[str]) -> str:
    """Score some tables in a process of its own, and return what it took."""
    code = "import sys; from credit_panel.cli import main; sys.exit(main())"
    arguments = ["score", "--model", model, "--tables", str(tables), "--out", str(out), "--quiet", *engine]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True)
    clock = time.perf_counter() - started
    wait_for_all()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"{clock:>7.1f} {processor:>7.1f} {after.ru_maxrss / 1e6:>6.2f}"


def adopt() -> None:
    """Become the parent of what a child leaves behind when it ends, as PySpark does its Java; on Linux alone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPTS, 1, 0, 0, 0)


def wait_for_all() -> None:
    """Wait until all that children have left behind has ended, which counts its processor time."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="name of a model that was built")
    parser.add_argument("--clients", type=int, nargs="+", default=SIZES, help="numbers of applications, rising")
    parser.add_argument("--engine", choices=("polars", "spark"), default="polars")
    parser.add_argument("--master", default="local[2]", help="where Spark runs")
    chosen = parser.parse_args()
    adopt()
    engine = ["--engine", "spark", "--master", chosen.master] if chosen.engine == "spark" else []
    print(f"{'clients':>9} {'rows':>12} {'s':>7} {'cpu, s':>7} {'GB':>6}  {chosen.engine}")
    with tempfile.TemporaryDirectory() as scratch:
        origin = Path(scratch, "drawn")
        generate(DRAWN, out=origin)
        with read_tables(origin) as tables:
            for clients in chosen.clients:
                folder = Path(scratch, str(clients))
                folder.mkdir()
                written, rows = enlarge(tables, max(1, round(clients / DRAWN)), folder, "parquet")
                out = Path(scratch, f"{clients}-scores" + ("" if engine else ".parquet"))
                print(f"{written:>9,} {rows:>12,} {score(chosen.model, folder, out, engine)}", flush=True)


if __name__ == "__main__":
    main()
