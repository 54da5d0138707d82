"""What-if beside explainerdashboard's: ``python tests/benchmarks/what_if.py MODEL PORTFOLIO PEER_PYTHON``.

MODEL and PORTFOLIO are the folders that ``credit-panel build`` wrote; PEER_PYTHON is the interpreter of an environment
of its own that has explainerdashboard, xgboost-cpu and pyarrow. Ours goes from changed raw fields to probability,
interval, outcome and all contributions; the check of the fields and every derived feature are included. The peer goes
from a changed row of the same columns (codes for categories) to its prediction and its contributions, on as many trees
of the same depth; it derives nothing and has no interval.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CALLS = 30
ROWS = 1_000


def main(model: Path, portfolio: Path, peer_python: str) -> None:
    import polars as pl

    from credit_panel.scoring import Scenario, Scorer, read_bundle, what_if

    scorer = Scorer(read_bundle(model))
    frame = pl.read_parquet(portfolio / "applications.parquet").filter(pl.col("TARGET").is_not_null()).head(ROWS)
    clients = [frame[i] for i in range(CALLS + 1)]
    before = [scorer.explain_one(client) for client in clients]

    def ours(i: int) -> object:
        scenario = Scenario({"AMT_CREDIT": 200_000.0 + 500 * i, "AMT_ANNUITY": 20_000.0})
        return what_if(scorer, clients[i], scenario, before=before[i])

    print(f"Credit Panel: {median(ours):.2f} ms, {len(scorer.features)} features", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrix.parquet"
        columns = [
            frame[name].cast(pl.Categorical).to_physical() if frame.schema[name] == pl.String else frame[name]
            for name in scorer.features
        ]
        pl.DataFrame([c.cast(pl.Float32) for c in columns]).with_columns(frame["TARGET"]).write_parquet(path)
        trees = str(scorer.manifest.training["parameters"]["trees"])
        subprocess.run([peer_python, __file__, "--peer", str(path), trees], check=True)


def peer(path: str, trees: int) -> None:
    """Time explainerdashboard, in its own environment."""
    import warnings

    warnings.simplefilter("ignore")
    import pandas as pd
    from explainerdashboard import ClassifierExplainer
    from xgboost import XGBClassifier

    frame = pd.read_parquet(path)
    target = frame.pop("TARGET").astype(int)
    model = XGBClassifier(n_estimators=trees, max_depth=3, n_jobs=1).fit(frame, target)
    explainer = ClassifierExplainer(model, frame.fillna(-999), target, n_jobs=1)
    rows = [frame.iloc[[i]].fillna(-999) for i in range(CALLS + 1)]

    def theirs(i: int) -> object:
        row = rows[i].assign(AMT_CREDIT=200_000.0 + 500 * i, AMT_ANNUITY=20_000.0)[frame.columns]
        return explainer.prediction_result_df(X_row=row), explainer.get_contrib_df(X_row=row)

    print(f"explainerdashboard: {median(theirs):.2f} ms, {frame.shape[1]} columns")


def median(call: Callable[[int], object]) -> float:
    """Return the median duration of a call in milliseconds, the first left out."""
    durations = []
    for i in range(CALLS + 1):
        started = time.perf_counter()
        call(i)
        durations.append(time.perf_counter() - started)
    return sorted(durations[1:])[CALLS // 2] * 1e3


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "--peer":
        peer(sys.argv[2], int(sys.argv[3]))
    elif len(sys.argv) == 4:
        main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(__doc__)
