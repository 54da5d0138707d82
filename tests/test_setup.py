"""`panel_serve.sh` as a user meets it: each fault is one sentence and exit code 2, before anything long."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from set_up import BASH, ROOT, assert_one_sentence, make_clone, run, serve


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, without an environment."""
    return make_clone(tmp_path / "a clone")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_port_in_use(tmp_path: Path, taken_port: int) -> None:
    done = serve(tmp_path, PORT=str(taken_port))
    assert_one_sentence(done, f"port {taken_port}", "in use", "PORT")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80 80", "5006;ls"])
def test_bad_port(tmp_path: Path, port: str) -> None:
    assert_one_sentence(serve(tmp_path, PORT=port), f"PORT is '{port}'", "1 to 65535")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "http://localhost"),
        ("ADDRESS", "localhost:5006"),
        ("ADDRESS", "*"),
        ("CREDIT_PANEL_ORIGINS", "*"),
        ("CREDIT_PANEL_ORIGINS", "bank.example:https"),
    ],
)
def test_address_or_origin_that_is_none(tmp_path: Path, name: str, value: str) -> None:
    assert_one_sentence(serve(tmp_path, **{name: value}), f"{name} ", f"'{value}'", "give" if value != "*" else "")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder", encoding="utf-8")
    assert_one_sentence(serve(tmp_path), "cannot be written", "CREDIT_PANEL_DATA_DIR")


def test_address_of_another_machine(tmp_path: Path) -> None:
    assert_one_sentence(serve(tmp_path, ADDRESS="192.0.2.1"), "192.0.2.1", "ADDRESS")


def test_model_that_is_not_built_says_how_to_build_it(tmp_path: Path) -> None:
    done = serve(tmp_path, CREDIT_PANEL_MODEL="autumn")
    assert_one_sentence(done, "'autumn'", "credit-panel build --tables PATH --name autumn")


def test_model_without_its_portfolio_is_not_built(tmp_path: Path) -> None:
    manifest = tmp_path / "models" / "autumn" / "manifest.json"
    manifest.parent.mkdir(parents=True)
    manifest.write_text("{}", encoding="utf-8")
    assert_one_sentence(serve(tmp_path, CREDIT_PANEL_MODEL="autumn"), "is not built")


@pytest.mark.parametrize("model", ["../secret", "a b", "-rf", "$(id)"])
def test_model_name_that_is_no_name(tmp_path: Path, model: str) -> None:
    assert_one_sentence(serve(tmp_path, CREDIT_PANEL_MODEL=model), "CREDIT_PANEL_MODEL", "letters")


def test_unknown_option(tmp_path: Path) -> None:
    assert_one_sentence(serve(tmp_path, "--fast"), "'--fast'", "--help")


def test_help_names_every_setting_that_the_script_reads(tmp_path: Path) -> None:
    text = (ROOT / "panel_serve.sh").read_text(encoding="utf-8")
    done = serve(tmp_path, "--help")
    assert done.returncode == 0
    for name in {"PORT", "ADDRESS", "PYTHON", *re.findall(r"CREDIT_PANEL_[A-Z_]+", text)}:
        assert f"\n{name} " in done.stdout


def test_the_guide_names_every_setting_and_what_it_names_exists() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sources = [ROOT / "panel_serve.sh", ROOT / "tests" / "run.sh", *(ROOT / "credit_panel").rglob("*.py")]
    for source in sources:
        for name in set(re.findall(r"\bCREDIT_PANEL_[A-Z_]+[A-Z]\b", source.read_text(encoding="utf-8"))):
            assert f"`{name}`" in guide, f"{source.name} reads {name}"
    for path in re.findall(r"(?<![\w./~-])(?:tests|credit_panel|\.ci)/[\w./]+\w", guide):
        assert (ROOT / path.replace("NAME", "crowd")).exists(), path


@pytest.mark.parametrize("script", ["panel_serve.sh", "tests/run.sh", ".ci/run", ".ci/lock"])
def test_scripts_can_be_run_as_they_are(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert (ROOT / script).read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    subprocess.run([BASH, "-n", str(ROOT / script)], check=True)


@pytest.mark.parametrize(
    ("place", "script"), [(".", "tests/run.sh"), ("tests", "run.sh"), ("/", "{clone}/tests/run.sh")]
)
def test_the_tests_start_from_any_folder(clone: Path, place: str, script: str) -> None:
    (clone / "tests").mkdir()
    shutil.copy(ROOT / "tests" / "run.sh", clone / "tests")
    (clone / "panel_serve.sh").write_text("exit 7")
    assert run(Path(script.format(clone=clone)), cwd=clone / place).returncode == 7
