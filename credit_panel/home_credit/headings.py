"""The names of columns as people write them: which field is meant, and which may be meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from functools import cache

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.schema import APPLICATION, TARGET

_OTHER_NAMES = {
    "revenu": "AMT_INCOME_TOTAL",
    "revenu déclaré": "AMT_INCOME_TOTAL",
    "revenu mensuel": "AMT_INCOME_TOTAL",
    "declared income": "AMT_INCOME_TOTAL",
    "monthly income": "AMT_INCOME_TOTAL",
    "échéance du crédit": "AMT_ANNUITY",
    "mensualité": "AMT_ANNUITY",
    "credit instalment": "AMT_ANNUITY",
    "date de naissance": "DAYS_BIRTH",
    "date of birth": "DAYS_BIRTH",
    "date d'embauche": "DAYS_EMPLOYED",
    "employed since": "DAYS_EMPLOYED",
    "numéro du client": "SK_ID_CURR",
    "client number": "SK_ID_CURR",
}
"""Headings that people write beside the labels of the catalogue."""

_A_YEAR = {
    "revenu annuel": "AMT_INCOME_TOTAL",
    "revenu annuel déclaré": "AMT_INCOME_TOTAL",
    "annual income": "AMT_INCOME_TOTAL",
    "yearly income": "AMT_INCOME_TOTAL",
    "declared yearly income": "AMT_INCOME_TOTAL",
}
"""Headings of a year's amounts, where the tables hold a month's."""

_BETWEEN = re.compile(r"[\W_]+")


def bare(heading: str) -> str:
    """Return a heading in small letters without accents, spaces and signs: ``Amt credit `` and AMT_CREDIT are one."""
    letters = unicodedata.normalize("NFD", heading.casefold())
    return _BETWEEN.sub("", "".join(letter for letter in letters if not unicodedata.combining(letter)))


@cache
def _headings() -> dict[str, str]:
    """Return the field by heading: its name, or a label that it shares with no other field."""
    fields = [name for name in APPLICATION.columns if name != TARGET]
    labels = Counter(label for name in fields for label in {bare(words) for words in FIELDS[name].label.values()})
    known = {bare(words): name for name in fields for words in FIELDS[name].label.values() if labels[bare(words)] == 1}
    others = {bare(words): name for words, name in (_OTHER_NAMES | _A_YEAR).items()}
    return others | known | {bare(name): name for name in fields}


def field_of(heading: str) -> str:
    """Return the field of an application that a heading names; empty when it names none."""
    return _headings().get(bare(heading), "")


def is_label(heading: str) -> bool:
    """Return whether a heading is the label of a field, and not its name."""
    return bool(field_of(heading)) and bare(heading) != bare(field_of(heading))


def is_french(heading: str) -> bool:
    """Return whether a heading is the French label of a field: such a file writes the day first."""
    name = field_of(heading)
    return bool(name) and bare(heading) == bare(FIELDS[name].label["fr"]) != bare(FIELDS[name].label["en"])


def is_a_year(heading: str) -> bool:
    """Return whether a heading says that the amounts of its column are a year's."""
    return bare(heading) in {bare(words) for words in _A_YEAR}


def meant(heading: str, names: Collection[str] | None = None) -> str:
    """Return the name that a heading may be meant to be, of `names` or of the fields; empty when none is near."""
    known = _headings() if names is None else {bare(name): name for name in names}
    close = difflib.get_close_matches(bare(heading)[:60], known, n=1, cutoff=0.84)
    return known[close[0]] if close else ""


@cache
def _bare_names(names: tuple[str, ...]) -> dict[str, str]:
    """Return the names of a table by what is left of them: each file that is read asks for those of one of few."""
    return {bare(name): name for name in names}


def renamed(columns: Collection[str], names: Collection[str]) -> tuple[str, ...]:
    """Return columns under the names of a table where they differ by case, spaces or signs alone."""
    known = _bare_names(tuple(names))
    exact, right = set(columns), set(known.values())
    return tuple(
        column if column in right or known.get(bare(column), column) in exact else known.get(bare(column), column)
        for column in columns
    )
