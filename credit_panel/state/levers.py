"""What a visitor may change of an application, between which values, and why a value is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from credit_panel.scoring.levers import LARGEST, LEVERS, Span, bounds, span

__all__ = ["LARGEST", "LEVERS", "Refusal", "Span", "bounds", "span"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a new value of a lever was not taken.

    Parameters
    ----------
    lever
        The lever.
    kind
        ``"missing"`` when a value is needed, ``"text"`` when it was no number, ``"bounds"`` when it was outside.
    low, high
        The bounds of an acceptable value.
    """

    lever: str
    kind: Literal["missing", "text", "bounds"]
    low: float
    high: float
