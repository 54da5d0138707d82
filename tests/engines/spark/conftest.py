"""Spark for the tests: one session of this machine, and a cluster of a master and two workers."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from spark_command import INTERPRETED, QUICK
from standalone import Cluster, standalone

from credit_panel.settings import Settings


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    """A session of Spark with two cores of this machine."""
    from credit_panel.engines.spark.session import spark_session

    with warnings.catch_warnings():
        # those of PySpark itself, which asks for an older pandas and leaves a socket to be collected
        warnings.simplefilter("ignore")
        with spark_session("local[2]", QUICK | INTERPRETED) as opened:
            yield opened


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers with a core each, all on this machine."""
    with standalone(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """The environment of a command that finds the built model."""
    return os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
        "PYSPARK_PYTHON": sys.executable,
    }
