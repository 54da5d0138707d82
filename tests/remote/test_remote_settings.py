"""The scoring service is named by a whole address that nobody reads along with, and its key by a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit_panel.errors import SettingsError
from credit_panel.remote.remote_settings import RemoteSettings


def test_the_key_comes_from_a_file_and_shows_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("cp_0123456789abcdef\n")
    environ = {"CREDIT_PANEL_API_URL": "https://scores.bank.example/risk/", "CREDIT_PANEL_API_KEY_FILE": str(file)}
    settings = RemoteSettings.from_env(environ)
    assert (settings.url, settings.host) == ("https://scores.bank.example/risk", "scores.bank.example")
    assert settings.key == "cp_0123456789abcdef"
    assert "cp_" not in repr(settings)
    assert RemoteSettings.from_env({}) == RemoteSettings()


@pytest.mark.parametrize(
    "url",
    ["scores.bank.example", "http://scores.bank.example", "https://a:b@scores.bank.example", "ftp://x", "https://x?y"],
)
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="CREDIT_PANEL_API_URL"):
        RemoteSettings.from_env({"CREDIT_PANEL_API_URL": url})
