"""A build that is broken off, by Ctrl-C or a full disk, leaves the model and portfolio that were there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

COMMAND = """
import resource, sys
limit = int(sys.argv[1]) or resource.RLIM_INFINITY
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
from credit_panel.cli import main
raise SystemExit(main(sys.argv[2:]))
"""


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the built model and portfolio."""
    copied = Settings(tmp_path / "data", tmp_path / "models", settings.model)
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    return copied


def start_build(tables: Path, copy: Settings, limit: int = 0) -> subprocess.Popen[str]:
    """Start `credit-panel build` over the copy with another seed; files may have `limit` bytes."""
    arguments = ["build", "--tables", str(tables), "--name", copy.model, "--seed", "5"]
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(copy.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(copy.models_dir),
    }
    command = [sys.executable, "-c", COMMAND, str(limit), *arguments]
    return subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)


def assert_left_alone(copy: Settings, version: str) -> None:
    assert ServedModel.open(copy).scorer.version == version
    left = {path.name for folder in (copy.data_dir, copy.models_dir) for path in folder.iterdir()}
    assert left == {copy.model}


def test_ctrl_c_while_the_portfolio_is_written(copy: Settings, served: ServedModel, synthetic_tables: Path) -> None:
    process = start_build(synthetic_tables, copy)
    try:
        deadline = time.monotonic() + 120
        while not list(copy.data_dir.glob(f".{copy.model}-*/fresh/histories/*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.002)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 130
    # a thread of Polars that was writing may complain after the last word
    assert "credit-panel: stopped; nothing was changed." in said.splitlines()
    assert "Traceback" not in said
    assert_left_alone(copy, served.scorer.version)


def test_a_full_disk_while_the_portfolio_is_written(
    copy: Settings, served: ServedModel, synthetic_tables: Path
) -> None:
    """The model fits under the limit and the histories do not."""
    largest = max(file.stat().st_size for file in copy.bundle_dir().iterdir())
    process = start_build(synthetic_tables, copy, limit=2 * largest)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 2
    assert said.splitlines()[-1].startswith("credit-panel: The disk has no room left")
    assert "Traceback" not in said
    assert_left_alone(copy, served.scorer.version)
