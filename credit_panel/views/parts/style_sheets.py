"""The style sheets of a view: the colours, what all views share, and its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from panel.pane import PaneBase
from panel.viewable import Viewable

from credit_panel.charts.palette import css_variables, follow_theme

_FOLDER = Path(__file__).parents[1]


@cache
def css(name: str) -> str:
    """Return a style sheet of the views, given as ``room/name``."""
    return (_FOLDER / f"{name}.css").read_text(encoding="utf-8")


ON_PAPER = css("parts/on_paper")
"""Style sheet of a layout whose parts lie one below the other on paper: a grid, whose height is settled before the
sheets are cut, would lay a part that moves to the next sheet over those below it."""

CLOSE_ON_PAPER = css("parts/close_on_paper")
"""Style sheet of what has so much on it that it stands smaller on paper: as it would on a wide screen, and on fewer
sheets."""


def stylesheets(*styles: str) -> list[str]:
    """Return the style sheets of a view, in the order in which they apply.

    Parameters
    ----------
    styles
        Those that are its own, as ``room/name``; what it shares with others comes first.
    """
    return [css_variables(), css("parts/base"), *map(css, styles)]


def bare_stylesheets(*styles: str) -> list[str]:
    """Return the style sheets of what shares none with others but the colours."""
    return [css_variables(), *map(css, styles)]


def dressed[Part: Viewable](part: Part, sheets: Callable[[], list[str]]) -> Part:
    """Give a part of a screen its style sheets, those of each theme that comes later too, and return it."""

    def dress(part: Viewable) -> None:
        part.stylesheets = sheets()
        if isinstance(part, PaneBase):  # which draws itself anew for its object alone
            part.param.trigger("object")

    part.stylesheets = sheets()
    follow_theme(part, dress)
    return part
