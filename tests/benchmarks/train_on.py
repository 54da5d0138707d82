"""What training on a sample costs in AUC: ``python tests/benchmarks/train_on.py --applications 400000``.

    --tables PATH                 tables of one's own, in place of a synthetic book
    --sizes 50000 100000 300000   clients who train, rising
    --held-out 0.25               share of the clients of known outcome that no training sees, nor any sample holds

Each size is trained as ``credit-panel build --train-on N`` does, from samples drawn alike, and measured on the same
clients, who are held out of all of them. The gain of each size over the one before is paired over these clients, with
its 95 % interval from resamples of them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from memory import peak

from credit_panel.features import build_features
from credit_panel.home_credit import CLIENT, TARGET, read_tables
from credit_panel.home_credit.synthetic import generate
from credit_panel.scoring import Scorer, auc, draw_training_sample, read_bundle, train, write_bundle

RESAMPLES = 200


def probability_of(training: pl.DataFrame, clients: pl.DataFrame, folder: Path) -> np.ndarray:
    """Train on some clients, and return what the model says of others, shape (n,)."""
    write_bundle(train(training), folder)
    return Scorer(read_bundle(folder), threads=2).score(clients).probability


def interval(first: np.ndarray, second: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """Return the 95 % interval of what the second probability gains in AUC over the first, on the same clients."""
    rng = np.random.default_rng(0)
    gains = []
    for _ in range(RESAMPLES):
        rows = rng.integers(0, len(target), len(target))
        own = target[rows]
        gains.append(auc(score=second[rows], target=own) - auc(score=first[rows], target=own))
    low, high = np.quantile(gains, (0.025, 0.975))
    return float(low), float(high)


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, help="tables to train on; a synthetic book when left out")
    parser.add_argument("--applications", type=int, default=400_000, help="applications of the synthetic book")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 100_000, 300_000])
    parser.add_argument("--held-out", type=float, default=0.25)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if chosen.tables is None:
            generate(chosen.applications, out=Path(scratch, "tables"))
        with read_tables(chosen.tables or Path(scratch, "tables")) as tables:
            features = tables.collect(build_features(tables)).drop_nulls(TARGET)
        others = draw_training_sample(features, round(len(features) * chosen.held_out), seed=1)
        if others is None:
            parser.error("--held-out leaves nobody to train on: give a share under 1")
        held_out = features.filter(pl.col(CLIENT).is_in(others.ids.tolist()))
        rest = features.filter(~pl.col(CLIENT).is_in(others.ids.tolist()))
        del features
        target = held_out[TARGET].to_numpy().astype(np.float64)
        print(f"{len(held_out):,} clients held out, {len(rest):,} to draw from")
        print(f"{'trained on':>10} {'AUC':>7} {'gain over the line above (95 %)':>34} {'cpu, s':>7} {'GB':>5}")
        before = None
        for size in chosen.sizes:
            sample = draw_training_sample(rest, size, seed=0)
            training = rest if sample is None else rest.filter(pl.col(CLIENT).is_in(sample.ids.tolist()))
            started = time.process_time()
            found = probability_of(training, held_out, Path(scratch, str(size)))
            took = time.process_time() - started
            gain = ""
            if before is not None:
                low, high = interval(before, found, target)
                value = auc(score=found, target=target) - auc(score=before, target=target)
                gain = f"{value:+.4f} ({low:+.4f} to {high:+.4f})"
            worth = auc(score=found, target=target)
            print(f"{len(training):>10,} {worth:>7.4f} {gain:>34} {took:>7.0f} {peak():>5.2f}", flush=True)
            before = found


if __name__ == "__main__":
    main()
