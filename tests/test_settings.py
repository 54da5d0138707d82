"""The environment says where things lie; what cannot be used is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit_panel.errors import SettingsError
from credit_panel.settings import Norms, Settings


def test_what_is_not_set_is_the_checkout_s() -> None:
    root = Path(__file__).resolve().parents[1]
    for environ in ({}, {"CREDIT_PANEL_DATA_DIR": "", "CREDIT_PANEL_MODEL": ""}):
        assert Settings.from_env(environ) == Settings(root / "data", root / "models", "synthetic")


def test_folders_and_names() -> None:
    environ = {"CREDIT_PANEL_DATA_DIR": "~/d", "CREDIT_PANEL_MODELS_DIR": "m", "CREDIT_PANEL_MODEL": "mine"}
    settings = Settings.from_env(environ)
    assert settings.portfolio_dir() == Path.home() / "d" / "mine"
    assert settings.bundle_dir("next") == Path("m/next")


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "-x", "a b", "a\0", "x" * 65, "é"])
def test_a_name_leads_out_of_no_folder(name: str) -> None:
    settings = Settings(Path("d"), Path("m"))
    for folder in (settings.portfolio_dir, settings.bundle_dir):
        with pytest.raises(SettingsError, match="cannot be used"):
            folder(name)
    if name:
        with pytest.raises(SettingsError, match="cannot be used"):
            Settings.from_env({"CREDIT_PANEL_MODEL": name})


def test_the_home_of_nobody() -> None:
    with pytest.raises(SettingsError, match="~nobody-of-that-name/d cannot be found"):
        Settings.from_env({"CREDIT_PANEL_DATA_DIR": "~nobody-of-that-name/d"})


def test_the_norms_of_a_budget() -> None:
    assert Settings.from_env({}).norms == Norms(0.35, None, "")
    environ = {
        "CREDIT_PANEL_BURDEN_NORM": "33%",
        "CREDIT_PANEL_LEFT_TO_LIVE": "900",
        "CREDIT_PANEL_CURRENCY": "eur",
    }
    assert Settings.from_env(environ).norms == Norms(0.33, 900.0, "EUR")
    assert Settings.from_env({"CREDIT_PANEL_BURDEN_NORM": "0"}).norms.burden is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("CREDIT_PANEL_BURDEN_NORM", "a third"),
        ("CREDIT_PANEL_BURDEN_NORM", "350"),
        ("CREDIT_PANEL_LEFT_TO_LIVE", "-1"),
        ("CREDIT_PANEL_LEFT_TO_LIVE", "nan"),
        ("CREDIT_PANEL_CURRENCY", "euros"),
    ],
)
def test_a_norm_that_is_none_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: text})


def test_the_memory_of_a_server() -> None:
    assert Settings.from_env({}).memory == 2_000_000_000
    for text, size in (("1500MB", 1_500_000_000), ("2.5 gb", 2_500_000_000)):
        settings = Settings.from_env({"CREDIT_PANEL_MEMORY": text})
        assert settings.memory == size
        assert Settings.from_env(settings.environ()).memory == size
    with pytest.raises(SettingsError, match="CREDIT_PANEL_MEMORY is '2': give a size as 2GB or 1500MB"):
        Settings.from_env({"CREDIT_PANEL_MEMORY": "2"})
