"""What follows from the application itself, and from it and the histories together.

The same expressions serve a whole portfolio and one what-if row, so that an edited amount moves every feature that
depends on it. A ratio whose parts are unknown, or whose whole is not positive, is null.

Every division goes through `ratio`, which gives the same bits for one row as for many.
"""

from __future__ import annotations

import narwhals as nw

from credit_panel.features.expressions import ratio

DAYS_A_YEAR = 365.25

_EXTERNAL = tuple(nw.col(f"EXT_SOURCE_{number}") for number in (1, 2, 3))
_CREDIT = nw.col("AMT_CREDIT")
_ANNUITY = nw.col("AMT_ANNUITY")
_INCOME = nw.col("AMT_INCOME_TOTAL")
_PRICE = nw.col("AMT_GOODS_PRICE")
_AGE = -nw.col("DAYS_BIRTH")
_BUILDING = (
    "APARTMENTS_AVG",
    "LIVINGAREA_AVG",
    "FLOORSMAX_AVG",
    "ENTRANCES_AVG",
    "TOTALAREA_MODE",
    "HOUSETYPE_MODE",
)


def _known(*columns: str) -> nw.Expr:
    """Return how many of the columns have a value."""
    return nw.sum_horizontal(*(1 - nw.col(column).is_null().cast(nw.Int32) for column in columns))


_EXTERNAL_KNOWN = _known("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
_EXTERNAL_PRODUCT = nw.col("EXT_SOURCE_1") * nw.col("EXT_SOURCE_2") * nw.col("EXT_SOURCE_3")

OWN: dict[str, nw.Expr] = {
    "ext_source_mean": ratio(nw.sum_horizontal(*_EXTERNAL), _EXTERNAL_KNOWN),
    "ext_source_min": nw.min_horizontal(*_EXTERNAL),
    "ext_source_max": nw.max_horizontal(*_EXTERNAL),
    "ext_source_product": _EXTERNAL_PRODUCT,
    "ext_source_2_3_mean": (nw.col("EXT_SOURCE_2") + nw.col("EXT_SOURCE_3")) * 0.5,
    "ext_source_spread": nw.max_horizontal(*_EXTERNAL) - nw.min_horizontal(*_EXTERNAL),
    "ext_source_count": _EXTERNAL_KNOWN,
    "term_years": ratio(_CREDIT, _ANNUITY * 12),
    "credit_goods_ratio": ratio(_CREDIT, _PRICE),
    "credit_income_ratio": ratio(_CREDIT, _INCOME),
    "annuity_income_ratio": ratio(_ANNUITY, _INCOME),
    "income_per_person": ratio(_INCOME, nw.col("CNT_FAM_MEMBERS")),
    "employment_stability": ratio(-nw.col("DAYS_EMPLOYED"), _AGE),
    "income_per_year_employed": ratio(_INCOME * DAYS_A_YEAR, -nw.col("DAYS_EMPLOYED")),
    "id_age_share": ratio(-nw.col("DAYS_ID_PUBLISH"), _AGE),
    "phone_age_share": ratio(-nw.col("DAYS_LAST_PHONE_CHANGE"), _AGE),
    "housing_known": _known(*_BUILDING),
}

CROSS: dict[str, nw.Expr] = {
    "has_bureau_history": 1 - nw.col("bureau_count").is_null().cast(nw.Int32),
    "has_own_history": 1 - nw.col("prev_count").is_null().cast(nw.Int32),
    "bureau_debt_income_ratio": ratio(nw.col("bureau_debt_sum"), _INCOME),
    "bureau_annuity_income_ratio": ratio(nw.col("bureau_annuity_sum"), _INCOME),
    "bureau_overdue_income_ratio": ratio(nw.col("bureau_overdue_sum"), _INCOME),
    "total_debt_income_ratio": ratio(_CREDIT + nw.col("bureau_debt_sum").fill_null(0), _INCOME),
    "total_annuity_income_ratio": ratio(
        _ANNUITY + nw.col("bureau_annuity_sum").fill_null(0) + nw.col("prev_running_annuity_sum").fill_null(0),
        _INCOME,
    ),
    "credit_vs_previous": ratio(_CREDIT, nw.col("prev_approved_credit_max")),
    "annuity_vs_previous": ratio(_ANNUITY, nw.col("prev_approved_annuity_max")),
    "annuity_vs_paid": ratio(_ANNUITY, nw.col("inst_paid_mean")),
    "cc_balance_income_ratio": ratio(nw.col("cc_balance_3m"), _INCOME),
}

FEATURES: tuple[str, ...] = (*OWN, *CROSS)


def derive[Frame: (nw.DataFrame, nw.LazyFrame)](frame: Frame) -> Frame:
    """Return `frame` with `FEATURES` added, or recomputed where it holds them already.

    Parameters
    ----------
    frame
        Narwhals frame, eager or lazy, with every raw application column (repaired) and every history feature.
    """
    return frame.with_columns(**OWN, **CROSS)
