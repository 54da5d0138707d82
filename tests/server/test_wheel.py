"""Installed from its wheel, without a checkout, the package holds all that it serves and serves it by one command."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from credit_panel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    made = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*made, str(ROOT)], check=True)
    (found,) = folder.glob("credit_panel-*.whl")
    return found


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `credit-panel` of an environment with that wheel, which borrows the libraries of this one."""
    environment = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / "bin" / "python"
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel], check=True)
    (libraries,) = environment.glob("lib/*/site-packages")
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment / "bin" / "credit-panel"


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home where the built portfolio and its model lie in the place of this package, among other programs' files."""
    kept = tmp_path / "share" / "credit-panel"
    kept.mkdir(parents=True)
    (kept / "data").symlink_to(settings.data_dir)
    (kept / "models").symlink_to(settings.models_dir)
    return tmp_path


def environ(home: Path) -> dict[str, str]:
    ours = ("CREDIT_PANEL_", "PYTHON", "BOKEH_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"XDG_DATA_HOME": str(home / "share")}


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "credit_panel"]
    named = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    files = {name for name in named if name and (ROOT / name).is_file()}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("credit_panel/") and "__pycache__" not in name}
    assert held == files


def test_a_first_start_is_told_where_things_will_lie(command: Path, tmp_path: Path) -> None:
    (tmp_path / "share").touch()  # a file in the place of a folder
    asked = [command, "serve", "--check"]
    done = subprocess.run(asked, env=environ(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"cannot be written into {tmp_path / 'share' / 'credit-panel' / 'data'}" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.long
def test_it_serves_what_is_built_until_it_is_interrupted(command: Path, home: Path) -> None:
    """From a folder whose modules have the names of libraries, and of the server's own."""
    for name in ("panel", "credit_panel", "types"):
        (home / f"{name}.py").write_text("raise SystemExit('imported from the working directory')")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = [command, "serve", "--port", str(port), "--model", "small"]
    log = home / "log.txt"
    with log.open("w") as out:
        settings = environ(home) | {"PORT": "no port: the option goes first"}
        process = subprocess.Popen(asked, cwd=home, env=settings, stdout=out, stderr=subprocess.STDOUT)
        try:
            page = wait_for(f"http://127.0.0.1:{port}/client", process, log)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
    said = log.read_text()
    kept = home / "share" / "credit-panel"
    assert said.startswith(f"==> Serving the model 'small' of {kept / 'models'} and its portfolio of {kept / 'data'}\n")
    assert f"http://localhost:{port}/client" in said
    assert "Traceback" not in said
    assert "Credit Panel" in page


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> str:
    for _ in range(480):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
                return answer.read().decode()
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(log.read_text())
