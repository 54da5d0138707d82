"""On a later day, when every package has a newer release, both locks still install: what they pin and nothing else."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
BASH = shutil.which("bash") or "/bin/bash"
RUNTIME, TESTS = "requirements.lock", "tests/requirements.lock"
LATER = "9999.0"


def pinned(lock: str) -> dict[str, str]:
    """Version of each package that a lock installs here."""
    lines = re.findall(r"^[A-Za-z0-9._-]+==[^\\\n]+", (ROOT / lock).read_text(encoding="utf-8"), re.M)
    pins = [Requirement(line.strip()) for line in lines]
    here = (pin for pin in pins if pin.marker is None or pin.marker.evaluate())
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in here}


def write_later_release(name: str, folder: Path) -> Path:
    """Write a wheel of a release that came after the lock; it can be installed and holds nothing."""
    stem = f"{name.replace('-', '_')}-{LATER}"
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {LATER}\n")
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return wheel


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a local index: the locked files, and a later release of each package."""
    files = tmp_path_factory.mktemp("files")
    asked = ["download", "--quiet", "--no-deps", "--require-hashes", "-r", str(ROOT / TESTS), "-d", str(files)]
    subprocess.run([sys.executable, "-m", "pip", *asked], check=True)
    for name in pinned(TESTS):
        write_later_release(name, files)
    simple = tmp_path_factory.mktemp("simple")
    for file in files.iterdir():
        name = re.sub(r"[-_.]+", "-", re.split(r"-\d", file.name)[0]).lower()
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        page = simple / name / "index.html"
        page.parent.mkdir(exist_ok=True)
        with page.open("a", encoding="utf-8") as out:
            out.write(f'<a href="{file.as_uri()}#sha256={digest}">{file.name}</a>\n')
    return simple.as_uri()


@pytest.fixture
def environ(index: str) -> dict[str, str]:
    """An environment whose pip knows this index alone."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "CREDIT_PANEL_", "PYTHON"))
    }
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index, "PYTHON": sys.executable}


@pytest.mark.parametrize("lock", [RUNTIME, TESTS])
def test_a_lock_installs_what_it_pins(lock: str, environ: dict[str, str], tmp_path: Path) -> None:
    clone = tmp_path / "a clone [é]"
    (clone / "tests").mkdir(parents=True)
    for name in ("panel_serve.sh", "pyproject.toml", "README.md", "LICENSE", RUNTIME, TESTS):
        shutil.copy(ROOT / name, clone / name)
    shutil.copytree(ROOT / "credit_panel", clone / "credit_panel", ignore=shutil.ignore_patterns("__pycache__"))
    prepare = f"source ./panel_serve.sh; prepare_environment {lock}"
    subprocess.run([BASH, "-euc", prepare], cwd=clone, env=environ, capture_output=True, check=True)
    python = clone / ".venv" / "bin" / "python"
    frozen = [python, "-m", "pip", "list", "--format", "freeze", "--exclude-editable", "--exclude", "pip"]
    listed = subprocess.run([*frozen, "--exclude", "setuptools"], capture_output=True, text=True, check=True).stdout
    found = dict(line.split("==") for line in listed.split())
    expected = {name: version for name, version in pinned(lock).items() if name not in ("pip", "setuptools")}
    assert {canonicalize_name(name): version for name, version in found.items()} == expected
    shutil.rmtree(clone)


def test_a_resolved_installation_reaches_for_the_later_releases(environ: dict[str, str], tmp_path: Path) -> None:
    """What the lock's way of installing guards against does happen on this index."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    pip = [tmp_path / "venv" / "bin" / "python", "-m", "pip", "install", "--dry-run"]
    done = subprocess.run(
        [*pip, "--require-hashes", "-r", ROOT / TESTS], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "coverage" in done.stdout + done.stderr
    newest = subprocess.run([*pip, "starlette"], env=environ, capture_output=True, text=True, check=True)
    assert f"starlette-{LATER}" in newest.stdout
