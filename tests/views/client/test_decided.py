"""Once a person has decided, headline, colour, card and list say so, with the proposal below."""

from __future__ import annotations

import html
import re

import pytest

from credit_panel.decisions.outcome_words import decided_words, outcome_words
from credit_panel.locale import translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.state import ClientState
from credit_panel.state.deciding import DecisionState
from credit_panel.state.scenario import ScenarioState
from credit_panel.views import DecisionView
from credit_panel.views.client.announcements import client_sentence
from credit_panel.views.client.client_mode import ClientModeView
from credit_panel.views.client.facts import FactsView
from credit_panel.views.client.plain_words import answer, decided_answer


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("decided", list(Outcome))
def test_the_decision_stands_above_the_proposal_everywhere(
    served: ServedModel, decided: Outcome, language: str
) -> None:
    t = translator(language)  # type: ignore[arg-type]
    first, second = (int(i) for i in served.portfolio.ids[:2])
    client = ClientState(served, first)
    proposed = client.explanation.outcome
    decisions = DecisionState(client=client)
    proposal = DecisionView(state=client, language=language)
    mode = ClientModeView(decisions=decisions, scenario=ScenarioState(client=client), language=language)
    facts = FactsView(state=client, language=language)
    card, file = proposal.__panel__(), mode._file
    assert f'class="card verdict {proposed}"' in card.object
    assert f'class="card answer {proposed}"' in file.object
    assert decisions.decide(first, decided, "data_wrong", "")
    headline = re.search(r'id="headline".*?</h1>', card.object, re.DOTALL)
    assert headline is not None
    assert f'class="card verdict {decided}"' in card.object
    assert decided_words(decided, t) in headline[0]
    assert outcome_words(proposed, t) not in headline[0]
    assert outcome_words(proposed, t) in card.object
    answered = re.search(r'id="answer".*?</h2>', file.object, re.DOTALL)
    assert answered is not None
    assert f'class="card answer {decided}"' in file.object
    assert decided_answer(decided, t) in html.unescape(answered[0])
    assert answer(proposed, t) not in answered[0]
    assert answer(proposed, t) in file.object
    client.open(second)
    recent = re.search(rf'client#client={first}".*?</a>', facts.__panel__().object, re.DOTALL)
    assert recent is not None
    assert decided_words(decided, t) in recent[0]
    client.open(first)
    assert lower_first(decided_words(decided, t)) in client_sentence(client.explanation, client.decision, t)
