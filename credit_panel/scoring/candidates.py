"""Which features a model may use: those of the catalogue that are not excluded, with their directions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import get_args

from credit_panel.features import FEATURES, RAW_FIELDS
from credit_panel.features.absence import sources_of
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Exclusion
from credit_panel.home_credit.catalogue.jurisdictions import DEFAULT, Bar, Jurisdiction, barred_fields

AT_THE_SAME_TERM: Mapping[str, int] = MappingProxyType({"AMT_CREDIT": 1, "AMT_ANNUITY": 1})
"""Directions of two columns whose fields have none: alone, an amount or an instalment changes the term too, which may
go either way. Bound as columns, a smaller amount over the same months, and so a smaller instalment, never raises the
risk."""


def catalogue_candidates(*, histories: bool = True, jurisdiction: Jurisdiction = DEFAULT) -> dict[str, int]:
    """Return each candidate feature with its monotone direction, in the order of `FEATURES`.

    Parameters
    ----------
    histories
        Whether those that are worked out from credit histories, wholly or in part, are among them.
    jurisdiction
        Whose law bars some, and all that is worked out from them.
    """
    directions = {name: FIELDS[name].direction for name in FEATURES if FIELDS[name].excluded is None}
    directions |= AT_THE_SAME_TERM
    barred = barred_features(jurisdiction)
    return {
        name: direction
        for name, direction in directions.items()
        if name not in barred and (histories or not reads_histories(name))
    }


@cache
def barred_features(jurisdiction: Jurisdiction) -> Mapping[str, Bar]:
    """Return the features that a law bars, each with what it is: fields, and all that is worked out from one."""
    barred = barred_fields(jurisdiction)
    found = {name: next((barred[source] for source in sources_of(name) if source in barred), None) for name in FEATURES}
    return MappingProxyType({name: why for name, why in found.items() if why is not None})


def reads_histories(feature: str) -> bool:
    """Return whether a feature is worked out from credit histories, wholly or in part."""
    return not set(sources_of(feature)) <= set(RAW_FIELDS)


def excluded_fields() -> dict[Exclusion, tuple[str, ...]]:
    """Return the fields that no model may read, by the reason why; the client's number and the outcome are none."""
    return {
        why: tuple(name for name, field in FIELDS.items() if field.excluded == why and name not in (CLIENT, TARGET))
        for why in get_args(Exclusion)
    }
