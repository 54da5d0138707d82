"""The locks hold all that is needed, so that they install with nothing resolved, on any day.

What a package requires is read from its metadata, which only the packages of this environment have. A package that is
locked for other platforms or Pythons alone is none of them: its own requirements are not known here, and the test says
which ones those are.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUNTIME, TESTS, SPARK = "requirements.lock", "tests/requirements.lock", "tests/spark.lock"
EXTRAS = {RUNTIME: (), TESTS: ("dev", "notebooks", "postgresql")}
_PIN = re.compile(r"^[A-Za-z0-9._-]+==[^\\\n]+", re.M)

PYTHONS = ("3.12", "3.13", "3.14")
PLATFORMS = {"linux": ("posix", "Linux", "x86_64"), "darwin": ("posix", "Darwin", "arm64")}
Machine = Mapping[str, str]


def machine(python: str, platform: str) -> Machine:
    """What markers are read against: this interpreter, of another version on another platform."""
    os_name, system, processor = PLATFORMS[platform]
    return {
        **default_environment(),  # type: ignore[dict-item]
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "os_name": os_name,
        "platform_system": system,
        "platform_machine": processor,
    }


HERE: Machine = {**default_environment()}  # type: ignore[dict-item]
MACHINES = {f"{python}-{platform}": machine(python, platform) for python in PYTHONS for platform in PLATFORMS}


@dataclass
class Closure:
    """What following every requirement of a project through a lock has found."""

    missing: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)


def applies(requirement: Requirement, machine: Machine, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**machine, "extra": extra})


def pins(lock: str, machine: Machine) -> dict[str, str]:
    """Version of each package that the lock installs on a machine."""
    lines = _PIN.findall((ROOT / lock).read_text(encoding="utf-8"))
    found = [Requirement(line.strip()) for line in lines]
    return {canonicalize_name(p.name): str(p.specifier).removeprefix("==") for p in found if applies(p, machine)}


def roots(lock: str) -> list[Requirement]:
    """What the project itself asks of a lock, its build included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = (line for extra in EXTRAS[lock] for line in project["project"]["optional-dependencies"][extra])
    lines = [*project["project"]["dependencies"], *extras, *project["build-system"]["requires"]]
    return [Requirement(line) for line in lines]


@cache
def installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


@cache
def asked_by(name: str) -> tuple[Requirement, ...]:
    """What an installed package asks for, for every machine and extra."""
    return tuple(Requirement(line) for line in distribution(name).requires or ())


def follow(wanted: Iterable[Requirement], locked: Mapping[str, str], machine: Machine) -> Closure:
    """Follow every requirement, with its extras, from what is wanted."""
    found, seen = Closure(), set()
    queue = [("the project", requirement) for requirement in wanted if applies(requirement, machine)]
    while queue:
        by, requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        version = locked.get(name)
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.missing.append(f"{by} asks for {requirement}; the lock holds {version or 'none'}")
            continue
        found.needed.add(name)
        metadata = installed(name)
        if metadata is None or metadata.version != version:
            found.unknown.add(name)
            continue
        for extra in {"", *requirement.extras} - {asked for whose, asked in seen if whose == name}:
            seen.add((name, extra))
            queue += [(f"{name}[{extra}]", asked) for asked in asked_by(name) if applies(asked, machine, extra)]
    return found


@pytest.mark.parametrize("place", MACHINES)
@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_a_lock_is_closed(lock: str, place: str) -> None:
    found = follow(roots(lock), pins(lock, MACHINES[place]), MACHINES[place])
    assert found.missing == []
    elsewhere = set(pins(lock, MACHINES[place])) - set(pins(lock, HERE))
    assert found.unknown <= elsewhere, "these are locked for this machine and not installed in that version"


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_a_lock_is_closed_here_and_holds_nothing_else(lock: str) -> None:
    """On this machine every locked package is known, and each is there for a reason."""
    found = follow(roots(lock), pins(lock, HERE), HERE)
    assert (found.missing, found.unknown) == ([], set())
    assert set(pins(lock, HERE)) == found.needed


def test_what_cannot_be_known_here_is_for_other_platforms_alone() -> None:
    """Every package of a lock is installed here in the locked version, or its marker keeps it from here."""
    lines = [Requirement(line.strip()) for line in _PIN.findall((ROOT / TESTS).read_text(encoding="utf-8"))]
    strangers = [line for line in lines if installed(line.name) is None]
    assert all(line.marker is not None and not applies(line, HERE) for line in strangers), strangers


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_every_locked_package_takes_every_python_that_the_project_takes(lock: str) -> None:
    for name in pins(lock, HERE):
        takes = SpecifierSet((installed(name) or distribution("pip")).metadata.get("Requires-Python") or "")
        assert all(takes.contains(f"{python}.0") for python in PYTHONS), f"{name} takes {takes}"


@pytest.mark.parametrize("lost", ["coverage", "starlette", "llvmlite"])
def test_a_lock_with_a_hole_is_found(lost: str) -> None:
    locked = {name: version for name, version in pins(TESTS, HERE).items() if name != lost}
    missing = follow(roots(TESTS), locked, HERE).missing
    assert any(re.search(rf"asks for {lost}\b.*holds none", line) for line in missing)


def test_a_lock_that_lacks_what_an_extra_asks_is_found() -> None:
    wanted = [Requirement("uvicorn[standard]")]
    locked = {name: version for name, version in pins(TESTS, HERE).items() if name != "httptools"}
    assert any(line.startswith("uvicorn[standard] asks for httptools") for line in follow(wanted, locked, HERE).missing)


def test_a_lock_with_a_version_out_of_bounds_is_found() -> None:
    missing = follow(roots(RUNTIME), {**pins(RUNTIME, HERE), "numpy": "0.1"}, HERE).missing
    assert any("holds 0.1" in line for line in missing)


def test_the_set_up_takes_the_pythons_that_the_locks_hold_for() -> None:
    script = (ROOT / "panel_serve.sh").read_text(encoding="utf-8")
    oldest, newest = (tuple(int(part) for part in python.split(".")) for python in (PYTHONS[0], PYTHONS[-1]))
    assert f"not {oldest} <= sys.version_info < ({newest[0]}, {newest[1] + 1})" in script
    assert f"No Python {', '.join(PYTHONS[:-1])} or {PYTHONS[-1]} " in script


def test_the_lock_of_spark_is_the_extra_beside_the_tests() -> None:
    """It is installed after that of the tests: it may pin nothing otherwise, and names all that it adds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["optional-dependencies"]["spark"]
    assert project["dependency-groups"]["spark"] == wanted
    locked, beside = pins(SPARK, HERE), pins(TESTS, HERE)
    assert {canonicalize_name(Requirement(line).name) for line in wanted} < set(locked)
    assert {name: locked[name] for name in set(locked) & set(beside)}.items() <= beside.items()
    for line in wanted:
        assert Requirement(line).specifier.contains(locked[canonicalize_name(Requirement(line).name)])


def test_the_locks_are_made_by_one_command() -> None:
    """What the head of each lock says is what .ci/lock does."""
    script = (ROOT / ".ci" / "lock").read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "lock")], check=True)
    made = [f"uv pip compile {line.removeprefix('lock ')}" for line in script.splitlines() if line.startswith("lock ")]
    heads = [(ROOT / lock).read_text(encoding="utf-8").splitlines()[1].lstrip("# ") for lock in (RUNTIME, TESTS, SPARK)]
    assert made == heads
