"""The API does what its documentation says, asked by a program that knows nothing else of it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pages.serving import serving

from credit_panel.settings import Settings

SCHEMATHESIS = "from schemathesis.cli import schemathesis; schemathesis()"


@pytest.mark.slow
def test_schemathesis_finds_nothing_with_all_its_checks(settings: Settings, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with serving(settings, log, warm=False) as server:
        asked = subprocess.run(
            [
                *(sys.executable, "-c", SCHEMATHESIS, "run", f"{server}/openapi.json", "--checks", "all"),
                *("--continue-on-failure", "--max-examples", "40", "--seed", "1", "--generation-database", "none"),
                *("--no-color", "--warnings", "off"),
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert asked.returncode == 0, asked.stdout + asked.stderr
    chosen = re.search(r"(\d+) selected / \1 total", asked.stdout)
    assert chosen is not None
    assert int(chosen[1]) >= 3
    assert "Traceback" not in log.read_text()
