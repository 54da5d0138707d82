"""The term of a credit in words; it is an estimate, and says so."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring.tariff import LONGEST_TERM, Terms


def term_words(terms: Terms, t: Translator) -> str:
    """Return the term that amount and instalment come to, and the rate that it is reckoned at."""
    rate = t.percent(terms.annual_rate)
    if terms.months > LONGEST_TERM:
        return t.gettext(
            "At about {rate} a year this would take over {n} years to repay", rate=rate, n=LONGEST_TERM // 12
        )
    return t.gettext("Term: about {n} months, at about {rate} a year", n=t.number(terms.months), rate=rate)


def term_facts(terms: Terms | None, t: Translator) -> list[tuple[str, str]]:
    """Return term and rate as pairs of a name and a value; none when they cannot be told."""
    if terms is None:
        return []
    return [
        (t.gettext("Term"), t.gettext("about {n} months", n=t.number(terms.months))),
        (t.gettext("Rate"), t.gettext("about {rate} a year", rate=t.percent(terms.annual_rate))),
    ]
