"""Where the open client lies in a linked picture."""

from __future__ import annotations

import numpy as np

from credit_panel.state.brush import BrushState


def position_of(brush: BrushState, column: str) -> float | None:
    """Return where the open client lies on an axis, None without one or without a value."""
    if brush.marked is None:
        return None
    position = float(brush.plots.positions[column][brush.marked])
    return position if np.isfinite(position) else None
