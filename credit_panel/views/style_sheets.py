"""The style sheets of a view: the colours, what all views share, and its own."""

from __future__ import annotations

from pathlib import Path

from credit_panel.charts.palette import css_variables

_FOLDER = Path(__file__).parent / "styles"


def stylesheets(style: str) -> list[str]:
    """Return the style sheets of the view whose own is ``styles/{style}.css``, in the order in which they apply."""
    return [css_variables(), _css("base"), _css(style)]


def _css(name: str) -> str:
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")
