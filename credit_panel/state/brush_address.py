"""The columns of the linked pictures in the address, so that a page can be shared with the pictures it shows."""

from __future__ import annotations

from credit_panel.state.brush import BrushState

ROLES = ("first", "second", "bars", "x", "y")
"""Parameters of the brush that name a column, in the order of the address."""


def encode_columns(brush: BrushState) -> str:
    """Return the columns that the pictures show, separated by commas; empty when they are the usual ones."""
    shown = [getattr(brush, role) for role in ROLES]
    return "" if shown == [BrushState.param[role].default for role in ROLES] else ",".join(shown)


def decode_columns(text: str, brush: BrushState) -> dict[str, str]:
    """Return a column for each role: that of the address, or the usual one where it names none that can be shown."""
    wanted = dict(zip(ROLES, text.split(","), strict=False))
    reference = {role: BrushState.param[role].default for role in ROLES}
    return {role: wanted[role] if wanted.get(role) in brush.param[role].objects else reference[role] for role in ROLES}
