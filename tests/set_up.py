"""The scripts of the set-up, run with nothing in the environment but what a test gives."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BASH = shutil.which("bash") or "/bin/bash"


def run(script: Path, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing in the environment but what is given."""
    return subprocess.run(
        [BASH, str(script), *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=60
    )


def prepared_environment(folder: Path) -> Path:
    """Return an environment that the script did not make and that holds what these tests run with.

    The one of the tests themselves is the script's own where `tests/run.sh` made it: the script would install into it.
    """
    python = folder / "bin" / "python"
    if not python.exists():
        python.parent.mkdir(parents=True)
        python.write_text(f'#!{BASH}\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        python.chmod(0o755)
    return folder


def serve(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `panel_serve.sh` in a prepared environment, so that it installs nothing, on empty folders."""
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CREDIT_PANEL_VENV": str(prepared_environment(tmp_path.parent / "prepared")),
        "CREDIT_PANEL_DATA_DIR": str(tmp_path / "data"),
        "CREDIT_PANEL_MODELS_DIR": str(tmp_path / "models"),
    }
    return run(ROOT / "panel_serve.sh", *arguments, cwd=tmp_path, **{**settings, **environment})


def assert_one_sentence(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(("panel_serve.sh: ", "credit-panel: "))
    assert done.stderr.endswith(".\n")
    for word in words:
        assert word in done.stderr


def make_clone(folder: Path) -> Path:
    """Copy what the set-up reads into a folder, without an environment."""
    modules = (
        "__init__",
        "change_setting",
        "colours",
        "errors",
        "formats",
        "rate_limit",
        "secret",
        "settings",
        "xgboost_alone",
    )
    for name in (*(f"{module}.py" for module in modules), "access", "cli", "remote", "server"):
        source, target = ROOT / "credit_panel" / name, folder / "credit_panel" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for name in ("panel_serve.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder
