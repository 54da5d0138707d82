"""How many days the product counts to a year and to a month, wherever days become years or months."""

from __future__ import annotations

DAYS_A_YEAR = 365.25
DAYS_A_MONTH = DAYS_A_YEAR / 12
