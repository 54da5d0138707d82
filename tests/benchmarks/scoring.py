"""What the model is worth and what scoring costs: ``python tests/benchmarks/scoring.py TABLES [--rule-costs]``.

TABLES is anything that ``credit-panel build`` takes. ``--rule-costs`` also measures what each rule costs in AUC.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
from rich.console import Console
from rich.table import Table

from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.scoring import (
    RULES,
    NeighbourIndex,
    Outcome,
    Scenario,
    Scorer,
    curve,
    read_bundle,
    recourse,
    train,
    what_if,
    write_bundle,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--rule-costs", action="store_true", help="lift each rule in turn, a training each")
    arguments = parser.parse_args()
    with read_tables(arguments.tables, require_target=True) as tables:
        features = build_features(tables).collect()
    known = features.filter(pl.col("TARGET").is_not_null())
    table = Table("figure", "value", title=f"Scoring, {len(known):,} training clients")
    started, worked = time.perf_counter(), time.process_time()
    model = train(known, costed_rules=RULES if arguments.rule_costs else ())
    table.add_row("training", f"{time.perf_counter() - started:.1f} s ({time.process_time() - worked:.1f} s of CPU)")
    found = model.evaluation
    low, high = found.intervals["auc"]
    table.add_row("AUC, out of fold", f"{found.auc:.4f} [{low:.4f}, {high:.4f}]")
    table.add_row("features", f"{len(model.encoding.features)} of {model.candidates}")
    table.add_row("trees", str(model.booster.num_boosted_rounds()))
    table.add_row("ECE, Brier, KS, Gini", f"{found.ece:.4f}, {found.brier:.4f}, {found.ks:.3f}, {found.gini:.3f}")
    for cost in model.rule_costs or ():
        gain = cost.gain
        table.add_row(
            f"cost of {cost.rule} ({len(cost.columns)})",
            f"{gain.value:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}] AUC",
        )
    with tempfile.TemporaryDirectory() as folder:
        write_bundle(model, Path(folder) / "benchmark")
        table.add_row("reading the bundle", milliseconds(lambda _: read_bundle(Path(folder) / "benchmark"), 20))
        scorer = Scorer(read_bundle(Path(folder) / "benchmark"))
    rows = [known[i : i + 1] for i in range(min(200, len(known)))]
    table.add_row("probability of one client", milliseconds(lambda i: scorer.score(rows[i]), len(rows)))
    table.add_row("explanation of one client", milliseconds(lambda i: scorer.explain_one(rows[i]), len(rows)))
    scenario = Scenario({"AMT_CREDIT": 200_000.0, "AMT_ANNUITY": 20_000.0})
    before = [scorer.explain_one(row) for row in rows]
    table.add_row("checking a scenario", milliseconds(lambda _: Scenario(scenario.changes), len(rows)))
    table.add_row(
        "what-if with contributions",
        milliseconds(lambda i: what_if(scorer, rows[i], scenario, before=before[i]), len(rows)),
    )
    along = np.linspace(100_000, 1_000_000, 40).tolist()
    table.add_row("curve of 40 points", milliseconds(lambda i: curve(scorer, rows[i], "AMT_CREDIT", along), len(rows)))
    scores = scorer.score(known)
    near = known.filter(pl.Series((scores.outcome == Outcome.REFUSE) & (scores.probability < 0.2)))
    refused = near.sample(min(200, len(near)), seed=0)
    proposals: list[bool] = []
    duration = milliseconds(lambda i: proposals.append(bool(recourse(scorer, refused[i]))), len(refused))
    table.add_row(
        "recourse", f"{duration}, found for {np.mean(proposals[1:]):.0%} of {len(refused)} refused under 20 %"
    )
    index = NeighbourIndex(known["SK_ID_CURR"].to_numpy(), scorer.explain(known).contributions)
    own = scorer.explain(rows[0]).contributions[0]
    table.add_row(f"50 neighbours among {len(known):,}", milliseconds(lambda _: index.nearest(own), 20))
    started = time.perf_counter()
    scorer.explain(known)
    table.add_row("contributions of all", f"{len(known) / (time.perf_counter() - started):,.0f} clients a second")
    Console().print(table)


def milliseconds(call: Callable[[int], object], times: int) -> str:
    """Return the median duration of a call, and its CPU time, in milliseconds."""
    call(0)
    worked = time.process_time()
    durations = []
    for i in range(times):
        started = time.perf_counter()
        call(i)
        durations.append(time.perf_counter() - started)
    cpu = (time.process_time() - worked) / times
    return f"{np.median(durations) * 1e3:.2f} ms ({cpu * 1e3:.2f} ms of CPU)"


if __name__ == "__main__":
    main()
