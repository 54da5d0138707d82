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
