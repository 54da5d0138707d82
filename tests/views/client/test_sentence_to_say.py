"""One sentence that can be read out: with the figures, without what is not known."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

import pytest

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.locale import Language, translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.scoring.themes import reasons_of
from credit_panel.views.client.sentence_to_say import sentence_to_say


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_it_is_one_sentence_with_the_reasons_of_the_outcome(
    served: ServedModel, outcome: Outcome, language: Language
) -> None:
    t = translator(language)
    explanation = replace(served.explain_client(int(served.portfolio.ids[0])), outcome=outcome, probability=0.158)
    said, reasons = sentence_to_say(explanation, t), reasons_of(explanation)
    assert said.startswith(outcome_words(outcome, t))
    assert " 16 " in said.replace("\u202f", " ")
    assert said.endswith(".")
    assert ". " not in said
    side = reasons.supporting if outcome is Outcome.ACCEPT else reasons.adverse
    for reason in takewhile(lambda each: each.evidence.value is not None, side[:2]):
        assert lower_first(THEMES[reason.theme][language]) in said


def test_what_is_not_known_is_not_said(served: ServedModel) -> None:
    t = translator("en")
    explanation = served.explain_client(int(served.portfolio.ids[0]))
    unknown = replace(explanation, contributions=tuple(replace(c, value=None) for c in explanation.contributions))
    assert "what weighs most" not in sentence_to_say(unknown, t)


def test_what_weighs_less_is_not_said_in_the_place_of_what_is_not_known(served: ServedModel) -> None:
    t = translator("en")
    explanation = replace(served.explain_client(int(served.portfolio.ids[0])), outcome=Outcome.REFUSE)
    strongest = reasons_of(explanation).adverse[0].theme
    others = tuple(
        replace(c, value=None) if FIELDS[c.feature].theme == strongest else c for c in explanation.contributions
    )
    assert "what weighs most" not in sentence_to_say(replace(explanation, contributions=others), t)
