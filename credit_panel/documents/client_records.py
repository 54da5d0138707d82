"""The records of a journal about one client as parts of a document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from credit_panel.charts.held_words import source_words
from credit_panel.decisions.case_words import kind_words, record_details
from credit_panel.documents.report import Block, Section, facts, items, table, text
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.journal.records import Entry
from credit_panel.locale import Translator

_SAME = ("model", "policy", "portfolio", "inputs", "language", "reasons")


def record_sections(entries: Sequence[Entry], t: Translator) -> list[Section]:
    """Return each record with all it holds; what it repeats of an earlier one is named by that one's number."""
    told: dict[str, int] = {}
    return [
        Section(
            t.gettext("Record {number}: {what}", number=str(entry.sequence), what=kind_words(entry.kind, t)),
            [facts(_facts(entry, t)), *_proposal(entry, told, t)],
            3,
        )
        for entry in entries
    ]


def _facts(entry: Entry, t: Translator) -> list[tuple[str, str]]:
    at = entry.at.isoformat(sep=" ", timespec="seconds").replace("+00:00", " UTC")
    return [
        (t.gettext("When"), at),
        *([(t.gettext("Who"), entry.person)] if entry.person else []),
        *record_details(entry, t),
        *_figures(entry.content, t),
        (t.gettext("Hash of the record"), entry.hash),
    ]


def _figures(content: Mapping[str, Any], t: Translator) -> list[tuple[str, str]]:
    """Return the figures of a proposal that its line in a case file has no room for."""
    if "inputs" not in content:
        return []
    low, high = content.get("low"), content.get("high")
    span = [] if low is None or high is None else [(t.gettext("Interval"), t.between(t.percent(low), t.percent(high)))]
    return [
        *span,
        (t.gettext("Points"), t.number(content["points"])),
        (t.gettext("Risk grade"), content["grade"]),
    ]


def _proposal(entry: Entry, told: dict[str, int], t: Translator) -> list[Block]:
    content = entry.content
    if "inputs" not in content:
        return []
    first = told.setdefault(json.dumps([content.get(name) for name in _SAME], sort_keys=True), entry.sequence)
    if first != entry.sequence:
        return [text(t.gettext("Model, policy, inputs and reasons are those of record {number}.", number=str(first)))]
    stamp, policy = content["model"], content["policy"]
    identity = [
        (t.gettext("Model"), ", ".join(f"{name} {value}" for name, value in stamp.items())),
        (t.gettext("The policy"), ", ".join(f"{name} {value}" for name, value in policy.items())),
        (t.gettext("Portfolio"), content["portfolio"]),
    ]
    rows = [
        (
            t.label(name) if name in FIELDS else name,
            t.value(name, told_of["value"]) if name in FIELDS else str(told_of["value"]),
            source_words(name, t) if name in FIELDS else told_of["source"],
            t.signed(told_of["points"], 1),
        )
        for name, told_of in content["inputs"].items()
    ]
    head = (t.gettext("Input"), t.gettext("Value"), t.gettext("Where from"), t.gettext("Points"))
    reasons = list(content["reasons"])
    return [facts(identity), *([items(reasons)] if reasons else []), table(head, rows, in_words=True)]
