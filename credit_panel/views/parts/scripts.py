"""The scripts of a component: what it shares with others, then its own."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parents[1]


def scripts(*names: str) -> str:
    """Return the scripts of the views, each given as ``room/name``, as one module; the last one renders."""
    return "\n".join((_FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in names)
