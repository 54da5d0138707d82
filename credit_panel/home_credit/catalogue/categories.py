"""The levels of the categorical fields of an application, in an advisor's words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

Words = Mapping[str, str]


def _read_categories() -> dict[str, Mapping[str, Words]]:
    levels: dict[str, dict[str, Words]] = {}
    lines = files(__package__).joinpath("categories.csv").read_text("utf-8").splitlines()
    for line in csv.DictReader(lines):
        levels.setdefault(line["column"], {})[line["level"]] = {"fr": line["fr"], "en": line["en"]}
    return {column: MappingProxyType(words) for column, words in levels.items()}


CATEGORIES: Mapping[str, Mapping[str, Words]] = MappingProxyType(_read_categories())


def category_label(column: str, level: str, language: str) -> str:
    """Return the words for `level` of `column` in `language` (``fr`` or ``en``).

    A level that the catalogue does not know is returned as it is: a new file may hold one.
    """
    words = CATEGORIES.get(column, {}).get(level)
    return level if words is None else words[language]


SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "NAME_TYPE_SUITE": {"Unaccompanied": ("seul", "seule")},
        "NAME_INCOME_TYPE": {
            "Working": ("salarié", "salariée"),
            "Commercial associate": ("associé commercial", "salarié du commerce", "salariée du commerce"),
            "Pensioner": ("retraité", "retraitée"),
            "State servant": ("agent public", "agente publique", "fonctionnaire"),
            "Student": ("étudiant", "étudiante"),
            "Businessman": ("chef d'entreprise", "cheffe d'entreprise"),
            "Unemployed": ("chômage", "au chômage"),
        },
        "OCCUPATION_TYPE": {
            "Laborers": ("ouvriers",),
            "Sales staff": ("vendeurs",),
            "Core staff": ("employés qualifiés", "employé qualifié", "employée qualifiée"),
            "Managers": ("cadres et dirigeants", "dirigeant", "dirigeante"),
            "Drivers": ("conducteurs", "chauffeur", "chauffeuse", "chauffeurs"),
            "High skill tech staff": ("techniciens très qualifiés", "technicien", "technicienne"),
            "Accountants": ("comptables",),
            "Security staff": ("agents de sécurité", "agent de sécurité", "agente de sécurité"),
            "Low-skill Laborers": ("ouvriers peu qualifiés", "manœuvre"),
            "Secretaries": ("secrétaires",),
            "Waiters/barmen staff": ("serveurs et barmans", "serveur", "serveuse"),
            "Realty agents": ("agents immobiliers", "agent immobilier", "agente immobilière"),
            "IT staff": ("informaticiens", "informaticien", "informaticienne"),
        },
    }
)
"""Words for a level that people write beside its labels."""
