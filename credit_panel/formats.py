"""The formats of what is built, and whether what an earlier version built can be drawn again.

It stands below all that reads and writes them, so that the server need not load any of it to look.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from credit_panel.settings import Settings

BUNDLE_FORMAT = 9
"""Format of the bundles that this version writes, and the only one that it reads."""

PORTFOLIO_FORMAT = 7
"""The same of the portfolios."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What a synthetic portfolio was drawn with."""

    applications: int
    seed: int


def is_outdated(settings: Settings) -> bool:
    """Whether the model or the portfolio in use was built by an earlier version, and neither by a newer one."""
    try:
        return _is_earlier(*_manifests(settings))
    except _UNREADABLE:
        return False


def outdated_draw(settings: Settings) -> Draw | None:
    """Return how to draw again the synthetic portfolio that an earlier version built; None when there is none such.

    What cannot be read, was built on real tables, or is of this version or a newer one is not for us to replace.
    """
    try:
        model, served = _manifests(settings)
        if model["synthetic"] is not True or served["synthetic"] is not True or not _is_earlier(model, served):
            return None
        return Draw(int(served["applications"]), int(model["training"]["seed"]))
    except _UNREADABLE:
        return None


_UNREADABLE = (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError)


def _manifests(settings: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the bundle and the portfolio say of themselves."""
    paths = settings.bundle_dir() / "manifest.json", settings.portfolio_dir() / "portfolio.json"
    model, served = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    return model, served


def _is_earlier(model: dict[str, Any], served: dict[str, Any]) -> bool:
    formats = (int(model["format"]), BUNDLE_FORMAT), (int(served["format"]), PORTFOLIO_FORMAT)
    return all(found <= ours for found, ours in formats) and any(found < ours for found, ours in formats)
