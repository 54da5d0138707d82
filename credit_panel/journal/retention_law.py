"""For how long records have to be kept, by the jurisdiction of the model that they tell of.

What is here are the terms that were read in the law: automatic logs of a high-risk system six months (Regulation (EU)
2024/1689, article 26(6)), what a score used twelve months (§ 37a BDSG), the application and the notice twenty-five
months (12 CFR 1002.12(b)). A lender's own term may be longer; the lender's counsel says how long.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from credit_panel.errors import SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import Jurisdiction, jurisdiction_named

KEPT_MONTHS: Mapping[Jurisdiction, int] = {"FR": 6, "DE": 12, "US": 25, "none": 0}
"""Months that a record has to be kept."""

SETTING = "CREDIT_PANEL_RETENTION_MONTHS"
_LONGEST = 600


def jurisdiction_of(manifest: Path) -> Jurisdiction:
    """Return the jurisdiction that the manifest of a model names; none where it cannot be read or names none."""
    try:
        return jurisdiction_named(json.loads(manifest.read_text(encoding="utf-8"))["jurisdiction"])
    except (OSError, ValueError, KeyError, TypeError):
        return "none"


def retention_months(law: Jurisdiction, text: str = "") -> int:
    """Return for how many months a lender keeps records: as long as the law asks, or longer where the lender says so.

    Parameters
    ----------
    text
        The setting; empty where it is not set.

    Raises
    ------
    SettingsError
        When the setting is no whole number of months, or shorter than the law allows.
    """
    least, text = KEPT_MONTHS[law], text.strip()
    if not text:
        return least
    months = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
    if not least <= months <= _LONGEST:
        raise SettingsError(
            f"{SETTING} is {text[:20]!r}: give whole months from {least}, which the law of {law} asks for, to "
            f"{_LONGEST}."
        )
    return months


def first_kept(today: date, months: int) -> date:
    """Return the first day whose records are kept for so many months.

    Examples
    --------
    >>> first_kept(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue  # the month is shorter
    return date(year, month + 1, today.day)
