"""Which features a model may use: those of the catalogue that are not excluded, with their directions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from credit_panel.features import FEATURES
from credit_panel.home_credit import CLIENT, TARGET
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import Exclusion

AT_THE_SAME_TERM: Mapping[str, int] = MappingProxyType({"AMT_CREDIT": 1, "AMT_ANNUITY": 1})
"""Directions of two columns whose fields have none: alone, an amount or an instalment changes the term too, which may
go either way. Bound as columns, a smaller amount over the same months, and so a smaller instalment, never raises the
risk."""


def catalogue_candidates() -> dict[str, int]:
    """Return each candidate feature with its monotone direction, in the order of `FEATURES`."""
    directions = {name: FIELDS[name].direction for name in FEATURES if FIELDS[name].excluded is None}
    return {**directions, **AT_THE_SAME_TERM}


def excluded_fields() -> dict[Exclusion, tuple[str, ...]]:
    """Return the fields that no model may read, by the reason why; the client's number and the outcome are none."""
    return {
        why: tuple(name for name, field in FIELDS.items() if field.excluded == why and name not in (CLIENT, TARGET))
        for why in get_args(Exclusion)
    }
