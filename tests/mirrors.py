"""Print the tests that mirror what changed against main, the house rules and the style: ``python tests/mirrors.py``."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = ("tests/test_architecture.py", "tests/test_public_names.py", "tests/test_style.py")
OF_FILES = {
    "pyproject.toml": "tests/test_environment.py",
    "requirements.lock": "tests/test_environment.py",
    "environment.yml": "tests/test_environment.py",
    "panel_serve.sh": "tests/test_setup.py",
    "tests/run.sh": "tests/test_run.py",
    ".ci/run": "tests/test_setup.py",
}
"""Tests of what has no folder of its own."""


def changed(base: str = "origin/main", root: Path = ROOT) -> set[str]:
    """Return what differs from where the branch left `base` (or main), versioned or about to be."""

    def git(*arguments: str) -> list[str]:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
        return done.stdout.split("\0") if done.returncode == 0 else []

    for name in (base, "main", "HEAD"):
        left = git("merge-base", name, "HEAD")
        if left:
            break
    differing = git("diff", "--name-only", "-z", left[0].strip()) if left else []
    return {name for name in (*differing, *git("ls-files", "-z", "--others", "--exclude-standard")) if name}


def mirrors(names: Iterable[str], root: Path = ROOT) -> list[str]:
    """Return the test files that mirror the named files, those that are there, and what is always run."""
    found = set(ALWAYS)
    for name in map(PurePosixPath, names):
        if name.parts[0] == "tests" and name.name.startswith("test_"):
            found.add(str(name))
        elif name.parts[0] == "credit_panel":
            stem = name.parent.name if name.name == "__init__.py" else name.stem
            found.add(str(PurePosixPath("tests", *name.parts[1:-1], f"test_{stem}.py")))
        found.add(OF_FILES.get(str(name), ALWAYS[0]))
    return sorted(test for test in found if (root / test).is_file())


if __name__ == "__main__":
    print("\n".join(mirrors(changed())))
