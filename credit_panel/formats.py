"""The formats of what is built, and whether what an earlier version built can be drawn again.

It stands below all that reads and writes them, so that the server need not load any of it to look.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from credit_panel.settings import Settings

BUNDLE_FORMAT = 2
"""Format of the bundles that this version writes, and the only one that it reads."""

PORTFOLIO_FORMAT = 3
"""The same of the portfolios."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What a synthetic portfolio was drawn with."""

    applications: int
    seed: int


def outdated_draw(settings: Settings) -> Draw | None:
    """Return how to draw again the synthetic portfolio that an earlier version built; None when there is none such.

    What cannot be read, was built on real tables, or is of this version or a newer one is not for us to replace.
    """
    try:
        model = json.loads((settings.bundle_dir() / "manifest.json").read_text(encoding="utf-8"))
        book = json.loads((settings.portfolio_dir() / "portfolio.json").read_text(encoding="utf-8"))
        formats = (int(model["format"]), BUNDLE_FORMAT), (int(book["format"]), PORTFOLIO_FORMAT)
        if model["synthetic"] is not True or book["synthetic"] is not True:
            return None
        if any(found > ours for found, ours in formats) or all(found == ours for found, ours in formats):
            return None
        return Draw(int(book["applications"]), int(model["training"]["seed"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
