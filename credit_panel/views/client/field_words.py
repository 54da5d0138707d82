"""Names of fields and themes as they are said to a client, and a line about what nobody explains otherwise."""

from __future__ import annotations

from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Translator
from credit_panel.scoring.explanation import Contribution
from credit_panel.scoring.reasons import evidence_words

_SCORES, _HOUSING = "external_scores", "housing"


def theme_words(theme: str, t: Translator) -> str:
    """Return the name of a theme as it is said to a client."""
    return {
        _SCORES: t.gettext("Scores from other companies"),
        "audit": t.gettext("What the program does not use"),
    }.get(theme) or THEMES[theme][t.language]  # type: ignore[index]


def theme_note(theme: str, t: Translator) -> str:
    """Return one line about a theme whose values say nothing by themselves; empty for the others."""
    return {
        _SCORES: t.gettext(
            "Other companies work these out about you, from 0 to 1: the higher, the lower the risk. You may ask them "
            "for the details."
        ),
        _HOUSING: t.gettext(
            "An index compares your building with others, from 0, the lowest, to 1, the highest; it is not a surface."
        ),
    }.get(theme, "")


def field_label(field: str, t: Translator) -> str:
    """Return the name of a field as it is said to a client."""
    return {
        "EXT_SOURCE_1": t.gettext("Score from company no. 1"),
        "EXT_SOURCE_2": t.gettext("Score from company no. 2"),
        "EXT_SOURCE_3": t.gettext("Score from company no. 3"),
        "ext_source_mean": t.gettext("Mean of these scores"),
        "ext_source_min": t.gettext("Lowest of these scores"),
        "ext_source_max": t.gettext("Highest of these scores"),
        "ext_source_product": t.gettext("These scores multiplied by each other"),
        "ext_source_2_3_mean": t.gettext("Mean of scores no. 2 and no. 3"),
        "ext_source_count": t.gettext("How many of these scores are known"),
    }.get(field) or t.label(field)


def own_evidence(contribution: Contribution, t: Translator) -> str:
    """Return what a feature is and what it is worth, as it is said to a client."""
    field = contribution.feature
    if field in FIELDS and FIELDS[field].theme == _SCORES:
        value = t.value(field, contribution.value, contribution.absence)
        return t.gettext("{name}: {value}", name=field_label(field, t), value=value)
    return evidence_words(contribution, t)
