"""The look of what this process draws, as pictures and style sheets take it, and `theme`, which changes it."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from credit_panel.colours import OWN, Look, Palette, Theme, changed, look_of, mix

OKABE_ITO = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#000000")

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

_current: dict[str, Any] = {"look": None, "ground": "light"}
_following: weakref.WeakKeyDictionary[Any, Callable[[Any], object]] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def theme(
    *,
    light: Mapping[str, str] | None = None,
    dark: Mapping[str, str] | None = None,
    fonts: str | None = None,
    ground: Theme = "light",
) -> None:
    """Change the colours and letters of views, of those on screen too; without arguments, take them back.

    What it begins with is the product's own look, or that of the file which ``CREDIT_PANEL_THEME`` names. It is that
    of the whole process: pages and views follow at once, what `credit_panel.plots` gave before stays as it was drawn.

    Parameters
    ----------
    light, dark
        Colours of either theme by the names of `Palette` (``brand``, ``favourable``, ``adverse`` ...), as codes such as
        ``#0b4f6c``.
    fonts
        Font families, parted by commas.
    ground
        Which of the two is that of pictures by `credit_panel.plots`, and of views until they know where they are shown.

    Raises
    ------
    SettingsError
        When a name or a colour is none, or two colours can no longer be told apart; nothing is changed then.

    Examples
    --------
    >>> import credit_panel as cp
    >>> cp.theme(light={"brand": "#5b2a86", "favourable": "#3d5a98"}, fonts="Inter, Arial")
    >>> cp.theme()
    """
    if ground not in ("light", "dark"):
        raise ValueError(f"ground is {ground!r}: give 'light' or 'dark'.")
    made = changed(look_of(os.environ), light=light, dark=dark, fonts=fonts)
    _current.update(look=made, ground=ground)
    with _lock:
        following = list(_following.items())
    for part, act in following:
        act(part)


def follow_theme[Part](part: Part, act: Callable[[Part], object]) -> None:
    """Have something done with a part of a screen at each change of the theme, for as long as the part is in use.

    Parameters
    ----------
    act
        Called with `part`, which it does not hold by itself.
    """
    with _lock:
        _following[part] = act


def look() -> Look:
    """Return the look of this process."""
    if _current["look"] is None:
        _current["look"] = look_of(os.environ)
    found: Look = _current["look"]
    return found


def palette(*, dark: bool) -> Palette:
    """Return the colours of one theme."""
    return look().dark if dark else look().light


def ground_is_dark() -> bool:
    """Return whether pictures are drawn for a dark ground where nothing says otherwise."""
    return bool(_current["ground"] == "dark")


def css_variables() -> str:
    """Return the palettes, which follow the page's light or dark scheme, and the fonts as CSS custom properties."""
    return _css_variables(look())


@cache
def _css_variables(look: Look) -> str:
    names = {field.name: f"--{field.name.replace('_', '-')}" for field in fields(Palette)}
    lines = (
        f"{css}: light-dark({getattr(look.light, name)}, {getattr(look.dark, name)});" for name, css in names.items()
    )
    forced = (f"{names[name]}: {colour};" for name, colour in FORCED.items())
    always = ":host { " + " ".join(lines) + f" --fonts: {look.fonts}; }}"
    return f"{always} {_IN_DARK_NOTEBOOKS} @media (forced-colors: active) {{ :host {{ " + " ".join(forced) + " } }"


_IN_DARK_NOTEBOOKS = (
    ':host-context(body[data-jp-theme-light="false"]), :host-context(body.vscode-dark) { color-scheme: dark; }'
)
"""JupyterLab and VS Code say on the body alone that their theme is dark."""


def ramp(colours: Palette, tone: str) -> list[str]:
    """Return five colours of one tone from few to many, each of which stands out from the card."""
    colour = getattr(colours, tone)
    if tone == "others":
        return [mix(colours.card, colour, share) for share in (0.7, 0.9, 1.1, 1.35, 1.6)]
    return [*(mix(colours.card, colour, share) for share in (0.36, 0.58, 0.8, 1.0)), mix(colour, colours.ink, 0.4)]


PALETTES: Mapping[Theme, Palette] = {"light": OWN.light, "dark": OWN.dark}
"""The product's own palettes."""
