"""Changed fields of a client's data in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from credit_panel.amendments.version import Change
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator


def changed_words(changes: Mapping[str, Change], t: Translator) -> Iterator[str]:
    """Return each changed field in words: its name, what it was, and what it is."""
    for name, change in changes.items():
        if name in FIELDS:
            yield t.gettext(
                "{field}: {before} → {after}",
                field=t.label(name),
                before=t.value(name, change.before),
                after=t.value(name, change.after),
            )
