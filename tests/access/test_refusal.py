"""A server that other machines reach does not start without a login, however it is told to listen there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pages.serving import ServerStoppedError, serving

from credit_panel.cli import main
from credit_panel.settings import Settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 - where it refuses to listen


def test_the_command_says_which_setting_to_give(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    users = {"CREDIT_PANEL_ACCESS_FILE": str(tmp_path / "users.sqlite"), "ADDRESS": EVERYWHERE, "PORT": "5999"}
    for name, value in (settings.environ() | users).items():
        monkeypatch.setenv(name, value)
    assert main(["serve", "--check"]) == 2
    assert "CREDIT_PANEL_LOGIN=users" in capsys.readouterr().err


def test_nor_does_a_server_that_was_started_without_the_command(settings: Settings, tmp_path: Path) -> None:
    users = {"CREDIT_PANEL_ACCESS_FILE": str(tmp_path / "users.sqlite")}
    running = serving(settings, tmp_path / "log.txt", warm=False, address=EVERYWHERE, environ=users)
    with pytest.raises(ServerStoppedError, match="CREDIT_PANEL_LOGIN=users"), running:
        pass
