"""A cluster, a worker of it that is killed, a client with a hundred times anybody's history: finished, and right."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest
from same_as_polars import assert_equal, assert_scores_equal, features_of, written
from spark_command import command
from standalone import Cluster

from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.batch import Batch

pytestmark = pytest.mark.spark

ROWS = 300_000
COLUMNS = ("SK_ID_CURR", "probability", "low", "high", "points", "grade", "outcome", "flags", "held_out")


@pytest.fixture
def skewed(synthetic_tables: Path, tmp_path: Path) -> Path:
    """The synthetic tables, in which one client has most of all instalments."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for path in synthetic_tables.glob("*.parquet"):
        if path.stem != "installments_payments":
            (folder / path.name).symlink_to(path)
    payments = pl.read_parquet(synthetic_tables / "installments_payments.parquet")
    client = payments.filter(pl.col("SK_ID_CURR") == payments["SK_ID_CURR"][0])
    many = pl.concat([client] * (ROWS // len(client)))
    pl.concat([payments, many]).write_parquet(folder / "installments_payments.parquet", row_group_size=50_000)
    return folder


def test_a_cluster_whose_worker_is_killed_gives_what_polars_gives_of_a_skewed_client_too(
    cluster: Cluster, environ: dict[str, str], served: ServedModel, skewed: Path, tmp_path: Path
) -> None:
    out, features = tmp_path / "out", features_of(skewed)
    names = [*COLUMNS, *(name for name in features.columns if name not in COLUMNS)]
    arguments = ["score", "--engine", "spark", "--master", cluster.master, "--model", "small"]
    with subprocess.Popen(
        command(*arguments, "--tables", str(skewed), "--out", str(out), "--columns", ",".join(names)),
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        killed = 0
        while running.poll() is None and not killed:
            # what it writes into is there once the last stages have begun
            if (out / "_temporary").exists() and (executors := cluster.executors()):
                place, killed = executors[0]
                os.killpg(cluster.workers[place].pid, signal.SIGKILL)
            time.sleep(0.02)
        said, told = running.communicate()
    assert killed, "the work was over before a worker could be killed"
    assert running.returncode == 0, told
    assert said == f"Scored 2500 applications into {out}.\n"
    assert "Traceback" not in told
    with read_tables(skewed) as opened:
        wanted = pl.concat(Batch(opened, served).parts())
    found = written(out)
    assert_equal(found.select(features.columns), features)
    assert_scores_equal(found.select(COLUMNS), wanted.select(COLUMNS))
