"""Time and memory of a synthetic portfolio: ``python tests/benchmarks/synthetic.py [APPLICATIONS] [--out DIR]``.

Each size is drawn in a process of its own, whose peak memory is the figure. Without a size: 10,000 and
an eighth, a quarter, a half and all of the archive's 356,255 applications.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from credit_panel.home_credit.synthetic import generate

FULL = 356_255


def one(applications: int, out: Path, seed: int) -> None:
    """Draw a portfolio here and print rows, seconds, peak memory and size on disk."""
    started = time.perf_counter()
    generate(applications, seed=seed, out=out)
    seconds = time.perf_counter() - started
    files = sorted(out.glob("*.parquet"))
    rows = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    disk = sum(path.stat().st_size for path in files) / 2**20
    print(f"{applications:>12,} {rows:>12,} {seconds:>9.1f} {peak:>9.2f} {disk:>9.0f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("applications", type=int, nargs="?", help="one size only")
    parser.add_argument("--out", type=Path, help="keep the tables of that size in this folder")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.bare:
        one(chosen.applications, chosen.out, chosen.seed)
        return
    sizes = [chosen.applications] if chosen.applications else [10_000, FULL // 8, FULL // 4, FULL // 2, FULL]
    print(f"{os.cpu_count()} cores")
    print(f"{'applications':>12} {'rows':>12} {'seconds':>9} {'peak GiB':>9} {'MiB':>9}", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            out = chosen.out or Path(scratch)
            command = [sys.executable, __file__, str(size), "--out", str(out), "--seed", str(chosen.seed), "--bare"]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
