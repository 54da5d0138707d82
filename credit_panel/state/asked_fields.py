"""The fields of the tables that a new application is asked for, and the ones that come first."""

from __future__ import annotations

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.portfolio import ServedModel

FIRST_ASKED = (
    "NAME_CONTRACT_TYPE",
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_GOODS_PRICE",
    "AMT_INCOME_TOTAL",
    "DAYS_BIRTH",
    "NAME_INCOME_TYPE",
    "DAYS_EMPLOYED",
    "NAME_EDUCATION_TYPE",
    "OCCUPATION_TYPE",
    "CNT_FAM_MEMBERS",
    "EXT_SOURCE_1",
    "EXT_SOURCE_2",
    "EXT_SOURCE_3",
)
"""The fields to ask for first; the others weigh less or are seldom known."""


def asked_fields(served: ServedModel) -> tuple[str, ...]:
    """Return the raw fields that an application is asked for: all but those that the model is kept from."""
    used = set(served.scorer.without_histories.features)
    return tuple(name for name in RAW_FIELDS if FIELDS[name].excluded is None or name in used)
