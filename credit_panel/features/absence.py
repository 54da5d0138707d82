"""Why a value is missing, as far as the rest of the application tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import polars as pl

from credit_panel.features import bureau, credit_card, instalments, pos_cash, previous
from credit_panel.features.application import derived_expressions
from credit_panel.home_credit.absence import Absence

WITHOUT_EMPLOYER = frozenset({"Pensioner", "Unemployed"})
"""Types of income of those whose time in a job and employer's sector the tables leave empty."""

_JOB = frozenset({"DAYS_EMPLOYED", "ORGANIZATION_TYPE", "OCCUPATION_TYPE"})
_TOLD_BY: Mapping[str, tuple[str, Absence]] = {
    **dict.fromkeys((*bureau.CREDIT_FEATURES, *bureau.MONTH_FEATURES), ("bureau_count", Absence.NO_CREDIT_ELSEWHERE)),
    **dict.fromkeys(previous.FEATURES, ("prev_count", Absence.NO_CREDIT_HERE)),
    **dict.fromkeys(pos_cash.FEATURES, ("pos_credits", Absence.NO_CREDIT_HERE)),
    **dict.fromkeys(instalments.FEATURES, ("inst_count", Absence.NO_CREDIT_HERE)),
    **dict.fromkeys(credit_card.FEATURES, ("cc_months", Absence.NO_CARD_HERE)),
}
"""For each feature of a history, the one that is missing when there is no history at all, and what that means."""


def absence_of(name: str, row: Mapping[str, Any]) -> Absence | None:
    """Return why a field or feature is missing; None when it is not.

    Parameters
    ----------
    row
        The application's fields and features, by name.
    """
    if row.get(name) is not None:
        return None
    for root in sources_of(name):
        if row.get(root) is None and (found := _of_field(root, row)) is not Absence.NOT_GIVEN:
            return found
    return Absence.NOT_GIVEN


def _of_field(name: str, row: Mapping[str, Any]) -> Absence:
    if name in _TOLD_BY:
        told_by, meaning = _TOLD_BY[name]
        return meaning if row.get(told_by) is None else Absence.NONE_OF_THE_KIND
    if name.startswith("EXT_SOURCE_"):
        return Absence.NOT_SUPPLIED
    if name == "OWN_CAR_AGE" and row.get("FLAG_OWN_CAR") == "N":
        return Absence.NO_CAR
    if name in _JOB and row.get("NAME_INCOME_TYPE") in WITHOUT_EMPLOYER:
        return Absence.RETIRED if row["NAME_INCOME_TYPE"] == "Pensioner" else Absence.NO_JOB
    return Absence.NOT_GIVEN


def columns_told_of(features: Iterable[str]) -> tuple[str, ...]:
    """Return features and every column by which `absence_of` tells why one of them is missing, each once."""
    told_by = (told for told, _ in _TOLD_BY.values())
    return tuple(dict.fromkeys((*with_sources(features), *told_by, "FLAG_OWN_CAR", "NAME_INCOME_TYPE")))


@cache
def sources_of(name: str) -> tuple[str, ...]:
    """Return the fields that a feature is worked out from; the feature itself when it is one of a table."""
    derived = derived_expressions(pl).get(name)
    return (name,) if derived is None else tuple(derived.meta.root_names())


def with_sources(features: Iterable[str]) -> list[str]:
    """Return features and the fields that they are worked out from, each once."""
    known = list(features)
    return list(dict.fromkeys((*known, *(source for name in known for source in sources_of(name)))))
