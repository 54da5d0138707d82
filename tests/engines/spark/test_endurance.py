"""A worker that is killed, and a client with a hundred times anybody's history: finished, and right."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from spark_command import command
from standalone import Cluster

from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.batch import Batch

pytestmark = pytest.mark.spark

ROWS = 300_000


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


def test_a_killed_worker_and_a_skewed_client(
    cluster: Cluster, environ: dict[str, str], served: ServedModel, skewed: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = ["score", "--engine", "spark", "--master", cluster.master, "--model", "small", "--quiet"]
    with subprocess.Popen(
        command(*arguments, "--tables", str(skewed), "--out", str(out)),
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
    assert (running.returncode, said, told) == (0, "", "")
    with read_tables(skewed) as opened:
        wanted = pl.concat(Batch(opened, served).parts())
    found = pl.read_parquet(out / "*.parquet").sort("SK_ID_CURR")
    assert_frame_equal(found.select(wanted.columns), wanted, rel_tol=0, abs_tol=1e-6)
    assert (found["probability"] - wanted["probability"]).abs().max() <= 1e-9
