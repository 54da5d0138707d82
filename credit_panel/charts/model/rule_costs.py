"""What each rule that the model is held to costs in AUC: the fields kept out, and the directions it may not leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from credit_panel.charts.figure import Figure, Table
from credit_panel.charts.model.intervals import Cell, Column, intervals_picture
from credit_panel.locale import Translator
from credit_panel.locale.quantity import Quantity
from credit_panel.scoring import Gain, Rate, Rule

DIGITS = 4


def rule_costs_figure(rule_costs: Sequence[Mapping[str, Any]], t: Translator) -> Figure:
    """Draw what the model would gain without each rule, with its interval.

    Parameters
    ----------
    rule_costs
        One or more prices, as a manifest holds `RuleCost`.
    """
    gains = [Gain(**rule_cost["gain"]) for rule_cost in rule_costs]
    rows = [(rule_words(rule_cost["rule"], t), _size(rule_cost, t)) for rule_cost in rule_costs]
    cells = [
        Cell(Rate(gain.value, gain.low, gain.high, rule_cost["columns"]), _interval(gain, t), _beyond(gain, t))
        for rule_cost, gain in zip(rule_costs, gains, strict=True)
    ]
    column = Column(t.gettext("AUC that the model would gain without it"), cells, 0.0)
    picture = intervals_picture(t.gettext("Rule"), (("", rows),), (column,), t)
    columns = (
        t.gettext("Rule"),
        t.gettext("What it holds"),
        t.gettext("AUC that the model would gain without it"),
        t.gettext("Interval, low end"),
        t.gettext("Interval, high end"),
    )
    table = Table(
        columns,
        tuple(
            (*row, *(t.signed(value, DIGITS) for value in (gain.value, gain.low, gain.high)))
            for row, gain in zip(rows, gains, strict=True)
        ),
    )
    return Figure(t.gettext("What these rules cost"), picture, _summary([name for name, _ in rows], gains, t), table)


def rule_words(rule: Rule, t: Translator) -> str:
    """Return the name of a rule."""
    return {
        "protected": t.gettext("Protected characteristics kept out"),
        "proxy": t.gettext("Proxies kept out"),
        "third_party": t.gettext("Data of other people kept out"),
        "technical": t.gettext("Technical and repeated fields kept out"),
        "exclusions": t.gettext("All of these kept out"),
        "jurisdiction": t.gettext("Barred by the law of the jurisdiction"),
        "constraints": t.gettext("Risk moved in one direction only"),
    }[rule]


def _size(rule_cost: Mapping[str, Any], t: Translator) -> str:
    if rule_cost["rule"] in ("constraints", "jurisdiction"):
        words = t.ngettext("{n} feature", "{n} features", rule_cost["columns"])
    else:
        words = t.ngettext("{n} field", "{n} fields", rule_cost["columns"])
    return Quantity(words, rule_cost["columns"])


def _interval(gain: Gain, t: Translator) -> str:
    value, low, high = (t.signed(number, DIGITS) for number in (gain.value, gain.low, gain.high))
    return t.gettext("{value} ({low} to {high})", value=value, low=low, high=high)


def _beyond(gain: Gain, t: Translator) -> str:
    return t.gettext("beyond chance") if gain.beyond_chance else ""


def _summary(names: Sequence[str], gains: Sequence[Gain], t: Translator) -> str:
    dearest = max(range(len(gains)), key=lambda i: gains[i].value)
    costly = sum(gain.low > 0 for gain in gains)
    values = {"rule": names[dearest], "gain": _interval(gains[dearest], t)}
    if gains[dearest].value <= 0:
        return t.gettext("No rule costs AUC on these clients: without any of them the model would rank no better.")
    if not costly:
        return t.gettext(
            "No rule costs AUC by more than chance on these clients; the largest gain would be without “{rule}”: "
            "{gain}.",
            **values,
        )
    return t.ngettext(
        "{n} rule costs AUC by more than chance on these clients; the largest gain would be without “{rule}”: {gain}.",
        "{n} rules cost AUC by more than chance on these clients; the largest gain would be without “{rule}”: {gain}.",
        costly,
        **values,
    )
