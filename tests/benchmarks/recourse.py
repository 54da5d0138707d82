"""Recourse beside DiCE's random method: ``python tests/benchmarks/recourse.py MODEL PORTFOLIO DICE_PYTHON``.

MODEL and PORTFOLIO are the folders that ``credit-panel build`` wrote; DICE_PYTHON is the interpreter of an environment
of its own that has dice-ml, which is no dependency of this project. Both search the same clients, over the same levers
and bounds, for the same scorer's acceptance; what DiCE proposes is put on the steps that people use: 500 in amount
and income, 6 months, 1 per cent of the debts. Cost is the sum of relative changes. DiCE may move all four levers.

The exit status is 1 when a proposal costs more than DiCE's, or is missing where DiCE has one.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CLIENTS = 100
LEVERS = ("cut", "term", "income", "settled")
"""Share of the amount put down, months, share of income more that is documented, share of the debts repaid."""
BOUNDS = {"cut": (0.0, 0.6), "term": (6.0, 60.0), "income": (0.0, 0.2), "settled": (0.0, 1.0)}


def main(model: Path, portfolio: Path, dice_python: str) -> None:
    import numpy as np
    import polars as pl

    from credit_panel.scoring import SETTLED_DEBT, Outcome, Scorer, read_bundle, recourse
    from credit_panel.scoring.scenario import features_after

    scorer = Scorer(read_bundle(model))
    frame = pl.read_parquet(portfolio / "applications.parquet")
    scores = scorer.score(frame)
    near = frame.filter(
        pl.Series((scores.outcome == Outcome.REFUSE) & (scores.probability < 0.2)), pl.col("AMT_ANNUITY") > 0
    )
    chosen = near.sample(min(CLIENTS, len(near)), seed=0)

    def on_offer(client: pl.DataFrame, levers: np.ndarray) -> np.ndarray:
        credit, income = client["AMT_CREDIT"][0], client["AMT_INCOME_TOTAL"][0]
        own = credit / client["AMT_ANNUITY"][0]
        cut, term, rise, settled = levers.T
        cut = np.where(cut > 0, 1 - np.floor(credit * (1 - cut) / 500) * 500 / credit, 0)
        stepped = np.clip(np.round(term / 6) * 6, *BOUNDS["term"])
        term = np.where((np.abs(term - own) > 0.5) & (np.abs(stepped - own) > 0.5), stepped, own)
        rise = np.where(rise > 0, np.ceil(income * (1 + rise) / 500) * 500 / income - 1, 0)
        return np.column_stack([cut, term, rise, np.ceil(settled * 100 - 1e-9) / 100])

    def refused(client: pl.DataFrame, wanted: np.ndarray) -> np.ndarray:
        levers = on_offer(client, wanted)
        credit = client["AMT_CREDIT"][0] * (1 - levers[:, 0])
        changes = {
            "AMT_CREDIT": credit,
            "AMT_ANNUITY": credit / levers[:, 1],
            "AMT_INCOME_TOTAL": client["AMT_INCOME_TOTAL"][0] * (1 + levers[:, 2]),
            SETTLED_DEBT: levers[:, 3],
        }
        return scorer.score(features_after(client, pl.DataFrame(changes))).outcome != Outcome.ACCEPT

    ours: list[float] = []
    theirs: list[float] = []
    spent: tuple[list[float], list[float]] = ([], [])
    command = [dice_python, __file__, "--dice"]
    silent = {**os.environ, "TQDM_DISABLE": "1"}
    recourse(scorer, chosen[0])  # what is made once for a model is no part of a call
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=silent) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for i in range(len(chosen)):
            client = chosen[i]
            started = time.perf_counter()
            proposals = recourse(scorer, client)
            spent[0].append(time.perf_counter() - started)
            ours.append(min((p.cost for p in proposals), default=np.inf))
            term = client["AMT_CREDIT"][0] / client["AMT_ANNUITY"][0]
            owes = (client["bureau_debt_sum"][0] or 0) > 0
            started = time.perf_counter()
            question: dict[str, Any] = {"term": term, "owes": owes, "seed": i}
            while True:
                print(json.dumps(question), file=child.stdin, flush=True)
                answer = json.loads(child.stdout.readline())
                if "found" in answer:
                    break
                question = {"refused": refused(client, np.array(answer["levers"], dtype=float)).tolist()}
            spent[1].append(time.perf_counter() - started)
            found = np.array(answer["found"], dtype=float).reshape(-1, len(LEVERS))
            if len(found):
                found = on_offer(client, found)
                cost = found[:, 0] + np.abs(found[:, 1] / term - 1) + found[:, 2] + found[:, 3]
                cost = np.where(refused(client, found), np.inf, cost)
            theirs.append(float(cost.min()) if len(found) else np.inf)
        child.stdin.close()
    own, other = np.array(ours), np.array(theirs)
    both = np.isfinite(own) & np.isfinite(other)
    print(f"{len(chosen)} of {len(near):,} refused clients under 20 %, {scorer.manifest.name} {scorer.version}")
    for name, cost, seconds in (("Credit Panel", own, spent[0]), ("DiCE random", other, spent[1])):
        median, slow = np.quantile(seconds, [0.5, 0.95]) * 1e3
        print(f"{name}: found for {np.isfinite(cost).mean():.0%}, {median:.0f} ms a client (p95 {slow:.0f}), ", end="")
        print(f"median cost where both found {np.median(cost[both]):.3f}")
    more = own[both] - other[both]
    dearer, missed = int((more > 1e-9).sum()), int((np.isfinite(other) & ~both).sum())
    less, most, alone = (more < -1e-9).sum(), max(more.max(initial=0), 0), (np.isfinite(own) & ~both).sum()
    print(f"ours costs less for {less} of {both.sum()} and more for {dearer}, by {most:.3f} at most;", end=" ")
    print(f"only ours found {alone}, only DiCE found {missed}")
    sys.exit(1 if dearer or missed else 0)


def dice() -> None:
    """Answer questions line by line, in the environment that has dice-ml: the scorer stays with who asks."""
    import warnings

    import dice_ml
    import numpy as np
    import pandas as pd
    from raiutils.exceptions import UserConfigValidationException

    warnings.simplefilter("ignore")
    answers, sys.stdout = sys.stdout, io.StringIO()  # it prints what it does not find

    def say(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=answers, flush=True)

    class Asking:
        """A classifier whose predictions come from the other process."""

        classes_ = np.array([0, 1])

        def predict_proba(self, frame: pd.DataFrame) -> np.ndarray:
            say({"levers": frame[list(LEVERS)].astype(float).to_numpy().tolist()})
            share = np.where(json.loads(sys.stdin.readline())["refused"], 0.9, 0.1)
            return np.column_stack([1 - share, share])

        def predict(self, frame: pd.DataFrame) -> np.ndarray:
            return (self.predict_proba(frame)[:, 1] > 0.5).astype(int)

    random = np.random.default_rng(0)
    background = pd.DataFrame({name: random.uniform(*BOUNDS[name], 1_000) for name in LEVERS})
    background["refused"] = random.integers(0, 2, 1_000)
    data = dice_ml.Data(
        dataframe=background,
        continuous_features=list(LEVERS),
        outcome_name="refused",
        continuous_features_precision={"cut": 3, "term": 0, "income": 3, "settled": 3},
    )
    explainer = dice_ml.Dice(data, dice_ml.Model(model=Asking(), backend="sklearn"), method="random")
    for line in sys.stdin:
        client = json.loads(line)
        query = pd.DataFrame([{"cut": 0.0, "term": client["term"], "income": 0.0, "settled": 0.0}])
        levers = [name for name in LEVERS if client["owes"] or name != "settled"]
        try:
            result = explainer.generate_counterfactuals(
                query,
                total_CFs=3,
                desired_class=0,
                features_to_vary=levers,
                permitted_range={name: list(BOUNDS[name]) for name in levers},
                random_seed=client["seed"],
                verbose=False,
            )
            found = result.cf_examples_list[0].final_cfs_df
            rows = [] if found is None else found[list(LEVERS)].astype(float).to_numpy().tolist()
        except UserConfigValidationException:
            rows = []  # how DiCE says that there is none
        say({"found": rows})


if __name__ == "__main__":
    if sys.argv[1:] == ["--dice"]:
        dice()
    elif len(sys.argv) == 4:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(__doc__)
