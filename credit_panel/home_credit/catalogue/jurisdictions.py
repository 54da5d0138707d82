"""Jurisdictions: which fields their law keeps out of a score.

The marks lie in ``barred.csv`` beside this module, one line a field or whole table, so that a lawyer reads a table and
not code. They are a reading of the law, to be reviewed by the lender's counsel: § 37a BDSG for Germany, ECOA and
Regulation B for the United States; for France what the catalogue keeps out of every model.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

from credit_panel.home_credit.catalogue.fields import FIELDS

Jurisdiction = Literal["FR", "DE", "US", "none"]
"""Where a model is used; none bars nothing beyond what the catalogue keeps out of every model."""

Bar = Literal["age", "sex", "family", "address", "account", "third_party"]
"""What a law keeps out of a score."""

JURISDICTIONS: tuple[Jurisdiction, ...] = get_args(Jurisdiction)
DEFAULT: Jurisdiction = "FR"


@cache
def barred_fields(jurisdiction: Jurisdiction) -> Mapping[str, Bar]:
    """Return the fields of an application and the features of histories that a law bars, and what they are.

    Raises
    ------
    ValueError
        When the table of marks names what is no field and no table, or bars it for no known reason.
    """
    lines = csv.DictReader(files(__package__).joinpath("barred.csv").read_text("utf-8").splitlines())
    found: dict[str, Bar] = {}
    for line in lines:
        if line["jurisdiction"] != jurisdiction:
            continue
        name, why = line["name"], line["why"]
        names = [name] if name in FIELDS else [each.name for each in FIELDS.values() if each.source == name]
        if not names or why not in get_args(Bar):
            raise ValueError(f"barred.csv: {name!r}, {why!r} is no field or table, or no reason to bar one")
        found |= dict.fromkeys(names, cast("Bar", why))
    return MappingProxyType(found)


def jurisdiction_named(name: object) -> Jurisdiction:
    """Return the jurisdiction of a name.

    Raises
    ------
    ValueError
        When there is none such.
    """
    if name not in JURISDICTIONS:
        raise ValueError(f"{name!r} is no jurisdiction: they are {', '.join(JURISDICTIONS)}.")
    return name
