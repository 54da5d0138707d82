"""Months before the application, as the monthly tables count them: -1 is the last one, -2 the one before."""

from __future__ import annotations

import polars as pl

from credit_panel.home_credit.calendar import DAYS_A_MONTH


def days_of_month(month: int) -> int:
    """Return the first day of a month, in days from the application."""
    return round(min(month, -1) * DAYS_A_MONTH)


def month_of_report() -> pl.Expr:
    """Return the month of a monthly report; one made at the application itself (0) tells of the last month."""
    return pl.min_horizontal(pl.col("MONTHS_BALANCE").cast(pl.Int32), pl.lit(-1)).alias("month")


def month_of_day(day: str) -> pl.Expr:
    """Return the month that holds a day, counted from the application; a later one belongs to the last month."""
    return pl.min_horizontal((pl.col(day) / DAYS_A_MONTH).floor().cast(pl.Int32), pl.lit(-1)).alias("month")
