"""A client's file in plain words: short sentences, no word of the trade, said to the client."""

from __future__ import annotations

from typing import Any

from credit_panel.charts.client.icon_array import out_of_hundred
from credit_panel.locale import Translator
from credit_panel.scoring import Explanation, Outcome, Scenario, WhatIf
from credit_panel.scoring.lever_words import lever_label
from credit_panel.scoring.themes import Reason, reasons_of
from credit_panel.scoring.withheld import Flag
from credit_panel.state.levers import LEVERS
from credit_panel.state.scenario import ScenarioState
from credit_panel.views.client.field_words import own_evidence, theme_note, theme_words
from credit_panel.views.what_if.lever_words import lever_value

_MUCH, _SOME = 20.0, 8.0
"""Points from which a reason counts a lot, and somewhat: 50 points halve the odds."""


def answer(outcome: Outcome, t: Translator) -> str:
    """Return what is proposed, as a headline."""
    return {
        Outcome.ACCEPT: t.gettext("Our proposal: yes"),
        Outcome.REVIEW: t.gettext("Our proposal: let us look at it together"),
        Outcome.REFUSE: t.gettext("Our proposal: not in this form"),
    }[outcome]


def decided_answer(decided: Outcome, t: Translator) -> str:
    """Return what a person decided, as a headline."""
    return {
        Outcome.ACCEPT: t.gettext("Your advisor's decision: yes"),
        Outcome.REVIEW: t.gettext("Your advisor's decision: documents are needed"),
        Outcome.REFUSE: t.gettext("Your advisor's decision: not in this form"),
    }[decided]


def _decided_meaning(decided: Outcome, t: Translator) -> str:
    return {
        Outcome.ACCEPT: t.gettext("Your advisor has looked at your file and accepts your application."),
        Outcome.REVIEW: t.gettext("Your advisor has looked at your file and asks you for documents before deciding."),
        Outcome.REFUSE: t.gettext(
            "Your advisor has looked at your file and does not accept your application as it is."
        ),
    }[decided]


def answer_sentences(explanation: Explanation, decided: Outcome | None, t: Translator) -> list[str]:
    """Return what the decision means for the client, or the proposal while there is none."""
    meaning = {
        Outcome.ACCEPT: t.gettext("With what is in your file, we propose to lend you this money."),
        Outcome.REVIEW: t.gettext("Your file alone does not give a clear answer. We may ask you for more documents."),
        Outcome.REFUSE: t.gettext("With what is in your file, we propose not to lend this amount in this way."),
    }[explanation.outcome]
    if Flag.SCORE_NOT_SUPPLIED in explanation.flags:
        meaning = t.gettext("A score that others keep about you was not sent to us. So a person looks at your file.")
    return [
        meaning if decided is None else _decided_meaning(decided, t),
        t.gettext("A computer program makes the proposal. Your advisor, a person, makes the decision."),
        t.gettext("You can say what you think, ask why, and ask for the decision to be looked at again."),
    ]


def risk_sentences(explanation: Explanation, t: Translator) -> list[str]:
    """Return the risk of not repaying, and how much of it is accepted."""
    n = out_of_hundred(explanation.probability)
    limit = round(explanation.threshold * 100)
    return [
        t.ngettext(
            "Of 100 files like this one, about {n} has trouble repaying.",
            "Of 100 files like this one, about {n} have trouble repaying.",
            n,
        ),
        t.ngettext("We usually lend up to {n} out of 100.", "We usually lend up to {n} out of 100.", limit),
        t.gettext("This is an estimate. It does not say what you will do."),
    ]


def reason_groups(explanation: Explanation, t: Translator) -> list[dict[str, Any]]:
    """Return what helps and what does not, strongest first."""
    found = reasons_of(explanation)
    return [
        {"title": title, "side": side, "reasons": [_reason(reason, t) for reason in reasons], "none": none}
        for title, side, reasons, none in (
            (t.gettext("What helps"), "favourable", found.supporting, t.gettext("Nothing stands out.")),
            (t.gettext("What makes it harder"), "adverse", found.adverse, t.gettext("Nothing stands out.")),
        )
    ]


def _reason(reason: Reason, t: Translator) -> dict[str, str]:
    points, shown = abs(reason.points), reason.evidence
    return {
        "theme": theme_words(reason.theme, t),
        "weight": t.gettext("counts a lot")
        if points >= _MUCH
        else t.gettext("counts somewhat")
        if points >= _SOME
        else t.gettext("counts a little"),
        "evidence": own_evidence(shown, t),
        "note": theme_note(reason.theme, t) if reason.theme == "external_scores" else "",
    }


def result_words(result: WhatIf, scenario: ScenarioState, t: Translator) -> dict[str, Any]:
    """Return what the changes come to, before beside after."""
    return {
        "waits": waiting_words(scenario, t),
        "changed": result.scenario != Scenario(),
        "outcome": str(result.after.outcome),
        "headline": answer(result.after.outcome, t),
        "now": out_of_hundred(result.before.probability),
        "then": out_of_hundred(result.after.probability),
        "changes": [
            (lever_label(lever, t), lever_value(lever, scenario.value(lever), t), lever_value(lever, own, t))
            for lever in LEVERS
            if scenario.value(lever) != (own := scenario.own(lever))
        ],
    }


def waiting_words(scenario: ScenarioState, t: Translator) -> str:
    """Return what is told while there is no answer to the last change; empty when there is one."""
    if scenario.trouble:
        return t.gettext(
            "The answer to your change cannot be worked out at the moment. Your change is kept: move it again soon."
        )
    return t.gettext("The answer to your change is being worked out.") if scenario.asked else ""


def board_words(result: WhatIf, t: Translator) -> dict[str, str]:
    """Return the texts of the levers."""
    return {
        "client": "",
        "title": t.gettext("What if you asked for something else?"),
        "intro": t.gettext("Move a slider or type a number. Nothing is saved."),
        "result": t.gettext(
            "{answer} (about {then} out of 100 would have trouble repaying)",
            answer=answer(result.after.outcome, t),
            then=out_of_hundred(result.after.probability),
        ),
        "tools": t.gettext("Changes"),
        "undo": t.gettext("Undo"),
        "redo": t.gettext("Redo"),
        "reset": t.gettext("Start again"),
    }
