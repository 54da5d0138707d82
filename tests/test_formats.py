"""A synthetic portfolio of an earlier version is drawn again as it was; anything else is left to its owner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from credit_panel.formats import BUNDLE_FORMAT as FORMAT
from credit_panel.formats import PORTFOLIO_FORMAT, Draw, outdated_draw
from credit_panel.settings import Settings


@pytest.mark.parametrize(
    ("model", "served", "found"),
    [
        ({"format": FORMAT - 1}, {"format": PORTFOLIO_FORMAT - 1}, Draw(2_500, 7)),
        ({}, {"format": PORTFOLIO_FORMAT - 1}, Draw(2_500, 7)),
        ({}, {}, None),
        ({"format": FORMAT - 1, "synthetic": False}, {}, None),
        ({"format": FORMAT - 1}, {"synthetic": False}, None),
        ({"format": FORMAT - 1}, {"format": PORTFOLIO_FORMAT + 1}, None),
        ({"format": "x"}, {}, None),
    ],
)
def test_what_is_drawn_again(tmp_path: Path, model: dict[str, Any], served: dict[str, Any], found: Draw | None) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "models")
    settings.bundle_dir().mkdir(parents=True)
    settings.portfolio_dir().mkdir(parents=True)
    assert outdated_draw(settings) is None
    whole = {"format": FORMAT, "synthetic": True, "training": {"seed": 7}}
    (settings.bundle_dir() / "manifest.json").write_text(json.dumps(whole | model))
    whole = {"format": PORTFOLIO_FORMAT, "synthetic": True, "applications": 2_500}
    (settings.portfolio_dir() / "portfolio.json").write_text(json.dumps(whole | served))
    assert outdated_draw(settings) == found
