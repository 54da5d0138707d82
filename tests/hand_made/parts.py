"""What a view is made of, found as Panel lays it out."""

from __future__ import annotations

from typing import Any

from panel.viewable import Viewer


def part[Part](view: Viewer, kind: type[Part]) -> Part:
    """Return the one part of a view that is of a kind."""
    whole: Any = view.__panel__()
    (found,) = whole.select(kind)
    return found  # type: ignore[no-any-return]
