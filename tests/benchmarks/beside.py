"""Run two commands in turn and print what each took, and the ratio.

    python tests/benchmarks/beside.py "credit-panel synthesize --applications 10000 --out DIR" "sleep 1" --repeat 3

Each is run in a shell; the figure is the best of the repeats, so that other work on the machine counts as little as it
can. Memory is the largest of the command and what it started and waited for.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from typing import NamedTuple


class Taken(NamedTuple):
    """Seconds by the clock and of the processor, and the peak memory in GB, of one run."""

    clock: float
    processor: float
    memory: float


def run(command: str) -> Taken:
    """Run a command; end the program when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(command, shell=True, stdout=subprocess.DEVNULL)  # noqa: S602 - the user's own
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"'{command}' failed with exit code {os.waitstatus_to_exitcode(status)}.")
    return Taken(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e6)


def main() -> None:
    """Print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commands", nargs=2, help="the command, and what to hold it against")
    parser.add_argument("--repeat", type=int, default=3, help="times each is run, in turn")
    chosen = parser.parse_args()
    runs: list[list[Taken]] = [[], []]
    for _ in range(chosen.repeat):
        for command, taken in zip(chosen.commands, runs, strict=True):
            taken.append(run(command))
    best = [Taken(*(min(values) for values in zip(*taken, strict=True))) for taken in runs]
    print(f"best of {chosen.repeat}, {os.cpu_count()} cores\n{'clock, s':>9} {'cpu, s':>9} {'GB':>7}")
    for command, taken in zip(chosen.commands, best, strict=True):
        print(f"{taken.clock:>9.2f} {taken.processor:>9.2f} {taken.memory:>7.2f}  {command}")
    ratios = [one / other if other else float("nan") for one, other in zip(*best, strict=True)]
    print(f"{ratios[0]:>9.2f} {ratios[1]:>9.2f} {ratios[2]:>7.2f}  ratio of the first to the second")


if __name__ == "__main__":
    main()
