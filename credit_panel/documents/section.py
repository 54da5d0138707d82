"""A part of a letter, as its template takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def section(
    title: str = "",
    lines: Sequence[str] = (),
    *,
    items: Sequence[Sequence[str]] = (),
    head: Sequence[str] = (),
    table: Sequence[Sequence[str]] = (),
    after: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a part: a title, lines, a list whose items have lines, a table with its head, and lines after these."""
    return {"title": title, "lines": lines, "items": items, "head": head, "table": table, "after": after}
