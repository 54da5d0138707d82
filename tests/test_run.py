"""`tests/run.sh` as a contributor meets it: what can be asked for, and each wrong wish in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from set_up import make_clone, prepared_environment
from set_up import run as run_alone

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "tests" / "run.sh"
BASH = shutil.which("bash") or "/bin/bash"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script in the environment of these tests, so that it installs nothing."""
    given = {"PATH": os.environ["PATH"], "CREDIT_PANEL_VENV": sys.prefix, **environment}
    return subprocess.run([BASH, str(SCRIPT), *arguments], env=given, capture_output=True, text=True, timeout=60)


def test_help_names_every_option_and_setting_that_the_script_reads() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    done = run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    options = re.findall(r"^    (--[a-z-]+)(?: \||\))", text, re.MULTILINE)
    assert len(options) == 8
    for name in {*options, *re.findall(r"CREDIT_PANEL_[A-Z_]+", text)}:
        assert f"\n{name} " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--real"], "name their folder in CREDIT_PANEL_REAL_DATA."),
        (["--ui-under-load"], "--ui-under-load is '' runs: give a number from 1 to 99."),
        (["--ui-under-load", "0"], "--ui-under-load is '0' runs: give a number from 1 to 99."),
        (["--ui-under-load", "1;ls"], "--ui-under-load is '1;ls' runs: give a number from 1 to 99."),
    ],
)
def test_a_wish_that_lacks_something_is_one_sentence(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("run.sh: ")
    assert said in done.stderr


@pytest.mark.parametrize(("ours", "compiled"), [(True, "[]\n"), (False, "[1]\n")])
def test_what_is_compiled_is_kept_in_an_environment_of_our_own(tmp_path: Path, ours: bool, compiled: str) -> None:
    """Images of containers often forbid it; then each worker, server and kernel compiles all that it imports."""
    clone = make_clone(tmp_path / "clone")
    (clone / "tests").mkdir()
    shutil.copy(SCRIPT, clone / "tests")
    with (clone / "panel_serve.sh").open("a", encoding="utf-8") as script:
        script.write("prepare_environment() { true; }\n")
    venv = clone / ".venv" if ours else tmp_path / "other"
    python = prepared_environment(venv) / "bin" / "python"
    python.write_text(f'#!{BASH}\necho "[$PYTHONDONTWRITEBYTECODE]"\n', encoding="utf-8")
    given = {} if ours else {"CREDIT_PANEL_VENV": str(venv)}
    done = run_alone(
        clone / "tests" / "run.sh", "--quick", PATH=os.environ["PATH"], PYTHONDONTWRITEBYTECODE="1", **given
    )
    assert (done.returncode, done.stdout) == (0, compiled), done.stderr
