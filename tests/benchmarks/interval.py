"""Whether intervals hold the truth: ``python tests/benchmarks/interval.py TABLES [--replicates 2]``.

TABLES is anything that ``credit-panel build`` takes. A model trained on them is taken for the truth. In each replicate
outcomes are drawn from it, four fifths of the clients train a model anew, from ranking to interval, and the fifth that
took no part is asked: does the interval of 80 % hold the true probability? Overall it should for 75 to 85 %, and for
more than 65 % in every fifth of risk, with and without a history at the credit bureau.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.scoring import TrainedModel, train
from credit_panel.scoring.boosting import margins
from credit_panel.scoring.sampling_interval import LEVEL
from credit_panel.scoring.scale import probability_of

HISTORY = "bureau_count"
"""Feature whose value tells a client with a history from one without."""


def log_odds(model: TrainedModel, clients: pl.DataFrame) -> np.ndarray:
    """Return the calibrated log-odds of default of clients, shape (n,)."""
    return model.sigmoid.log_odds(margins(model.booster, model.encoding.matrix(clients)))


def replicate(known: pl.DataFrame, truth: np.ndarray, seed: int) -> tuple[pl.DataFrame, TrainedModel]:
    """Draw outcomes, train on four fifths, and return how far each of the others is from the truth."""
    random = np.random.default_rng(seed)
    drawn = (random.random(len(known)) < probability_of(truth)).astype(np.int64)
    places = random.permutation(len(known))
    inside, outside = np.split(places, [len(places) * 4 // 5])
    clients = known.with_columns(pl.Series("TARGET", drawn).cast(known.schema["TARGET"]))
    model = train(clients[np.sort(inside)], seed=seed)
    others = clients[np.sort(outside)]
    estimate = log_odds(model, others)
    held = pl.DataFrame(
        {
            "distance": np.abs(estimate - truth[np.sort(outside)]),
            "risk": pl.Series(estimate).qcut(5, labels=["lowest", "low", "middle", "high", "highest"]).cast(pl.String),
            "history": others[HISTORY].fill_null(0) > 0
            if HISTORY in others.columns
            else pl.repeat(False, len(others), eager=True),
        }
    )
    return held.with_columns(held=pl.col("distance") <= model.interval.half_width()), model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--replicates", type=int, default=2)
    arguments = parser.parse_args()
    with read_tables(arguments.tables, require_target=True) as tables:
        features = build_features(tables).collect()
    known = features.filter(pl.col("TARGET").is_not_null())
    truth = log_odds(train(known), known)
    found = []
    table = Table(
        "replicate",
        "half-width",
        "holds the truth",
        "width that would hold 80 %",
        title=f"{len(known):,} clients, {LEVEL:.0%}",
    )
    for seed in range(1, arguments.replicates + 1):
        held, model = replicate(known, truth, seed)
        found.append(held)
        half = model.interval.half_width()
        needed = float(held["distance"].quantile(LEVEL) or 0) / half
        table.add_row(str(seed), f"{half:.3f}", f"{held['held'].mean():.1%}", f"{needed:.2f}")
    every = pl.concat(found)
    table.add_section()
    table.add_row("all", "", f"{every['held'].mean():.1%}", "")
    for column in ("risk", "history"):
        for name, share in every.group_by(column).agg(pl.col("held").mean()).sort(column).iter_rows():
            table.add_row(f"{column}: {name}", "", f"{share:.1%}", "")
    Console().print(table)


if __name__ == "__main__":
    main()
