"""What every report on a model has in common: which model it is about, of which day, and what it is not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from credit_panel.charts.model.card import card_words
from credit_panel.documents.report import Block, Report, Section, table
from credit_panel.locale import Translator
from credit_panel.portfolio import ServedModel


def about(served: ServedModel, title: str, sections: Sequence[Section], t: Translator, day: date) -> Report:
    """Return a report on a served model."""
    manifest = served.scorer.manifest
    stamp = manifest.stamp
    name = t.gettext("Model {name}, version {version}", name=stamp.name, version=stamp.version)
    identity = t.gettext("Identity of model, policy and portfolio: {identity}.", identity=served.identity)
    return Report(
        title=title,
        lines=[name, identity, t.date(day.isoformat())],
        notice=[card_words(t, manifest).synthetic] if stamp.synthetic else [],
        sections=sections,
        foot=f"{title} · {name} · {t.date(day.isoformat())}",
        day=day,
        language=t.language,
    )


def metric_table(rows: Sequence[tuple[str, str, str]], t: Translator) -> Block:
    """Return the headline figures as a table."""
    return table((t.gettext("Figure"), t.gettext("Value"), t.gettext("Interval")), rows)
