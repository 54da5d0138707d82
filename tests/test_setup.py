"""`panel_serve.sh` as a user meets it: each fault is one sentence and exit code 2, before anything long."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BASH = shutil.which("bash") or "/bin/bash"


def run(script: Path, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a script with nothing in the environment but what is given."""
    return subprocess.run(
        [BASH, str(script), *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=60
    )


def serve(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `panel_serve.sh` in the environment of these tests, so that it installs nothing, on empty folders."""
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "CREDIT_PANEL_VENV": sys.prefix,
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


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, without an environment."""
    folder = tmp_path / "a clone"
    for name in ("__init__.py", "errors.py", "settings.py", "cli", "server"):
        source, target = ROOT / "credit_panel" / name, folder / "credit_panel" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    for name in ("panel_serve.sh", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_no_python_says_what_to_install(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = run(clone / "panel_serve.sh", PATH=str(tmp_path / "bin"), HOME=str(tmp_path))
    assert_one_sentence(done, "No Python 3.12 or newer", "install")
    assert not (clone / ".venv").exists()


def test_a_python_that_exists_and_fails_is_passed_over(clone: Path, tmp_path: Path) -> None:
    """A pyenv shim answers for a version that is not installed; the version under ~/.pyenv is found after it."""
    shims, versions = tmp_path / "shims", tmp_path / ".pyenv" / "versions"
    good = versions / "3.12.9" / "bin" / "python3"
    for path, line in (
        (shims / "python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127"),
        (versions / "3.11.7" / "bin" / "python3", "exit 1"),
        (good, f'exec "{sys.executable}" "$@"'),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(f"#!{BASH}\n{line}\n", encoding="utf-8")
        path.chmod(0o755)
    script = clone / "find.sh"
    script.write_text("source ./panel_serve.sh\nfind_python\n", encoding="utf-8")
    done = run(script, cwd=clone, PATH=str(shims), HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, f"{good}\n"), done.stderr


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


def test_prepared_environment_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "todo.txt").touch()
    done = serve(tmp_path, "--install-only", CREDIT_PANEL_VENV=str(tmp_path / "notes"))
    assert_one_sentence(done, "CREDIT_PANEL_VENV", "notes", "no Python 3.12")
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["todo.txt"]


def test_prepared_environment_that_lacks_packages_stays_as_it_is(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "bare"], check=True)
    before = sorted(tmp_path.rglob("*"))
    done = serve(tmp_path, "--install-only", CREDIT_PANEL_VENV="bare")
    assert_one_sentence(done, "CREDIT_PANEL_VENV", "lacks babel, bokeh", "requirements.lock")
    assert sorted(tmp_path.rglob("*")) == before


def test_prepared_environment_that_is_complete_is_used(tmp_path: Path) -> None:
    done = serve(tmp_path, "--install-only")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_python_that_is_none(tmp_path: Path) -> None:
    new = str(tmp_path / "new")
    done = serve(tmp_path, "--install-only", CREDIT_PANEL_VENV=new, PYTHON=str(tmp_path / "python9"))
    assert_one_sentence(done, "PYTHON is", "python9", "unset it")
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_no_environment_can_be(tmp_path: Path) -> None:
    done = serve(tmp_path, "--install-only", CREDIT_PANEL_VENV=str(tmp_path / "a:b"))
    assert_one_sentence(done, "':'", "CREDIT_PANEL_VENV")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_checkout_asks_for_another_place(clone: Path, tmp_path: Path) -> None:
    clone.chmod(0o555)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = run(clone / "panel_serve.sh", "--install-only", cwd=tmp_path, **environ)
    assert_one_sentence(done, "a clone, which you may not write into", "CREDIT_PANEL_VENV")
    done = run(clone / "panel_serve.sh", cwd=tmp_path, **environ)
    assert_one_sentence(done, "cannot be written", "CREDIT_PANEL_DATA_DIR")
    clone.chmod(0o755)


@pytest.mark.parametrize("name", ["spaces and (brackets) [1]", "été à Noël", 'a\'quote "two" $HOME', "-dash", "a:b"])
def test_a_checkout_of_any_name(clone: Path, tmp_path: Path, name: str) -> None:
    """What runs before the environment is made finds its way; PORT is told wrong so that it goes no further."""
    other = clone.rename(tmp_path / name)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHON": sys.executable, "PORT": "0"}
    assert_one_sentence(run(other / "panel_serve.sh", cwd=tmp_path, **environ), "PORT is '0'")


def test_matching_stamp_means_no_installation(clone: Path, tmp_path: Path) -> None:
    """The second start calls pip no more; a changed lock calls it again, and its failure leaves no stamp."""
    script = clone / "prepare.sh"
    script.write_text(
        """source ./panel_serve.sh
is_environment() { true; }
install_from() { echo installed; [[ ${OUTCOME} == good ]]; }
prepare_environment requirements.lock
""",
        encoding="utf-8",
    )
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)

    def prepare(outcome: str) -> tuple[int, str]:
        done = run(script, cwd=clone, PATH=os.environ["PATH"], HOME=str(tmp_path), OUTCOME=outcome)
        return done.returncode, done.stdout

    assert prepare("good") == (0, "installed\n")
    assert prepare("good") == (0, "")
    with (clone / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert prepare("bad") == (2, "installed\n")
    assert prepare("good") == (0, "installed\n")
    assert prepare("good") == (0, "")


@pytest.mark.parametrize("script", ["panel_serve.sh", "tests/run.sh", ".ci/run"])
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
