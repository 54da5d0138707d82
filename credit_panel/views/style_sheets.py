"""The style sheets of a view: the colours, what all views share, and its own."""

from __future__ import annotations

from pathlib import Path

from credit_panel.charts.palette import css_variables

_FOLDER = Path(__file__).parent / "styles"


def stylesheets(*styles: str) -> list[str]:
    """Return the style sheets of a view, in the order in which they apply.

    Parameters
    ----------
    styles
        Names of those that are its own, as ``styles/{name}.css``; what it shares with others comes first.
    """
    return [css_variables(), _css("base"), *map(_css, styles)]


def _css(name: str) -> str:
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")
