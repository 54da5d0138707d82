"""A bare Debian machine to follow the guide on: a chroot of debootstrap's, in namespaces of its own.

What is mounted, served and started there is seen by nobody else and is gone with the process that holds it. Packages
come from where this machine's own come from.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RELEASE = "trixie"
"""Debian 13, which the guide is for."""
AUTHORITIES = "/etc/ssl/lent.crt"
"""The authorities that this machine trusts, for pip."""
STAND_IN = Path(__file__).parent / "service_manager.py"


def lacking() -> str:
    """Return why no such machine can be made here, as a sentence; empty when one can."""
    if os.geteuid() != 0:
        return "the guide is followed in a chroot, which root alone can make"
    wanted = ["debootstrap", "unshare", "nsenter", "chroot", "ip"]
    if missing := [name for name in wanted if shutil.which(name) is None]:
        return f"the guide is followed in a chroot, for which there is no {', '.join(missing)}: install debootstrap"
    if _archive() is None:
        return "the guide is followed on Debian, and apt of this machine names no archive of it"
    apart = ["unshare", "--fork", "--pid", "--mount", "--net", "true"]
    if subprocess.run(apart, capture_output=True, check=False).returncode:
        return "the guide is followed in namespaces of its own, which this machine does not allow"
    return ""


def _archive() -> str | None:
    """Return where this machine gets Debian from."""
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    text = "\n".join(place.read_text() for place in places if place.is_file())
    found = re.findall(r"^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+/debian)/?(?:\s|$)", text, re.MULTILINE)
    return found[0] if found else None


class BareMachine:
    """A bare machine.

    Parameters
    ----------
    root
        Folder of its files.
    holder
        Process that its namespaces live with.
    """

    def __init__(self, root: Path, holder: int) -> None:
        self.root, self._holder = root, holder

    def run(self, script: str, *, outside: bool = False, timeout: float = 1_800) -> subprocess.CompletedProcess[str]:
        """Run a script as root of the machine does, in root's home.

        Parameters
        ----------
        outside
            Whether it reaches the network of this machine, to install something; else the machine has one of its own.
        """
        apart = ["nsenter", "--target", str(self._holder), "--mount", "--pid", *(() if outside else ("--net",))]
        given = {name: value for name, value in os.environ.items() if name.lower().endswith(("_proxy", "_index_url"))}
        environ = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **given}
        return subprocess.run(
            [*apart, "chroot", str(self.root), "/bin/bash", "-euo", "pipefail", "-c", f"cd /root\n{script}"],
            env={**environ, "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive", "PIP_CERT": AUTHORITIES},
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            check=False,
        )


@contextmanager
def bare_machine(root: Path, name: str) -> Iterator[BareMachine]:
    """Make a machine that calls itself `name`, with systemd's programs on it and nothing else."""
    made = ["debootstrap", "--variant=minbase", "--include=systemd,procps", RELEASE, str(root), str(_archive())]
    if not (root / "etc").exists():
        subprocess.run(made, check=True, capture_output=True)
    _lend(root)
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost {name}\n")
    shutil.copy(STAND_IN, root / "usr/local/bin/systemctl")
    (root / "usr/local/bin/systemctl").chmod(0o755)
    apart = ["unshare", "--fork", "--pid", "--kill-child", "--mount", "--net", "--propagation", "private"]
    with subprocess.Popen([*apart, "sleep", "infinity"]) as outer:
        try:
            machine = BareMachine(root, _child(outer.pid))
            inside = ["nsenter", "--target", str(machine._holder), "--mount", "--pid", "--net"]
            subprocess.run([*inside, "mount", "-t", "proc", "proc", str(root / "proc")], check=True)
            subprocess.run([*inside, "ip", "link", "set", "lo", "up"], check=True)
            yield machine
        finally:
            outer.kill()


def _lend(root: Path) -> None:
    """Lend the machine how this one reaches its archives: names, authorities, settings of apt."""
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    (root / "etc/ssl").mkdir(exist_ok=True)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", root / AUTHORITIES.lstrip("/"))
    told = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    lent = [line for line in told.splitlines() if re.match(r"Acquire::(https?|Check-|Retries)", line)]
    (root / "etc/apt/apt.conf.d/90lent").write_text("\n".join(lent) + "\n")


def _child(outer: int) -> int:
    """Return the first process in the namespaces."""
    for _ in range(200):
        if found := Path(f"/proc/{outer}/task/{outer}/children").read_text().split():
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("no process was started in namespaces of its own")
