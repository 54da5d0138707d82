"""A cohort in words: its name, and each condition with the catalogue's labels, units and numbers people write."""

from __future__ import annotations

from babel.lists import format_list

from credit_panel.charts.column_words import column_label, column_value, is_backwards
from credit_panel.home_credit.calendar import DAYS_A_YEAR
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import Between, Cohort, OneOf
from credit_panel.portfolio.cohorts.ages import ages, born

NAMED = 6
"""How many values of one condition are named; the others are counted."""


def cohort_words(cohort: Cohort, t: Translator) -> str:
    """Return the name and the conditions of a cohort in the language of `t`.

    Examples
    --------
    >>> from credit_panel.locale import translator
    >>> cohort_words(Cohort({"AMT_CREDIT": Between(500_000)}, name="Large"), translator("en"))
    'Large (credit amount requested: from 500,000)'
    """
    words = _conditions(cohort, t)
    if not cohort.name:
        return words
    return t.gettext("{name} ({conditions})", name=cohort.name, conditions=lower_first(words))


def condition_words(column: str, condition: Between | OneOf, t: Translator) -> str:
    """Return one condition, such as "Age: 30 years to 40 years"."""
    values = _range(column, condition, t) if isinstance(condition, Between) else _values(column, condition, t)
    return t.gettext("{label}: {values}", label=column_label(column, t), values=values)


def _conditions(cohort: Cohort, t: Translator) -> str:
    if not cohort.conditions:
        return t.gettext("Nobody") if cohort.inverted else t.gettext("Everyone")
    first, *others = (condition_words(column, condition, t) for column, condition in cohort.conditions.items())
    words = "; ".join((lower_first(first) if cohort.inverted else first, *map(lower_first, others)))
    if t.language == "fr":
        words = words.replace("; ", "\N{NARROW NO-BREAK SPACE}; ")
    return t.gettext("All but: {conditions}", conditions=words) if cohort.inverted else words


def _range(column: str, condition: Between, t: Translator) -> str:
    low, high = condition.low, condition.high
    if is_backwards(column):
        low, high = high, low
    least, greatest = (None if end is None else column_value(column, end, t) for end in (low, high))
    if column == "DAYS_BIRTH" and born(*ages(condition)) == condition:
        least, greatest = (None if age is None else t.duration(age * DAYS_A_YEAR) for age in ages(condition))
    if least is None and greatest is None:
        return t.gettext("given")
    if greatest is None:
        return t.gettext("from {low}", low=least)
    if least is None:
        return t.gettext("up to {high}", high=greatest)
    return least if least == greatest else t.gettext("{low} to {high}", low=least, high=greatest)


def _values(column: str, condition: OneOf, t: Translator) -> str:
    if not condition.values:
        return t.gettext("none of them")
    ordered = sorted(condition.values, key=lambda value: (value is None, str(value)))
    names = [column_value(column, value, t) for value in ordered[:NAMED]]
    if column != "grade":
        names = [lower_first(name) for name in names]
    rest = len(ordered) - len(names)
    if rest:
        names.append(t.ngettext("{n} other", "{n} others", rest))
    return format_list(names, style="or", locale=t.locale)
