"""What follows from the application itself, and from it and the histories together.

The same expressions serve a whole portfolio and one what-if row, so that an edited amount moves every feature that
depends on it. A ratio whose parts are unknown, or whose whole is not positive, is null; an income or a price of zero
counts as one unit of money.

A field with a direction keeps it through all that is worked out from it here: each feature that reads it has the
direction that follows, or reads it in no way that could turn it. The amount and the instalment alone have none, since
one without the other is another term.

Every division goes through `ratio`, which gives the same bits for one row as for many, and in every engine.
"""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any

import narwhals as nw
import polars as pl

from credit_panel.features.expressions import ratio

_EXTERNAL = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")


@cache
def derived_expressions(api: ModuleType) -> dict[str, Any]:
    """Return the expression of each derived feature.

    Parameters
    ----------
    api
        Narwhals, for any engine, or Polars, whose names it shares: translating the expressions from the one to the
        other at each call would take longer than working out a row.
    """
    col = api.col
    credit, annuity = col("AMT_CREDIT"), col("AMT_ANNUITY")
    # nothing earned, or bought, is less than anything is: over zero a ratio would be null, as where nothing is known
    income, price = (
        api.when(col(name) < 1).then(1).otherwise(col(name)) for name in ("AMT_INCOME_TOTAL", "AMT_GOODS_PRICE")
    )
    age, employed = -col("DAYS_BIRTH"), -col("DAYS_EMPLOYED")
    first, second, third = (col(name).fill_null(0) for name in _EXTERNAL)
    lowest, highest = api.min_horizontal(*_EXTERNAL), api.max_horizontal(*_EXTERNAL)

    def over(part: Any, whole: Any) -> Any:
        return ratio(part, whole, api)

    def over_history(part: Any, whole: Any) -> Any:
        # a history's feature has 32 bits, and so has its inverse in Polars: it has them in every engine
        return api.when(whole > 0).then(part * (1.0 / whole).cast(api.Float32))

    def is_known(column: str) -> Any:
        return 1 - col(column).is_null().cast(api.Int32)

    def known(columns: tuple[str, ...]) -> Any:
        return api.sum_horizontal(*(is_known(column) for column in columns))

    return {
        # added one by one: engines sum across columns in orders of their own, which differ in the last bit
        "ext_source_mean": over(first + (second + third), known(_EXTERNAL)),
        "ext_source_min": lowest,
        "ext_source_max": highest,
        "ext_source_product": col("EXT_SOURCE_1") * col("EXT_SOURCE_2") * col("EXT_SOURCE_3"),
        "ext_source_2_3_mean": (col("EXT_SOURCE_2") + col("EXT_SOURCE_3")) * 0.5,
        "ext_source_count": known(_EXTERNAL),
        "amount_in_instalments": over(credit, annuity),
        "credit_goods_ratio": over(credit, price),
        "credit_income_ratio": over(credit, income),
        "annuity_income_ratio": over(annuity, income),
        "income_per_person": over(income, col("CNT_FAM_MEMBERS")),
        "employment_stability": over(employed, age),
        "id_age_share": over(-col("DAYS_ID_PUBLISH"), age),
        "phone_age_share": over(-col("DAYS_LAST_PHONE_CHANGE"), age),
        "has_bureau_history": is_known("bureau_count"),
        "has_own_history": is_known("prev_count"),
        "bureau_debt_income_ratio": over(col("bureau_debt_sum"), income),
        "bureau_annuity_income_ratio": over(col("bureau_annuity_sum"), income),
        "bureau_overdue_income_ratio": over(col("bureau_overdue_sum"), income),
        "total_debt_income_ratio": over(credit + col("bureau_debt_sum").fill_null(0), income),
        "total_annuity_income_ratio": over(
            annuity + col("bureau_annuity_sum").fill_null(0) + col("prev_running_annuity_sum").fill_null(0), income
        ),
        "credit_vs_previous": over_history(credit, col("prev_approved_credit_max")),
        "annuity_vs_previous": over_history(annuity, col("prev_approved_annuity_max")),
        "annuity_vs_paid": over_history(annuity, col("inst_paid_mean")),
        "cc_balance_income_ratio": over(col("cc_balance_3m"), income),
    }


FEATURES: tuple[str, ...] = tuple(derived_expressions(nw))


def derive[Frame: (nw.DataFrame[Any], nw.LazyFrame[Any])](frame: Frame) -> Frame:
    """Return `frame` with `FEATURES` added, or recomputed where it holds them already.

    Parameters
    ----------
    frame
        Narwhals frame, eager or lazy, with every raw application column (repaired) and every history feature.
    """
    if frame.implementation.is_polars():
        return nw.from_native(frame.to_native().with_columns(**derived_expressions(pl)))
    return frame.with_columns(**derived_expressions(nw))
