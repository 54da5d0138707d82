"""The colours of the product, by what they mean, and its letters.

Categories come from Okabe & Ito's palette ("Color Universal Design", 2008); direction is blue against orange, never
red against green. Each pair of a text colour and its ground reaches a contrast of 4.5, each mark 3 (a test holds it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Theme = Literal["light", "dark"]

FONTS = 'Roboto, "Segoe UI", "DejaVu Sans", Arial, sans-serif'
"""Font families of all text, the first that the reader's machine has."""

OKABE_ITO = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000")


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


PALETTES: dict[Theme, Palette] = {
    "light": Palette(
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
    "dark": Palette(
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
}


FORCED = {
    "ground": "Canvas",
    "card": "Canvas",
    "line": "#8a8a8a",
    "ink": "CanvasText",
    "mute": "CanvasText",
    "favourable": "#3388cc",
    "favourable_text": "CanvasText",
    "adverse": "#c8720a",
    "adverse_text": "CanvasText",
    "review": "#8a8a8a",
    "review_text": "CanvasText",
}
"""The colours of pictures where the system forces its own on all else; the marks show on black as on white."""


def css_variables() -> str:
    """Return the palettes, which follow the page's light or dark scheme, and the fonts as CSS custom properties."""
    light, dark = PALETTES["light"], PALETTES["dark"]
    names = {name: f"--{name.replace('_', '-')}" for name in Palette.__dataclass_fields__}
    lines = (f"{css}: light-dark({getattr(light, name)}, {getattr(dark, name)});" for name, css in names.items())
    forced = (f"{names[name]}: {colour};" for name, colour in FORCED.items())
    always = ":host { " + " ".join(lines) + f" --fonts: {FONTS}; }}"
    return always + " @media (forced-colors: active) { :host { " + " ".join(forced) + " } }"


def ramp(colours: Palette, tone: str) -> list[str]:
    """Return five colours of one tone from few to many, each of which stands out from the card."""
    colour = getattr(colours, tone)
    if tone == "others":
        return [mix(colours.card, colour, share) for share in (0.7, 0.9, 1.1, 1.35, 1.6)]
    return [*(mix(colours.card, colour, share) for share in (0.36, 0.58, 0.8, 1.0)), mix(colour, colours.ink, 0.4)]


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
