"""The colours and letters of everything that is drawn: those of the product, and what a deployment makes of them.

Categories come from Okabe & Ito's palette ("Color Universal Design", 2008); direction is blue against orange, never
red against green. Each pair of a text colour and its ground reaches a contrast of 4.5, each mark 3: other colours are
taken only where they do so too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal

from credit_panel.errors import SettingsError

Theme = Literal["light", "dark"]

SETTING = "CREDIT_PANEL_THEME"

_HEXADECIMAL = re.compile(r"#[0-9a-f]{6}")
_FONTS = re.compile(r"""[\w\s,"'-]{1,200}""")


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as hexadecimal codes."""

    ground: str
    card: str
    line: str
    ink: str
    mute: str
    brand: str
    on_brand: str
    favourable: str
    favourable_text: str
    adverse: str
    adverse_text: str
    review: str
    review_text: str
    notice: str
    on_notice: str
    others: str


@dataclass(frozen=True, slots=True)
class Look:
    """Both palettes, and the font families of all text, the first that the reader's machine has."""

    light: Palette
    dark: Palette
    fonts: str


OWN = Look(
    light=Palette(
        ground="#f5f7f9",
        card="#ffffff",
        line="#d9dfe6",
        ink="#16202e",
        mute="#556170",
        brand="#0b4f6c",
        on_brand="#ffffff",
        favourable="#0072b2",
        favourable_text="#005a8c",
        adverse="#c96a00",
        adverse_text="#7a3d00",
        review="#7d8794",
        review_text="#46505c",
        notice="#f0e442",
        on_notice="#222222",
        others="#cfd6de",
    ),
    dark=Palette(
        ground="#0f151c",
        card="#18212b",
        line="#2f3b48",
        ink="#e9eef4",
        mute="#a5b1bf",
        brand="#0b4f6c",
        on_brand="#ffffff",
        favourable="#56b4e9",
        favourable_text="#8fcdf2",
        adverse="#e69f00",
        adverse_text="#f5c265",
        review="#8d99a6",
        review_text="#c3ccd6",
        notice="#f0e442",
        on_notice="#222222",
        others="#3f4e5e",
    ),
    fonts='Roboto, "Segoe UI", "DejaVu Sans", Arial, sans-serif',
)
"""The product's own."""

TEXT_ON = (
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
)
"""Texts and what they stand on, to be told apart by a contrast of 4.5 (WCAG 2.2, 1.4.3)."""

MARK_ON = (("favourable", "card"), ("adverse", "card"), ("review", "card"))
"""Marks and what they stand on, to be told apart by a contrast of 3 (WCAG 2.2, 1.4.11)."""


def changed(
    look: Look,
    *,
    light: Mapping[str, object] | None = None,
    dark: Mapping[str, object] | None = None,
    fonts: object = None,
    place: str = "The theme",
) -> Look:
    """Return a look with some colours, or other letters.

    Parameters
    ----------
    light, dark
        Colours by the names of `Palette`, as hexadecimal codes such as ``#0b4f6c``.
    fonts
        Font families, parted by commas.
    place
        What a refusal begins with.

    Raises
    ------
    SettingsError
        When a name or a colour is none, or two colours can no longer be told apart.
    """
    palettes = {
        theme: _palette(theme, getattr(look, theme), given, place)
        for theme, given in (("light", light or {}), ("dark", dark or {}))
    }
    if fonts is not None and not (isinstance(fonts, str) and _FONTS.fullmatch(fonts)):
        raise SettingsError(
            f"{place} names the fonts {str(fonts)[:40]!r}: give families parted by commas, as Inter, Arial."
        )
    return Look(palettes["light"], palettes["dark"], look.fonts if fonts is None else str(fonts))


def look_of(environ: Mapping[str, str]) -> Look:
    """Return the look of a process: the product's own, with what the file that ``CREDIT_PANEL_THEME`` names changes.

    Raises
    ------
    SettingsError
        When the file cannot be used.
    """
    name = environ.get(SETTING, "").strip()
    if not name:
        return OWN
    place = f"{SETTING} ({name[:200]})"
    try:
        content = json.loads(Path(name).expanduser().read_text(encoding="utf-8"))
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError(f"{place} is no JSON file that can be read: {_why(error)}.") from None
    parts = ("light", "dark", "fonts")
    if not isinstance(content, dict) or not content.keys() <= {*parts}:
        raise SettingsError(f"{place} holds other parts than light, dark and fonts: give an object of these.")
    for part in ("light", "dark"):
        if not isinstance(content.get(part, {}), dict):
            raise SettingsError(f"{place} gives for {part} no object: give colours by their names.")
    return changed(OWN, **{part: content[part] for part in parts if part in content}, place=place)


def _palette(theme: str, palette: Palette, given: Mapping[str, object], place: str) -> Palette:
    known = [field.name for field in fields(Palette)]
    colours: dict[str, str] = {}
    for name, colour in given.items():
        if name not in known:
            raise SettingsError(f"{place} names the colour {name[:40]!r}: the names are {', '.join(known)}.")
        if not (isinstance(colour, str) and _HEXADECIMAL.fullmatch(colour.lower())):
            raise SettingsError(f"{place} gives {str(colour)[:40]!r} for {theme} {name}: give a code such as #0b4f6c.")
        colours[name] = colour.lower()
    made = replace(palette, **colours)
    for pairs, least in ((TEXT_ON, 4.5), (MARK_ON, 3.0)):
        for one, other in pairs:
            found = contrast(getattr(made, one), getattr(made, other))
            if found < least:
                raise SettingsError(
                    f"{place} leaves a contrast of {found:.1f} between {theme} {one} and {other}: give colours that "
                    f"reach {least:g}."
                )
    return made


def _why(error: Exception) -> str:
    return error.strerror or "it cannot be opened" if isinstance(error, OSError) else str(error)[:200].rstrip(".")


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that lies `share` of the way from one to another; beyond the other where it is over 1."""
    channels = (
        round(min(max(first + (second - first) * share, 0), 255))
        for first, second in zip(*(bytes.fromhex(colour.lstrip("#")) for colour in (one, other)), strict=True)
    )
    return "#" + bytes(channels).hex()


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
