"""A build that is broken off, by Ctrl-C or a full disk, leaves the model and portfolio that were there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from little_room import little_room

from credit_panel.cli import main
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import train
from credit_panel.settings import Settings

COMMAND = """
import functools, sys
import credit_panel.portfolio
from credit_panel.cli import main
building = sys.modules["credit_panel.portfolio.build"]
building.train = functools.partial(building.train, candidates={"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1}, folds=3)
raise SystemExit(main(sys.argv[1:]))
"""
"""The command, which trains on two features: what is broken off is the writing, and a whole training takes longer."""


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the built model and portfolio."""
    copied = Settings(tmp_path / "data", tmp_path / "models", settings.model)
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    return copied


def arguments(tables: Path, copy: Settings) -> list[str]:
    """Return what `credit-panel` is asked for to build over the copy with another seed."""
    return ["build", "--tables", str(tables), "--name", copy.model, "--seed", "5"]


def assert_left_alone(copy: Settings, version: str) -> None:
    assert ServedModel.open(copy).scorer.version == version
    left = {path.name for folder in (copy.data_dir, copy.models_dir) for path in folder.iterdir()}
    assert left == {copy.model}


@pytest.mark.long
def test_ctrl_c_while_the_portfolio_is_written(copy: Settings, served: ServedModel, synthetic_tables: Path) -> None:
    environ = os.environ | copy.environ()
    command = [sys.executable, "-c", COMMAND, *arguments(synthetic_tables, copy)]
    process = subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True)
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
    copy: Settings,
    served: ServedModel,
    synthetic_tables: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The model fits under the limit and the histories do not."""
    few = partial(train, candidates={"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1}, folds=3)
    monkeypatch.setattr(sys.modules["credit_panel.portfolio.build"], "train", few)
    for name, value in copy.environ().items():
        monkeypatch.setenv(name, value)
    largest = max(file.stat().st_size for file in copy.bundle_dir().iterdir())
    with little_room(2 * largest):
        assert main(arguments(synthetic_tables, copy)) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("credit-panel: The disk has no room left")
    assert_left_alone(copy, served.scorer.version)
