"""`credit-panel serve` on what an earlier version built: a synthetic portfolio is drawn anew, a real one is told of."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from credit_panel.formats import BUNDLE_FORMAT, PORTFOLIO_FORMAT
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings

COMMAND = [sys.executable, "-c", "import sys; from credit_panel.cli import main; sys.exit(main())", "serve"]
PATIENCE_S = 300


@pytest.fixture
def earlier(settings: Settings, tmp_path: Path) -> Settings:
    """The built model and portfolio under the name of the synthetic ones, as the version before this left them."""
    copied = Settings(tmp_path / "data", tmp_path / "models", "synthetic")
    shutil.copytree(settings.bundle_dir(), copied.bundle_dir())
    shutil.copytree(settings.portfolio_dir(), copied.portfolio_dir())
    change(copied.bundle_dir() / "manifest.json", format=BUNDLE_FORMAT - 1)
    # of so few that they are drawn and trained on in seconds; and nothing was sealed then
    path = copied.portfolio_dir() / "portfolio.json"
    change(path, format=PORTFOLIO_FORMAT - 1, applications=1_000, seal=None, files=None, bundle=None)
    return copied


def change(path: Path, **values: object) -> None:
    """Change a manifest, without a look at its seal; None takes a value out."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8")) | values
    path.write_text(json.dumps({name: value for name, value in content.items() if value is not None}), "utf-8")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 - our own server
            return int(answer.status)
    except OSError:
        return 0


@pytest.mark.slow
def test_a_synthetic_portfolio_is_drawn_anew_and_served(earlier: Settings, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    with log.open("w") as out:
        command, environ = [*COMMAND, "--port", str(port)], os.environ | earlier.environ()
        server = subprocess.Popen(command, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + PATIENCE_S
            while not (status := status_of(f"http://127.0.0.1:{port}/client")) and time.monotonic() < until:
                assert server.poll() is None, log.read_text()
                time.sleep(0.5)
            assert status == 200, log.read_text()
            assert status_of(f"http://127.0.0.1:{port}/api/v1/readiness") == 200
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
    said = log.read_text()
    assert "was built by an earlier version and is made anew" in said
    assert "Traceback" not in said
    served = ServedModel.open(earlier)
    assert (len(served.portfolio), served.scorer.manifest.training["seed"]) == (1_000, 0)
    served.verify()


@pytest.mark.parametrize("check", [[], ["--check"]])
@pytest.mark.parametrize("part", ["both", "portfolio", "model"])
def test_a_real_one_is_one_sentence_that_says_how_to_build_it(earlier: Settings, part: str, check: list[str]) -> None:
    """And is left as it was: nobody but its owner has the tables."""
    model, served = earlier.bundle_dir() / "manifest.json", earlier.portfolio_dir() / "portfolio.json"
    change(model, synthetic=False, **({"format": BUNDLE_FORMAT} if part == "portfolio" else {}))
    change(served, synthetic=False, **({"format": PORTFOLIO_FORMAT} if part == "model" else {}))
    before = model.read_text(), served.read_text()
    command = [*COMMAND, "--port", str(free_port()), *check]
    done = subprocess.run(command, env=os.environ | earlier.environ(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "built by an earlier version" in done.stderr
    assert "'credit-panel build --tables PATH --name synthetic'" in done.stderr
    assert (model.read_text(), served.read_text()) == before
