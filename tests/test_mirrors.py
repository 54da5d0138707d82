"""Which tests are run for a change."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from mirrors import ALWAYS, OF_FILES, ROOT, changed, mirrors


@pytest.mark.parametrize(
    ("name", "test"),
    [
        ("credit_panel/scoring/policy.py", "tests/scoring/test_policy.py"),
        ("credit_panel/settings.py", "tests/test_settings.py"),
        ("tests/scoring/test_scale.py", "tests/scoring/test_scale.py"),
        *OF_FILES.items(),
    ],
)
def test_a_changed_file_has_its_mirror(name: str, test: str) -> None:
    assert mirrors([name]) == sorted({*ALWAYS, test})


def test_what_has_no_mirror_or_is_gone_adds_nothing() -> None:
    assert mirrors(["README.md", "tests/test_gone.py", "credit_panel/gone.py"]) == sorted(ALWAYS)


def test_every_test_that_is_named_is_there() -> None:
    assert all((ROOT / test).is_file() for test in (*ALWAYS, *OF_FILES.values()))


def test_what_changed_is_committed_kept_back_or_new(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for name in ("one.py", "two.py", "three.py"):
        (tmp_path / name).write_text("1\n")
    git("add", ".")
    git("commit", "-m", "first")
    git("switch", "-c", "branch")
    (tmp_path / "one.py").write_text("2\n")
    git("commit", "-am", "second")
    (tmp_path / "two.py").write_text("2\n")
    (tmp_path / "é new.py").touch()
    assert changed(root=tmp_path) == {"one.py", "two.py", "é new.py"}
