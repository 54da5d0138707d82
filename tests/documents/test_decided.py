"""A letter about a decision says what was decided, by whom, and how it stands to what was proposed."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest
from documents.test_letter import DAY, LENDER, some, strings

from credit_panel.decisions.decision import Decision
from credit_panel.documents.decided import Decided, decided_of
from credit_panel.documents.letter import letter_content
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome

DECIDED_ON = date(2026, 11, 27)
REASON = {"en": "documents prove a higher income", "fr": "des justificatifs prouvent un revenu plus élevé"}


@pytest.mark.parametrize(("language", "proposed", "decided"), list(itertools.product(LANGUAGES, Outcome, Outcome)))
def test_it_tells_the_decision_and_explains_the_proposal(
    served_model: ServedModel, language: Language, proposed: Outcome, decided: Outcome
) -> None:
    t = translator(language)
    (client_id,) = some(served_model, proposed, 1)
    without = letter_content(served_model, client_id, t, LENDER, DAY)
    told = Decided(decided, DECIDED_ON, REASON[language])
    letter = letter_content(served_model, client_id, t, LENDER, DAY, told)
    first, *rest = letter["sections"]
    assert t.date(DECIDED_ON.isoformat()) in first["lines"][0]
    assert REASON[language] in first["lines"][1]
    assert letter["title"] != without["title"]
    assert all(section in without["sections"] or "Point Conseil" in str(section) for section in rest)
    plain = " ".join(strings(letter))
    assert (LENDER.debt_advice in plain) == (Outcome.REFUSE in (proposed, decided))
    change = t.gettext("What would change the proposal")
    assert (change in plain) == (Outcome.ACCEPT not in (proposed, decided))
    for right in ("automatisé", "droit") if language == "fr" else ("automated", "right"):
        assert right in plain


def test_it_says_whether_the_proposal_was_followed(served_model: ServedModel) -> None:
    t = translator("en")
    (client_id,) = some(served_model, Outcome.REFUSE, 1)

    def first_lines(decided: Outcome) -> list[str]:
        letter = letter_content(served_model, client_id, t, LENDER, DAY, Decided(decided, DECIDED_ON))
        return list(letter["sections"][0]["lines"])

    titles = {letter_content(served_model, client_id, t, LENDER, DAY, Decided(o, DECIDED_ON))["title"] for o in Outcome}
    assert len(titles) == len(Outcome)
    assert "follows the proposal" in first_lines(Outcome.REFUSE)[-1]
    assert "not what our computer program proposed" in first_lines(Outcome.ACCEPT)[-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_does_not_take_what_is_proposed_now_for_what_was(served_model: ServedModel, language: Language) -> None:
    t = translator(language)
    (client_id,) = some(served_model, Outcome.REFUSE, 1)
    explanation = served_model.explain_client(client_id)
    decision = Decision(
        client=client_id,
        proposed=explanation.outcome,
        decided=Outcome.REFUSE,
        reason="",
        comment="",
        probability=explanation.probability,
        threshold=explanation.threshold,
        model_version=explanation.model.version,
        at=datetime(2026, 11, 27, 9, tzinfo=UTC),
    )

    def told(served: ServedModel) -> list[str]:
        content = letter_content(served, client_id, t, LENDER, DAY, decided_of(decision, language))
        return list(content["sections"][0]["lines"])

    follows = t.gettext("The decision follows the proposal of our computer program, which this letter explains.")
    assert told(served_model)[-1] == follows
    lenient = served_model.with_policy(cost_ratio=1 / explanation.probability / 4)
    assert lenient.explain_client(client_id).outcome is not Outcome.REFUSE
    *_, then, since = told(lenient)
    assert then == t.gettext("The decision follows what our computer program proposed on that day.")
    assert t.percent(explanation.threshold) in since
