"""The locks, environment.yml and pyproject.toml say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUNTIME, TESTS = "requirements.lock", "tests/requirements.lock"
_ENTRY = re.compile(r"^(?P<pin>[A-Za-z0-9._-]+==[^\s\\]+(?: ; [^\\\n]+)?) \\\n(?P<hashes>(?:    --hash=.+\n)+)", re.M)
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}(?: \\)?")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements(*extras: str) -> list[str]:
    table = project()["project"]
    return [
        *table["dependencies"],
        *(line for extra in extras for line in table["optional-dependencies"][extra]),
    ]


def pins(lock: str) -> dict[str, str]:
    """Version of each package in the lock, by its canonical name."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    found = [Requirement(entry["pin"]) for entry in _ENTRY.finditer(text)]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in found}


@pytest.mark.parametrize(("lock", "extras"), [(RUNTIME, ()), (TESTS, ("dev", "notebooks", "postgresql"))])
def test_every_requirement_is_locked_within_its_bounds(lock: str, extras: tuple[str, ...]) -> None:
    locked = pins(lock)
    for line in [*requirements(*extras), *project()["build-system"]["requires"]]:
        wanted = Requirement(line)
        version = locked.get(canonicalize_name(wanted.name))
        assert version is not None, f"{lock} does not hold {wanted.name}: compile it again"
        assert version in wanted.specifier, f"{lock} holds {wanted.name} {version}, pyproject asks {wanted.specifier}"


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_every_line_of_a_lock_is_a_pin_with_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    rest = [line for line in _ENTRY.sub("", text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert rest == []
    for entry in _ENTRY.finditer(text):
        assert all(_HASH.fullmatch(line.strip()) for line in entry["hashes"].splitlines()), entry["pin"]


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_a_lock_names_no_address_and_no_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index-url" not in text.replace("--no-emit-index-url", "")
    assert not re.search(r"(?m)^-|(^|\s)(/|~/|file:)", text)


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_a_lock_says_how_it_is_made(lock: str) -> None:
    head = (ROOT / lock).read_text(encoding="utf-8").splitlines()[:2]
    assert all(line.startswith("#") for line in head)
    assert "uv pip compile pyproject.toml" in head[1]
    assert "--universal" in head[1]
    assert head[1].endswith(f"-o {lock}")


def test_the_two_locks_agree() -> None:
    runtime, tests = pins(RUNTIME), pins(TESTS)
    assert {name: tests.get(name) for name in runtime} == runtime


def test_the_build_group_is_what_the_build_system_asks() -> None:
    assert project()["dependency-groups"]["build"] == project()["build-system"]["requires"]


def test_conda_environment_equals_pyproject() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert conda == [f"python{project()['project']['requires-python']}", "pip"]
    assert pip == {"pip": [*requirements("postgresql", "notebooks", "dev"), "-e ."]}


def test_python_version_file_is_the_oldest_supported() -> None:
    oldest = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    assert project()["project"]["requires-python"] == f">={oldest}"
    assert project()["tool"]["mypy"]["python_version"] == oldest
    assert project()["tool"]["ruff"]["target-version"] == "py" + oldest.replace(".", "")
