"""The doctor finds what is wrong with an installation, says what to do, and that all is well where it is."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pages.serving import serving

from credit_panel.cli import main
from credit_panel.cli.checkup import (
    clock,
    disk,
    findings,
    journal,
    libraries,
    port,
    proxy,
    rights,
    server_settings,
)
from credit_panel.cli.findings import Finding
from credit_panel.journal.opening import open_journal
from credit_panel.journal.verification import verify_journal
from credit_panel.settings import Settings


def verdicts(found: Iterable[Finding]) -> list[str]:
    return [each.verdict for each in found]


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@pytest.fixture
def environ(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (settings.environ() | {"PORT": free_port()}).items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("environ")
def test_a_good_installation_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr()
    assert "FAULT" not in said.out
    assert "2500 applications are intact" in said.out
    assert said.err == ""


@pytest.mark.usefixtures("environ")
def test_what_keeps_the_server_from_serving_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_API_LIMIT", "often")
    assert main(["doctor", "--model", "gone"]) == 2
    said = capsys.readouterr()
    assert "FAULT CREDIT_PANEL_API_LIMIT is 'often'" in said.out
    assert "FAULT There is no model in" in said.out
    assert "2 things keep the server from serving" in said.err
    assert "Traceback" not in said.out + said.err


def test_a_file_that_was_changed_is_found(settings: Settings, tmp_path: Path) -> None:
    copied = replace(settings, data_dir=tmp_path / "data", models_dir=settings.models_dir)
    shutil.copytree(settings.data_dir, copied.data_dir)
    path = max(copied.portfolio_dir().rglob("*.parquet"), key=lambda path: path.stat().st_size)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    faults = [found.sentence for found in findings(copied, {"PORT": free_port()}) if found.verdict == "fault"]
    assert len(faults) == 1
    assert path.name in faults[0]


def test_a_server_that_runs_is_asked(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(settings, tmp_path / "log.txt", warm=False) as server:
        number = server.rpartition(":")[2]
        (found,) = port({"PORT": number})
        assert (found.verdict, "is ready" in found.sentence) == ("ok", True)
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)  # it takes what comes, and never answers
        taken = {"PORT": str(other.getsockname()[1])}
        monkeypatch.setattr("credit_panel.cli.checkup.PATIENCE", 0.2)
        (found,) = port(taken)
    assert (found.verdict, "free port" in found.sentence) == ("fault", True)


def test_whose_headers_are_believed() -> None:
    assert verdicts(proxy({})) == []
    assert verdicts(proxy({"FORWARDED_ALLOW_IPS": "10.0.0.1"})) == ["ok"]
    assert verdicts(proxy({"FORWARDED_ALLOW_IPS": "*"})) == ["note"]
    assert verdicts(proxy({"CREDIT_PANEL_ORIGINS": "bank.example"})) == ["note"]
    assert verdicts(server_settings({"BOKEH_SECRET_KEY": "short"})) == ["note", "ok"]
    assert verdicts(port({"ADDRESS": "0.0.0.0", "PORT": free_port()})) == ["note", "ok"]  # noqa: S104 - what is told of


def test_whether_the_journal_can_be_added_to(settings: Settings, tmp_path: Path) -> None:
    kept = replace(settings, data_dir=tmp_path, journal="")
    assert verdicts(journal(replace(kept, journal="off"))) == ["note"]
    assert verdicts(journal(kept)) == ["ok"]
    open_journal(kept).database.close()
    before = verify_journal(open_journal(kept)).records
    assert [found.sentence for found in journal(kept)] == ["The journal can be added to"]
    assert verify_journal(open_journal(kept)).records == before
    file = kept.journal_file()
    assert file is not None
    file.write_bytes(b"no journal at all" * 100)
    assert verdicts(journal(kept)) == ["fault"]


def test_libraries_in_other_versions_are_named() -> None:
    assert verdicts(libraries(["numpy>=1", "nothing-of-the-kind; extra == 'x'"])) == ["ok"]
    wrong = list(libraries(["numpy>=1000", "nothing-of-the-kind", "polars"]))
    assert verdicts(wrong) == ["fault", "fault"]
    assert "numpy" in wrong[0].sentence
    assert "nothing-of-the-kind" in wrong[1].sentence


def test_a_clock_that_is_behind_is_found() -> None:
    trained = datetime(2026, 11, 29, tzinfo=UTC)
    assert verdicts(clock(trained, trained + timedelta(days=1))) == ["ok"]
    assert verdicts(clock(trained, trained - timedelta(days=1))) == ["fault"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "closed").touch(0o000)
    (found,) = rights("model", tmp_path)
    assert found.verdict == "fault"
    assert "closed" in found.sentence


def test_what_others_may_read_is_noted(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert verdicts(rights("portfolio", tmp_path)) == ["note"]
    tmp_path.chmod(0o750)
    assert verdicts(rights("portfolio", tmp_path)) == ["ok"]
    assert verdicts(rights("portfolio", tmp_path / "none")) == []


def test_the_room_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, verdict in ((50_000_000, "fault"), (500_000_000, "note"), (5_000_000_000, "ok")):
        usage = shutil.disk_usage(tmp_path)._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        assert verdicts(disk(tmp_path / "not" / "there")) == [verdict]
        monkeypatch.undo()
