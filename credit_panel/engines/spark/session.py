"""A session of Spark: on this machine, or on the cluster of a master."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from credit_panel.engines.spark.faults import fault_of
from credit_panel.engines.spark.installation import check_installation
from credit_panel.errors import SettingsError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MASTERS = re.compile(r"local(\[(\*|\d+)(,\d+)?\])?|spark://[^/]+:\d+|yarn|k8s://.+")
_LOG_LEVEL = "spark.log.level"
_LOGS = ("py4j", "SQLQueryContextLogger")
"""Loggers of PySpark: one of each closed connection, one of each error of a query with Java's whole account of it."""

_CONNECT_SECONDS = 5.0
EXECUTOR_SECONDS = 120.0
"""How long a cluster may take to give the work an executor."""

_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # all work is in the one process of the driver, which Spark gives 1 GB
    "spark.driver.memory": "3g",
}
_ALWAYS = {
    "spark.app.name": "credit-panel",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # a value that its type cannot hold makes reading fail, as it does in Polars
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    # else each of some thousand expressions notes where in this package it was written: half of Python's time
    "spark.python.sql.dataFrameDebugging.enabled": "false",
    "spark.sql.dataFrameQueryContext.enabled": "false",
    # one batch is one frame of the Scorer
    "spark.sql.execution.arrow.maxRecordsPerBatch": "5000",
    # partitions share the cores: each works with one thread
    "spark.executorEnv.POLARS_MAX_THREADS": "1",
    "spark.executorEnv.OMP_NUM_THREADS": "1",
}


@contextlib.contextmanager
def spark_session(master: str, options: Mapping[str, str]) -> Iterator[SparkSession]:
    """Give a session of the cluster of `master`, which ends with the block.

    Parameters
    ----------
    master
        As Spark writes it: ``local[4]``, ``spark://host:7077``, ``yarn`` or ``k8s://…``.
    options
        Settings of Spark, which go before those that are made here; with ``spark.log.level`` Spark's own log is heard.

    Raises
    ------
    SettingsError
        When Spark is not installed, its Java is too old, or the master cannot be used.
    """
    check_installation()
    _check_master(master)
    # workers that are told of no Python take the system's, which has nothing of what is needed
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name in _LOGS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    session = _started(master, options)
    try:
        if not master.startswith("local") and options.get("spark.dynamicAllocation.enabled") != "true":
            _await_executor(session, master)
        yield session
    finally:
        with contextlib.suppress(Exception):  # a driver that has died cannot be stopped
            session.stop()


def _started(master: str, options: Mapping[str, str]) -> SparkSession:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas 3, see `scored`
        from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master)
    for name, value in {**_ALWAYS, **(_LOCAL if master.startswith("local") else {}), **options}.items():
        builder = builder.config(name, value)
    try:
        with contextlib.nullcontext() if _LOG_LEVEL in options else _java_unheard():
            return builder.getOrCreate()
    except Exception as error:
        raise fault_of(error) from error


@contextlib.contextmanager
def _java_unheard() -> Iterator[None]:
    """Let the Java that is started here write its log to nobody: what goes wrong is told in one sentence.

    It inherits standard error as it is while the block runs, and so does all that it starts.
    """
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nobody:
            os.dup2(nobody.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _check_master(master: str) -> None:
    if not _MASTERS.fullmatch(master):
        raise SettingsError(
            f"--master is {master!r}: give local[4] for this machine, spark://host:7077, yarn or k8s://host:port."
        )
    if master.startswith("spark://") and "," not in master:
        place = urlsplit(master)
        try:
            socket.create_connection((place.hostname or "", place.port or 0), timeout=_CONNECT_SECONDS).close()
        except OSError as error:
            raise SettingsError(
                f"No master answers at {master} ({error.strerror or error}): start it, or correct --master."
            ) from error


def _await_executor(session: SparkSession, master: str) -> None:
    """Refuse a cluster that gives no executor: Spark itself would wait for ever, and say so in its log alone."""
    tracker = session.sparkContext._jsc.sc().statusTracker()
    until = time.monotonic() + EXECUTOR_SECONDS
    while len(tracker.getExecutorInfos()) < 2:  # the driver is one of them
        if time.monotonic() > until:
            raise SettingsError(
                f"No worker of {master} has taken up the work within {EXECUTOR_SECONDS:.0f} s: start one, or ask for "
                "less, as with --conf spark.executor.memory=1g."
            )
        time.sleep(0.2)
