"""The levers of a what-if in words."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring.scenario import SETTLED_DEBT


def lever_label(lever: str, t: Translator) -> str:
    """Return the name of a lever."""
    return t.gettext("Debts elsewhere repaid") if lever == SETTLED_DEBT else t.label(lever)
