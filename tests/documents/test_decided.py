"""A letter about a decision says what was decided, by whom, and how it stands to what was proposed."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from documents.test_letter import DAY, LENDER, some, strings

from credit_panel.documents.decided import Decided
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
