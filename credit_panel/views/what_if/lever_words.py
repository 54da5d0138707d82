"""The levers of the what-if in words: names, values with units, what follows from them, and what was refused."""

from __future__ import annotations

from typing import Any

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.periods import MONTHLY, a_month, split_period
from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.budget import budget_of
from credit_panel.scoring import SETTLED_DEBT, WhatIf
from credit_panel.scoring.lever_words import lever_label
from credit_panel.state.credit_terms import scenario_terms
from credit_panel.state.levers import LEVERS, Refusal
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.parts.budget_words import doubt_words
from credit_panel.views.parts.number_text import read_number
from credit_panel.views.parts.term_words import term_words


def lever_value(lever: str, value: float | None, t: Translator) -> str:
    """Return a value of a lever as it is read and typed; empty when it is missing."""
    if value is None:
        return ""
    return t.percent(value) if lever == SETTLED_DEBT else t.amount(value)


def parse_value(lever: str, text: str, t: Translator) -> float | None:
    """Return the number that a person typed, with or without spaces, a currency or a percent sign; None when empty.

    An income or an instalment of a year is taken as that of a month.

    Raises
    ------
    ValueError
        When the text is no number.
    """
    if lever == SETTLED_DEBT:
        text = text.strip().removesuffix("%").rstrip()
        return read_number(text, t) / 100 if text else None
    if not text.strip():
        return None
    amount, months = split_period(text) if lever in MONTHLY else (text, 1.0)
    return a_month(read_number(amount, t, unit="amount"), months)


def lever_rows(scenario: ScenarioState, typed: dict[str, str], t: Translator) -> list[dict[str, Any]]:
    """Return what the board shows for each lever.

    Parameters
    ----------
    typed
        By lever, a text that was refused and still stands in its box.
    """
    return [_row(scenario, lever, typed.get(lever), t) for lever in LEVERS]


def _row(scenario: ScenarioState, lever: str, typed: str | None, t: Translator) -> dict[str, Any]:
    own, value, span = scenario.own(lever), scenario.value(lever), scenario.span(lever)
    refusal = scenario.refusal if scenario.refusal is not None and scenario.refusal.lever == lever else None
    text = lever_value(lever, value, t)
    middle = (span.low + span.high) / 2
    return {
        "key": lever,
        "label": lever_label(lever, t),
        "text": typed if refusal is not None and typed is not None else text,
        "spoken": text or t.gettext("not given"),
        "placeholder": t.gettext("not given"),
        "value": middle if value is None else value,
        "missing": value is None,
        "low": span.low,
        "high": span.high,
        "step": span.step,
        "low_text": lever_value(lever, span.low, t),
        "high_text": lever_value(lever, span.high, t),
        "changed": value != own,
        "back": t.gettext("Back to {value}", value=lever_value(lever, own, t) or t.gettext("not given")),
        "note": _note(scenario, lever, t),
        "wrong": refusal_sentence(refusal, t) if refusal is not None else "",
        "disabled": lever == SETTLED_DEBT and not scenario.owes,
    }


def result_line(result: WhatIf, t: Translator) -> str:
    """Return what the changes come to in a line."""
    return t.gettext(
        "{outcome}: probability of default {p}, {points} points ({gained})",
        outcome=outcome_words(result.after.outcome, t),
        p=t.percent(result.after.probability),
        points=t.number(result.after.points),
        gained=t.signed(round(result.after.points) - round(result.before.points)),
    )


def refusal_sentence(refusal: Refusal, t: Translator) -> str:
    """Return why a value was not taken, and what would be."""
    low, high = (lever_value(refusal.lever, end, t) for end in (refusal.low, refusal.high))
    if refusal.kind == "bounds":
        return t.gettext(
            "This must lie between {low} and {high}: the last good value still counts.", low=low, high=high
        )
    if refusal.kind == "missing":
        return t.gettext("A value is needed here: the last good one still counts.")
    return t.gettext("This is not a number: the last good value still counts.")


def _note(scenario: ScenarioState, lever: str, t: Translator) -> str:
    """Return what follows from a lever's value."""
    credit, _, price = (scenario.value(name) for name in LEVERS[:3])
    if lever == "AMT_ANNUITY" and (terms := scenario_terms(scenario)) is not None:
        return term_words(terms, t)
    if lever == "AMT_INCOME_TOTAL":
        return _burden(scenario, t)
    if lever == "AMT_GOODS_PRICE" and credit and price is not None:
        if price > credit:
            return t.gettext("Down payment: {amount}", amount=t.amount(price - credit))
        if price < credit:
            return t.gettext("The credit is {amount} above the price", amount=t.amount(credit - price))
        return t.gettext("No down payment")
    if lever == SETTLED_DEBT:
        row = scenario.client.row
        if row is None or not scenario.owes:
            return t.gettext("No debt elsewhere is known")
        owed = float(row["bureau_debt_sum"][0])
        return t.gettext("Still owed: {amount}", amount=t.amount(owed * (1 - scenario.scenario.settled_debt)))
    return ""


def _burden(scenario: ScenarioState, t: Translator) -> str:
    """Return what the instalment takes of the income, with a warning where that can hardly be meant."""
    budget = budget_of({name: scenario.value(name) for name in ("AMT_INCOME_TOTAL", "AMT_ANNUITY")})
    if budget.burden is None:
        return ""
    return doubt_words(budget, t) or t.gettext("Instalment over income: {share}", share=t.percent(budget.burden))
