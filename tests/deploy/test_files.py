"""`credit-panel deploy` writes files that systemd and people can use, and nothing that they would read otherwise."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from credit_panel.cli import main
from credit_panel.deploy.site import Site
from credit_panel.deploy.writing import GUIDE, KINDS, SECRETS, files_of
from credit_panel.errors import SettingsError

HOST = "risk.bank.example"
ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_with_the_guide_and_is_not_written_over(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["deploy", kind, "--out", str(tmp_path / "out"), "--host", HOST, "--servers", "3"]
    assert main(asked) == 0
    written = {path.name: path.read_text() for path in (tmp_path / "out").iterdir()}
    assert set(written) == {*KINDS[kind], GUIDE}
    assert capsys.readouterr().out.count("Wrote ") == len(written)
    assert main(asked) == 2
    assert "already" in capsys.readouterr().err
    assert {path.name: path.read_text() for path in (tmp_path / "out").iterdir()} == written


def test_nginx_writes_no_client_s_number_into_a_log() -> None:
    servers = files_of("nginx", Site(HOST))["credit-panel.conf"].split("\nserver {")[1:]
    assert servers
    assert all("access_log off;" in server for server in servers)


@pytest.mark.parametrize("kind", ["systemd", "docker"])
def test_the_key_is_nobody_elses_and_new_each_time(kind: str, tmp_path: Path) -> None:
    keys = set()
    for place in ("a", "b"):
        assert main(["deploy", kind, "--out", str(tmp_path / place), "--host", HOST]) == 0
        path = tmp_path / place / SECRETS
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        keys |= set(re.findall(r"^BOKEH_SECRET_KEY=(\S{32,})$", path.read_text(), re.MULTILINE))
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("host", "a.example; return 200"),
        ("host", "A.example"),
        ("host", ""),
        ("prefix", "/risk/"),
        ("prefix", "risk"),
        ("prefix", "/a b"),
        ("certificate", "/etc/a;b"),
        ("key", "key.pem"),
        ("home", "/opt/a\nUser=root"),
        ("model", "../mine"),
        ("address", "localhost"),
        ("servers", 0),
        ("first_port", 65_535),
        ("http_port", 443),
    ],
)
def test_what_would_be_read_otherwise_is_refused(option: str, value: object) -> None:
    with pytest.raises(SettingsError):
        Site(**({"host": HOST} | {option: value}))  # type: ignore[arg-type]


def test_containers_are_nobody_write_nowhere_else_and_are_looked_after() -> None:
    files = files_of("docker", Site(HOST))
    services = yaml.safe_load(files["compose.yaml"])["services"]
    assert [each["ports"] for each in services.values()] == [["127.0.0.1:5101:5006"], ["127.0.0.1:5102:5006"]]
    for each in services.values():
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
    recipe = files["Dockerfile"]
    assert "--require-hashes" in recipe
    assert "HEALTHCHECK" in recipe
    assert recipe.index("USER 10001") < recipe.index("ENTRYPOINT")


@pytest.mark.skipif(ANALYZE is None, reason="there is no systemd-analyze")
def test_systemd_takes_the_units_and_finds_them_safe(tmp_path: Path) -> None:
    asked = ["deploy", "systemd", "--out", str(tmp_path), "--host", HOST, "--home", sys.prefix]
    if not Path(sys.prefix, "bin", "credit-panel").exists():
        pytest.skip("the command is not installed where this Python is")
    if " " in sys.prefix:
        pytest.skip("this Python lies where units cannot name it")
    assert main(asked) == 0
    server = tmp_path / "credit-panel@5101.service"
    shutil.copy(tmp_path / "credit-panel@.service", server)
    shutil.copy(server, tmp_path / "credit-panel@5102.service")
    verified = subprocess.run(
        [str(ANALYZE), "verify", server, tmp_path / "credit-panel.target"], capture_output=True, text=True, check=False
    )
    told = [line for line in verified.stderr.splitlines() if "credit-panel" in line]
    assert (verified.returncode, told) == (0, [])
    safe = [str(ANALYZE), "security", "--offline=true", "--threshold=20", "--no-pager", str(server)]
    found = subprocess.run(safe, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[-500:] + found.stderr
