"""The folder of real tables: named and whole, or one clear error before any test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from real_data import FILES, VARIABLE, real_data_folder

ROOT = Path(__file__).resolve().parents[1]


def test_a_folder_that_is_none_ends_the_run_with_one_sentence(tmp_path: Path) -> None:
    named = str(tmp_path / "nowhere")
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/test_settings.py"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {VARIABLE: named}, capture_output=True, text=True)
    assert done.stderr.startswith(f"ERROR: {VARIABLE} is '{named}', which is no folder: name the folder")
    assert (done.returncode, done.stderr.strip().count("\n"), done.stdout) == (pytest.ExitCode.USAGE_ERROR, 0, "")


@pytest.mark.parametrize("lacking", FILES)
def test_a_file_that_is_lacking_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lacking: str) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for name in FILES:
        (tmp_path / name).touch()
    assert real_data_folder() == tmp_path
    (tmp_path / lacking).unlink()
    with pytest.raises(pytest.UsageError, match=f"which lacks {lacking}: name the folder"):
        real_data_folder()


def test_no_name_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert real_data_folder() is None
