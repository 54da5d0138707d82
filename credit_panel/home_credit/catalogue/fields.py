"""Every field of an application and every feature: its names, unit, theme, direction, bounds and place in the model.

The entries lie in ``fields.csv`` beside this module, one line each, so that a reviewer of the wording or of the
exclusions reads a table and not code.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, cast, get_args

Unit = Literal["amount", "ratio", "share", "years", "days", "months", "count", "score", "flag", "category"]
Theme = Literal[
    "external_scores",
    "request",
    "budget",
    "situation",
    "assets",
    "housing",
    "location",
    "file",
    "bureau_history",
    "own_history",
    "audit",
]
Exclusion = Literal["protected", "proxy", "third_party", "technical"]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of one field or feature.

    Parameters
    ----------
    name
        Column name.
    label
        What an advisor reads, by language (``fr``, ``en``).
    unit
        ``days`` and ``months`` are counted from the application: negative before it.
    theme
        Key of `THEMES`.
    source
        Table it comes from.
    direction
        1 when a higher value may only raise the risk, -1 when it may only lower it, 0 when nothing well founded
        is known: the monotone constraint of the model.
    lever
        Whether the applicant can act on it, through the request, a document or a repayment.
    excluded
        Why it is kept out of the model: ``protected`` characteristic, ``proxy`` of one, data of a
        ``third_party``, or ``technical`` (says nothing of the client that could be explained). None when it is in.
    help
        A sentence of explanation by language, or None.
    minimum, maximum
        Bounds of an acceptable value of an application, None where open.
    """

    name: str
    label: Words
    unit: Unit
    theme: Theme
    source: str
    direction: int
    lever: bool
    excluded: Exclusion | None
    help: Words | None
    minimum: float | None
    maximum: float | None


THEMES: Mapping[Theme, Words] = MappingProxyType(
    {
        "external_scores": {"fr": "Scores externes", "en": "External scores"},
        "request": {"fr": "Crédit demandé", "en": "Credit requested"},
        "budget": {"fr": "Budget", "en": "Budget"},
        "situation": {"fr": "Situation et emploi", "en": "Situation and work"},
        "assets": {"fr": "Patrimoine", "en": "Assets"},
        "housing": {"fr": "Logement", "en": "Housing"},
        "location": {"fr": "Lieux de vie et de travail", "en": "Places of life and work"},
        "file": {"fr": "Dossier et contacts", "en": "File and contacts"},
        "bureau_history": {"fr": "Crédits dans d’autres établissements", "en": "Credits elsewhere"},
        "own_history": {"fr": "Historique dans notre établissement", "en": "History with us"},
        "audit": {"fr": "Contrôle d’équité (hors modèle)", "en": "Fairness audit (not in the model)"},
    }
)


def _read_fields() -> dict[str, Field]:
    """Read the table of fields, refusing a word that the types do not know."""
    lines = files(__package__).joinpath("fields.csv").read_text("utf-8").splitlines()
    return {line["name"]: read_field(line) for line in csv.DictReader(lines)}


def read_field(line: dict[str, str]) -> Field:
    """Return the entry that one line of the table describes.

    Raises
    ------
    ValueError
        When its unit, theme or exclusion is no word of the types above.
    """
    for column, known in (("unit", get_args(Unit)), ("theme", get_args(Theme)), ("excluded", get_args(Exclusion))):
        if line[column] not in known and not (column == "excluded" and not line[column]):
            raise ValueError(f"fields.csv, {line['name']}: {line[column]!r} is no {column} (one of {', '.join(known)})")
    return Field(
        name=line["name"],
        label={"fr": line["fr"], "en": line["en"]},
        unit=cast("Unit", line["unit"]),
        theme=cast("Theme", line["theme"]),
        source=line["source"],
        direction=int(line["direction"]),
        lever=line["lever"] == "yes",
        excluded=cast("Exclusion", line["excluded"]) if line["excluded"] else None,
        help={"fr": line["help_fr"], "en": line["help_en"]} if line["help_fr"] else None,
        minimum=float(line["minimum"]) if line["minimum"] else None,
        maximum=float(line["maximum"]) if line["maximum"] else None,
    )


COUNTED_BACK = frozenset(
    {
        *("DAYS_BIRTH", "DAYS_EMPLOYED", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE"),
        *("bureau_days_credit_max", "bureau_days_credit_min", "bureau_days_credit_mean"),
        *("bureau_active_days_credit_mean", "bureau_days_closed_max", "bureau_days_update_max"),
        *("prev_days_last_decision", "prev_days_first_decision", "prev_days_decision_mean"),
        *("prev_days_last_refusal", "prev_days_last_approval", "prev_days_first_drawing_min"),
        *("inst_days_last_late", "inst_days_last_due", "inst_days_first_due"),
        *("bureau_last_late_month", "pos_last_late_month", "pos_last_month", "cc_last_late_month", "cc_last_month"),
    }
)
"""Fields that count back from the application: the longer ago, the lower the number, which readers see as a time."""

FIELDS: Mapping[str, Field] = MappingProxyType(_read_fields())


def field(name: str) -> Field:
    """Return the entry of `name`.

    Raises
    ------
    KeyError
        When the catalogue has no such field or feature.
    """
    return FIELDS[name]
