"""The look of a deployment: other colours and letters from a file, where they can still be told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit_panel.colours import OWN, SETTING, changed, look_of
from credit_panel.errors import SettingsError


def written(folder: Path, content: object) -> dict[str, str]:
    path = folder / "theme.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return {SETTING: str(path)}


def test_without_a_file_it_is_the_product_s_own() -> None:
    assert look_of({}) is OWN
    assert look_of({SETTING: " "}) is OWN


def test_a_file_changes_what_it_names(tmp_path: Path) -> None:
    look = look_of(written(tmp_path, {"light": {"brand": "#5B2A86"}, "fonts": "Inter, Arial"}))
    assert (look.light.brand, look.fonts) == ("#5b2a86", "Inter, Arial")
    assert look.light.favourable == OWN.light.favourable
    assert look.dark == OWN.dark


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "is no JSON file that can be read"),
        ([], "holds other parts than light, dark and fonts"),
        ({"font": "Inter"}, "holds other parts than light, dark and fonts"),
        ({"light": ["#ffffff"]}, "gives for light no object"),
        ({"light": {"accent": "#ffffff"}}, "names the colour 'accent': the names are ground, card"),
        ({"dark": {"brand": "red"}}, "gives 'red' for dark brand: give a code such as #0b4f6c"),
        ({"dark": {"brand": 3}}, "gives '3' for dark brand"),
        (
            {"light": {"mute": "#cccccc"}},
            "leaves a contrast of 1.6 between light mute and card: give colours that reach 4.5",
        ),
        ({"light": {"adverse": "#ffe0c0"}}, "between light adverse and card: give colours that reach 3"),
        ({"fonts": "x; } body { display: none"}, "names the fonts"),
        ({"fonts": ["Inter"]}, "names the fonts"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(tmp_path: Path, content: object, words: str) -> None:
    with pytest.raises(SettingsError, match="CREDIT_PANEL_THEME") as refused:
        look_of(written(tmp_path, content))
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


def test_no_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is no JSON file that can be read: No such file"):
        look_of({SETTING: str(tmp_path / "none.json")})


def test_a_look_that_was_changed_is_another() -> None:
    assert changed(OWN) == OWN
    assert changed(OWN, dark={"favourable": "#9ad0f5"}).dark.favourable == "#9ad0f5"
