"""Every pair of colours that the product puts together can be told apart (axe cannot see inside a picture)."""

from __future__ import annotations

import pytest

from credit_panel.charts.palette import FORCED, PALETTES, Palette, contrast, css_variables

TEXT_ON = [
    ("ink", "card"),
    ("ink", "ground"),
    ("mute", "card"),
    ("mute", "ground"),
    ("on_brand", "brand"),
    ("favourable_text", "card"),
    ("favourable_text", "ground"),
    ("adverse_text", "card"),
    ("review_text", "card"),
    ("on_notice", "notice"),
]
MARK_ON = [("favourable", "card"), ("adverse", "card"), ("review", "card")]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_reaches_a_contrast_of_4_5(palette: Palette, text: str, ground: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize(("mark", "ground"), MARK_ON)
def test_marks_reach_a_contrast_of_3(palette: Palette, mark: str, ground: str) -> None:
    assert contrast(getattr(palette, mark), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("canvas", ["#ffffff", "#000000", "#fffaef", "#2d3236", "#202020"])  # Windows' contrast themes
def test_marks_show_on_every_forced_ground(canvas: str) -> None:
    assert min(contrast(mark, canvas) for mark in (FORCED["favourable"], FORCED["adverse"], FORCED["review"])) >= 3


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_the_style_sheet_holds_both_themes_of_every_colour() -> None:
    css = css_variables()
    assert "--adverse-text: light-dark(#7a3d00, #f5c265);" in css
    assert css.count("light-dark(") == len(Palette.__dataclass_fields__)
