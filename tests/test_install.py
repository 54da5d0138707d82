"""How the environment is made: with which Python, where, when, and what is told where it cannot be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from set_up import BASH, assert_one_sentence, make_clone, run, serve


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of what the set-up reads, without an environment."""
    return make_clone(tmp_path / "a clone")


def test_no_python_says_what_to_install(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    done = run(clone / "panel_serve.sh", PATH=str(tmp_path / "bin"), HOME=str(tmp_path))
    assert_one_sentence(done, "No Python 3.12, 3.13 or 3.14", "install")
    assert not (clone / ".venv").exists()


def test_the_command_is_read_by_a_python_without_any_package(clone: Path) -> None:
    """The start looks at its settings with it before anything is installed."""
    code = "import sys; sys.path.insert(0, sys.argv[1]); from credit_panel.cli import main; main(['--help'])"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(clone)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_python_that_exists_and_fails_is_passed_over(clone: Path, tmp_path: Path) -> None:
    """A pyenv shim answers for a version that is not installed, another Python is newer than the locks: the version
    under ~/.pyenv is found after them."""
    newer = "import sys; sys.version_info = (3, 15, 0); exec(sys.argv[2])"
    shims, versions = tmp_path / "shims", tmp_path / ".pyenv" / "versions"
    good = versions / "3.12.9" / "bin" / "python3"
    for path, line in (
        (shims / "python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127"),
        (shims / "python3", f'exec "{sys.executable}" -c "{newer}" "$@"'),
        (versions / "3.11.7" / "bin" / "python3", "exit 1"),
        (good, f'exec "{sys.executable}" "$@"'),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!{BASH}\n{line}\n", encoding="utf-8")
        path.chmod(0o755)
    script = clone / "find.sh"
    script.write_text("source ./panel_serve.sh\nfind_python\n", encoding="utf-8")
    done = run(script, cwd=clone, PATH=str(shims), HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, f"{good}\n"), done.stderr


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
    assert_one_sentence(done, "CREDIT_PANEL_VENV", "lacks argon2-cffi, babel", "requirements.lock")
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
check_installed() { true; }
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


def test_packages_that_do_not_fit_together_are_told(clone: Path, tmp_path: Path) -> None:
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!{BASH}\necho 'panel 1.9 requires bokeh<3.10'\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    script = clone / "check.sh"
    script.write_text("source ./panel_serve.sh\ncheck_installed\n", encoding="utf-8")
    done = run(script, cwd=clone, PATH=os.environ["PATH"], HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "==> panel 1.9 requires bokeh<3.10"
    assert "delete that folder" in done.stderr.splitlines()[1]
