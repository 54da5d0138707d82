"""The guide is followed on a bare Debian, command by command as it stands there, to served pages and to a restore.

Of its commands these are not executed, and why is said in `LEFT_OUT`. systemd does not run in a chroot: what stands in
for it (`service_manager.py`) starts the servers as the installed unit says, without the sandbox.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from credit_panel.settings import Settings
from deploy.bare_machine import BareMachine, bare_machine, lacking

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "credit_panel" / "deploy" / "guide.md").read_text(encoding="utf-8")
HOST = "risk.bank.example"
LEFT_OUT = {
    "scp ": "the files are copied into the chroot",
    "apt-get install -y certbot": "Let's Encrypt gives certificates to names that the whole world can look up",
    "certbot ": "the same",
    "credit-panel deploy nginx --out deploy-nginx --host risk.bank.example --cert": "there is no such certificate",
    "credit-panel deploy docker": "there is no Docker in the chroot, and no registry of images",
    "docker ": "the same",
    "credit-panel deploy kubernetes": "there is no cluster",
    "kubectl ": "the same",
    "systemctl status": "systemd does not run in a chroot",
    "journalctl ": "the same",
}
"""Commands that are not executed, by how they begin, and why."""


class Block(NamedTuple):
    """Commands that stand together in the guide."""

    heading: str
    commands: tuple[str, ...]

    @property
    def script(self) -> str:
        """What of it is executed."""
        return "\n".join(each for each in self.commands if left_out(each) is None)


def blocks() -> list[Block]:
    """Return the commands of the guide in their order."""
    found, heading = [], ""
    for match in re.finditer(r"^## ([^\n]+)$|^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL):
        if match[1]:
            heading = match[1]
        else:
            whole = match[2].replace("\\\n", " ")
            lines = re.split(r"\n(?![ ]|do\b|done\b)", whole.strip())
            found.append(Block(heading, tuple(re.sub(r" {2,}", " ", each) for each in lines)))
    return found


def left_out(command: str) -> str | None:
    """Return why a command is not executed; None when it is."""
    plain = command.removeprefix("/opt/credit-panel/bin/")
    return next((why for how, why in LEFT_OUT.items() if plain.startswith(how)), None)


def test_what_is_left_out_stands_in_the_guide() -> None:
    commands = [command for block in blocks() for command in block.commands]
    for how in LEFT_OUT:
        assert any(command.removeprefix("/opt/credit-panel/bin/").startswith(how) for command in commands), how
    assert sum(left_out(command) is None for command in commands) > 40


@pytest.fixture(scope="module")
def brought(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the guide makes on the machine where the model was built: program, lock and model, in a folder."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("pyproject.toml", "README.md", "LICENSE", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "credit_panel", folder / "credit_panel", ignore=shutil.ignore_patterns("__pycache__"))
    for block in blocks()[:1]:
        for command in block.script.replace("mine", settings.model).splitlines():
            words = command.partition("#")[0].split()
            program = {"python3": [sys.executable], "credit-panel": [sys.executable, "-m", "credit_panel"]}[words[0]]
            subprocess.run([*program, *words[1:]], cwd=folder, env=_environ(settings), check=True, capture_output=True)
    return folder


def _environ(settings: Settings) -> dict[str, str]:
    import os

    return {**os.environ, **settings.environ(), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def machine(brought: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareMachine]:
    """A bare machine to which that has come."""
    with bare_machine(tmp_path_factory.mktemp("debian") / "root", HOST) as made:
        home = made.root / "root"
        for path in (*brought.glob("dist/*.whl"), brought / "requirements.lock", brought / f"{settings.model}.tar"):
            shutil.copy(path, home)
        yield made


ALWAYS = """
answers() { curl -fsS --retry 60 --retry-delay 1 --retry-all-errors -o /dev/null http://127.0.0.1:$1/readyz; }
"""

AFTER = {
    "3. The servers": """
systemd-analyze verify /etc/systemd/system/credit-panel@.service /etc/systemd/system/credit-panel.target 2>&1 \
  | { ! grep credit-panel; }
systemd-analyze security --offline=true --threshold=20 --no-pager /etc/systemd/system/credit-panel@.service
""",
    "5. Who may come in": "run user list | grep anna.martin",
    "Roll back": "answers 5101; answers 5102; readlink /opt/credit-panel | grep credit-panel-1",
    "Back up and restore": "ls -l /var/backups/credit-panel",
}
"""What has to hold after the last commands under a heading."""


@pytest.mark.slow
@pytest.mark.guide
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
def test_the_guide_leads_from_a_bare_machine_to_served_pages(machine: BareMachine, settings: Settings) -> None:
    carried, done = ALWAYS, blocks()[1:]
    for place, block in enumerate(done):
        script = block.script.replace("mine", settings.model)
        if not script:
            continue
        installs = re.search(r"^(apt-get|\S+/pip) ", script, re.MULTILINE) is not None
        last = place + 1 == len(done) or done[place + 1].heading != block.heading
        if last and block.heading in AFTER:
            script += f"\n{AFTER[block.heading]}"
        said = machine.run(f"{carried}{script}", outside=installs)
        told = f"under '{block.heading}':\n{script}\n{said.stdout[-2000:]}\n{said.stderr[-4000:]}"
        assert said.returncode == 0, f"{told}\n{logs(machine)}"
        # what a shell remembers of it
        carried += "".join(f"{line}\n" for line in script.splitlines() if line.startswith("run()"))
    served = machine.run(f"{carried}answers 5101; answers 5102; curl -fsS https://{HOST}/readyz; run journal verify")
    assert served.returncode == 0, served.stdout + served.stderr + logs(machine)
    assert "Traceback" not in logs(machine)


def logs(machine: BareMachine) -> str:
    """Return the ends of what the servers wrote."""
    return "\n".join(path.read_text()[-1500:] for path in sorted((machine.root / "var/log").glob("credit-panel@*")))
