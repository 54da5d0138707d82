"""The headline figures of a model in words: their names, their intervals, and what to hold them against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from credit_panel.locale import Translator

DIGITS = {"auc": 3, "gini": 3, "ks": 3, "average_precision": 3, "lift": 2, "brier": 4, "ece": 4}
"""Decimals of each figure of an `Evaluation`, in the order in which they are shown."""


def metric_name(key: str, t: Translator) -> str:
    """Return the name of a figure."""
    return {
        "auc": t.gettext("AUC"),
        "gini": t.gettext("Gini"),
        "ks": t.gettext("KS"),
        "average_precision": t.gettext("Average precision"),
        "lift": t.gettext("Lift of the riskiest tenth"),
        "brier": t.gettext("Brier score"),
        "ece": t.gettext("Calibration error (ECE)"),
    }[key]


def metric_interval(metrics: Mapping[str, Any], key: str, digits: int, t: Translator) -> str:
    """Return the 95 % interval of a figure; of the calibration error, what a perfect model would show by chance.

    Parameters
    ----------
    metrics
        The figures, as `Evaluation.as_json` gives them and a manifest holds them; a manifest of an early version
        does not know the chance of the calibration error, which is then empty.
    """
    if key != "ece":
        return _range(metrics["intervals"][key], digits, t)
    chance = metrics.get("ece_by_chance")
    return t.gettext("by chance {range}", range=_range(chance, digits, t)) if chance else ""


def metric_note(metrics: Mapping[str, Any], key: str, t: Translator) -> str:
    """Return what a figure is to be held against."""
    rate = float(metrics["default_rate"])
    return {
        "auc": t.gettext("0.5 is chance, 1 is perfect"),
        "gini": t.gettext("twice the AUC, less one"),
        "ks": t.gettext("largest distance between the two outcomes"),
        "average_precision": t.gettext("chance: {rate}", rate=t.number(rate, 3)),
        "lift": t.gettext("times the average default rate"),
        "brier": t.gettext("{score} with the default rate for everyone", score=t.number(rate * (1 - rate), 4)),
        "ece": t.gettext("0 is perfect"),
    }[key]


def _range(ends: Any, digits: int, t: Translator) -> str:
    return t.between(*(t.number(end, digits) for end in ends))
