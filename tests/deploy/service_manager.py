#!/usr/bin/python3
"""What stands in for systemd where it does not run: starts the servers as their unit says, for the test of the guide.

It reads the installed unit: user, settings, folder, mask and command; of the sandbox it applies nothing. What it is
told beyond the servers goes to the real ``systemctl``, which in a chroot enables units and starts none.
"""

import fnmatch
import os
import pwd
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

UNITS, RUN = Path("/etc/systemd/system"), Path("/run")
TEMPLATE, TARGET = "credit-panel@", "credit-panel.target"
PATIENCE = 25


def said(port: str) -> dict[str, list[str]]:
    """Return what the unit of a server says, by directive."""
    found: dict[str, list[str]] = {}
    for line in (UNITS / f"{TEMPLATE}.service").read_text().splitlines():
        if match := re.match(r"([A-Za-z]+)=(.*)", line):
            found.setdefault(match[1], []).append(match[2].replace("%i", port))
    return found


def process(port: str) -> int:
    """Return the process of a server; 0 when it does not run."""
    file = RUN / f"{TEMPLATE}{port}.pid"
    pid = int(file.read_text()) if file.exists() else 0
    return pid if pid and Path(f"/proc/{pid}/exe").exists() else 0


def start(port: str) -> None:
    """Start a server as its unit says."""
    if process(port):
        return
    unit = said(port)
    (user,), (folder,), (mask,) = unit["User"], unit["WorkingDirectory"], unit["UMask"]
    given = [line for file in unit["EnvironmentFile"] for line in Path(file).read_text().splitlines()]
    given += [word for line in unit["Environment"] for word in shlex.split(line)]
    environ = dict(each.split("=", 1) for each in given if each and not each.startswith("#"))
    of = pwd.getpwnam(user)
    with Path(f"/var/log/{TEMPLATE}{port}.log").open("a") as log:
        server = subprocess.Popen(
            shlex.split(unit["ExecStart"][0]),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": of.pw_dir, **environ},
            user=of.pw_uid,
            group=of.pw_gid,
            extra_groups=[],
            umask=int(mask, 8),
            start_new_session=True,
        )
    (RUN / f"{TEMPLATE}{port}.pid").write_text(str(server.pid))


def stop(port: str) -> None:
    """Tell a server to end, and wait until it has; one that does not is a fault of what is tested."""
    if pid := process(port):
        os.kill(pid, signal.SIGTERM)
        for _ in range(PATIENCE * 10):
            if not process(port):
                return
            time.sleep(0.1)
        sys.exit(f"{TEMPLATE}{port} did not end within {PATIENCE} seconds")


def nginx(verb: str) -> None:
    """Start nginx, as its package does where systemd runs, or have it read its files again."""
    pid = Path("/run/nginx.pid")  # `nginx -t` makes it, and writes nothing into it
    if verb == "reload" and pid.exists() and pid.read_text().strip():
        subprocess.run(["nginx", "-s", "reload"], check=True)
    else:
        subprocess.run(["nginx"], check=True)


def main() -> None:
    """Do what was asked for."""
    verb, *names = (word for word in sys.argv[1:] if not word.startswith("--"))
    if verb in ("enable", "daemon-reload"):
        subprocess.run(["/usr/bin/systemctl", verb, *names], check=True)
        verb = "start" if "--now" in sys.argv else ""
    ports = re.findall(r"credit-panel@(\d+)\.service", (UNITS / TARGET).read_text()) if verb else []
    for name in names if verb else []:
        if name == "nginx":
            nginx(verb)
            continue
        for port in ports:
            if name not in (TARGET,) and not fnmatch.fnmatch(f"{TEMPLATE}{port}", name):
                continue
            if verb in ("stop", "restart"):
                stop(port)
            if verb in ("start", "restart"):
                start(port)
            if verb == "reload":
                os.kill(process(port), signal.SIGHUP)


main()
