"""Data from outside that a decision rests on: where they come from, of what kind they are, and what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from credit_panel.features.absence import absence_of, sources_of
from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Translator

_SCORES: Theme = "external_scores"
_CREDITS: Theme = "bureau_history"


@dataclass(frozen=True, slots=True)
class Consulted:
    """One source from outside.

    Parameters
    ----------
    categories
        A sentence: which source, and which categories of data.
    results
        Name and value, as people read them, of everything that the model used of it.
    """

    categories: str
    results: tuple[tuple[str, str], ...]


def consulted(features: tuple[str, ...], client: pl.DataFrame, t: Translator) -> tuple[Consulted, ...]:
    """Return the sources from outside that a model uses, with what they say of a client.

    Parameters
    ----------
    features
        The features of the model.
    client
        The client's one row of features, as in a portfolio.
    """
    row = client.row(0, named=True)
    # a mean of scores says less than the scores that were sent
    scores = dict.fromkeys(each for name in features if FIELDS[name].theme == _SCORES for each in sources_of(name))
    credits = [name for name in features if FIELDS[name].theme == _CREDITS]
    found = []
    if scores:
        words = t.gettext(
            "External scores: numbers between 0 and 1 by which other institutions rate a file; a higher one is safer."
        )
        found.append(Consulted(words, _told(sorted(scores), row, t)))
    if credits:
        words = t.gettext(
            "Credit database: number, dates, amounts, remaining debts and late payments of the credits that other "
            "institutions have granted, and how often the database was asked."
        )
        none = [name for name in credits if absence_of(name, row) is Absence.NO_CREDIT_ELSEWHERE]
        known = _told((name for name in credits if name not in none), row, t)
        # that there is no credit is said once, not once for all that could be known of one
        absent = ((THEMES[_CREDITS][t.language], t.missing(Absence.NO_CREDIT_ELSEWHERE)),) if none else ()
        found.append(Consulted(words, absent + known))
    return tuple(found)


def _told(names: Iterable[str], row: Mapping[str, Any], t: Translator) -> tuple[tuple[str, str], ...]:
    """Return names and values; what does not apply, such as the debts of credits that are closed, tells nothing."""
    absences = {name: absence_of(name, row) for name in names}
    return tuple(
        (t.label(name), t.value(name, row[name], absence))
        for name, absence in absences.items()
        if absence is not Absence.NONE_OF_THE_KIND
    )
