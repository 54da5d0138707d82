"""What the model is worth on parts of the clients: AUC and calibration, segment by segment."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.intervals import Cell, Column, intervals_picture
from credit_panel.home_credit.catalogue import category_label
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Span
from credit_panel.scoring import Rate
from credit_panel.scoring.fairness import rising


def segments_figure(
    segments: Sequence[Mapping[str, Any]], overall: float, default_rate: float, t: Translator
) -> Figure:
    """Draw the AUC of each segment beside that of all clients, and its observed beside its predicted rate.

    Parameters
    ----------
    segments
        The segments, as a manifest holds `SegmentEvaluation`.
    overall, default_rate
        AUC and default rate of all clients.
    """
    found = [
        dict(s, auc=Rate(**s["auc"]), observed=Rate(**s["observed"]), predicted=Rate(**s["predicted"]))
        for s in segments
    ]
    parted = list(dict.fromkeys(s["segmentation"] for s in found))
    found.sort(key=lambda s: (parted.index(s["segmentation"]), rising(s["segment"])))
    groups = [
        (
            segmentation_words(name, t),
            [(segment_words(name, s["segment"], t), t.ngettext("{n} client", "{n} clients", s["count"])) for s in part],
        )
        for name, part in (
            (key, list(members)) for key, members in itertools.groupby(found, lambda s: s["segmentation"])
        )
    ]
    columns = (
        Column(
            t.gettext("AUC (all clients {auc})", auc=t.number(overall, 3)),
            [Cell(s["auc"], number_words(s["auc"], t), _beneath(s["auc"], overall, t)) for s in found],
            overall,
        ),
        Column(
            t.gettext("Default rate, observed and predicted"),
            [
                Cell(s["observed"], _both(s["observed"], s["predicted"], t), _apart(s, t), s["predicted"].value)
                for s in found
            ],
            default_rate,
        ),
    )
    picture = intervals_picture(t.gettext("Segment"), groups, columns, t)
    return Figure(t.gettext("By segment"), picture, _summary(found, t), _table(found, t))


def segmentation_words(name: str, t: Translator) -> str:
    """Return by what clients are parted, in words."""
    return {
        "age_band": t.gettext("Age"),
        "has_own_history": t.gettext("History with us"),
        "has_bureau_history": t.gettext("Credits elsewhere"),
    }.get(name) or t.label(name)


def segment_words(segmentation: str, segment: str, t: Translator) -> str:
    """Return the name of a segment."""
    known = {
        "known client": t.gettext("known client"),
        "first credit here": t.gettext("first credit here"),
        "credits elsewhere": t.gettext("credits elsewhere"),
        "no credit elsewhere": t.gettext("no credit elsewhere"),
    }
    if segmentation == "age_band":
        return age_words(segment, t)
    return known.get(segment) or category_label(segmentation, segment, t.language)


def age_words(band: str, t: Translator) -> str:
    """Return a band of age, such as ``"30-39"``, in words."""
    if band.startswith("<"):
        return t.gettext("under {n} years", n=band[1:])
    if band.endswith("+"):
        return t.gettext("{n} years and over", n=band[:-1])
    low, high = band.split("-")
    return t.gettext("{low} to {high} years", low=low, high=high)


def number_words(rate: Rate, t: Translator) -> str:
    """Return a figure with its interval to three digits, or that too few clients stand behind it."""
    if rate.value is None or rate.low is None or rate.high is None:
        return t.gettext("too few")
    value, low, high = t.number(rate.value, 3), t.number(rate.low, 3), t.number(rate.high, 3)
    return t.between(low, high, f"{value} ({low} – {high})", value)


def _both(observed: Rate, predicted: Rate, t: Translator) -> str:
    if observed.value is None or predicted.value is None:
        return t.gettext("too few")
    seen, expected = t.percent(observed.value), t.percent(predicted.value)
    text = t.gettext("{observed}, predicted {predicted}", observed=seen, predicted=expected)
    return Span(text, (t.gettext("Observed"), seen), (t.gettext("Predicted"), expected))


def _beneath(rate: Rate, overall: float, t: Translator) -> str:
    return t.gettext("below all") if rate.high is not None and rate.high < overall else ""


def _apart(segment: Mapping[str, Any], t: Translator) -> str:
    # the mean probability of these very clients is known: chance is in their outcomes alone
    observed, predicted = segment["observed"], segment["predicted"].value
    if observed.low is None or predicted is None:
        return ""
    if observed.low > predicted:
        return t.gettext("more than predicted")
    return t.gettext("less than predicted") if observed.high < predicted else ""


def _summary(found: Sequence[Mapping[str, Any]], t: Translator) -> str:
    known = [s for s in found if s["auc"].value is not None]
    if not known:
        return t.gettext("No segment holds enough clients of either outcome to measure the model on it.")
    weakest, strongest = (pick(known, key=lambda s: s["auc"].value) for pick in (min, max))
    return t.gettext(
        "The model ranks best where {best_by} is “{best}” ({best_auc}) and worst where {worst_by} is “{worst}” "
        "({worst_auc}); {apart} of {n} segments are calibrated outside their interval.",
        best_by=segmentation_words(strongest["segmentation"], t),
        best=segment_words(strongest["segmentation"], strongest["segment"], t),
        best_auc=t.number(strongest["auc"].value, 3),
        worst_by=segmentation_words(weakest["segmentation"], t),
        worst=segment_words(weakest["segmentation"], weakest["segment"], t),
        worst_auc=t.number(weakest["auc"].value, 3),
        apart=t.number(sum(bool(_apart(s, t)) for s in found)),
        n=t.number(len(found)),
    )


def _table(found: Sequence[Mapping[str, Any]], t: Translator) -> Table:
    columns = (
        t.gettext("Segment"),
        t.gettext("Parted by"),
        t.gettext("Clients"),
        t.gettext("AUC, interval of 95%"),
        t.gettext("Observed and predicted default rate"),
    )
    return Table(
        columns,
        tuple(
            (
                segment_words(s["segmentation"], s["segment"], t),
                segmentation_words(s["segmentation"], t),
                t.number(s["count"]),
                number_words(s["auc"], t),
                _both(s["observed"], s["predicted"], t),
            )
            for s in found
        ),
    )
