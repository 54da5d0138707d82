"""Which way a feature moves the risk, in words that fit what the reader sees: a time that is longer, not a number."""

from __future__ import annotations

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.catalogue.fields import COUNTED_BACK
from credit_panel.locale import Translator

_TIMES = frozenset({"days", "months", "years"})


def direction_words(name: str, t: Translator) -> str:
    """Return which way a field or feature may move the estimated risk, as far as the model is held to one."""
    entry = FIELDS[name]
    rising = -entry.direction if name in COUNTED_BACK else entry.direction
    if rising == 0:
        return t.gettext("The model may find it raising or lowering the risk.")
    if entry.unit in _TIMES:
        return (
            t.gettext("A longer time may raise the estimated risk, never lower it.")
            if rising > 0
            else t.gettext("A longer time may lower the estimated risk, never raise it.")
        )
    return (
        t.gettext("A higher value may raise the estimated risk, never lower it.")
        if rising > 0
        else t.gettext("A higher value may lower the estimated risk, never raise it.")
    )
