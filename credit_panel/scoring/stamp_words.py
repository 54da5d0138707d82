"""Which model speaks, in words."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.scoring.explanation import ModelStamp


def stamp_words(stamp: ModelStamp, t: Translator) -> str:
    """Return which model speaks and since when; of one that was trained elsewhere only its import is known."""
    known = {"name": stamp.name, "version": stamp.version, "date": t.date(stamp.trained_at)}
    if stamp.imported:
        return t.gettext("Model {name}, version {version}, trained elsewhere, imported on {date}.", **known)
    return t.gettext("Model {name}, version {version}, trained on {date}.", **known)
