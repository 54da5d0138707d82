"""What a letter says goes by the jurisdiction that its model was built for."""

from __future__ import annotations

import copy
import io
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from pypdf import PdfReader

from credit_panel.documents.decided import Decided
from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_content, letter_pdf
from credit_panel.documents.letter_law import law_notices, rights_section
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.catalogue.jurisdictions import JURISDICTIONS, Jurisdiction
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.scoring.candidates import barred_features, catalogue_candidates

DAY = date(2026, 11, 30)
LENDER = Lender("Bank", "1 Main St", "rights@bank.example", "Bureau of Credit", "Debt advice", "Consumer Bureau, DC")
T = translator("en")


def titles(law: Jurisdiction, *, refused: bool, consulted: bool = True) -> list[str]:
    return [each["title"] for each in law_notices(law, LENDER, T, refused=refused, consulted=consulted)]


def under(law: Jurisdiction, served: ServedModel) -> ServedModel:
    """Return a served model as one that was built for a jurisdiction."""
    scorer = copy.copy(served.scorer)
    scorer.manifest = replace(scorer.manifest, jurisdiction=law)
    return replace(served, scorer=scorer)


def one(served: ServedModel, outcome: Outcome) -> int:
    return int(served.portfolio.select(pl.col("outcome") == str(outcome), [CLIENT])[CLIENT][0])


def test_european_clients_have_rights_and_the_others_may_ask() -> None:
    for law in JURISDICTIONS:
        told = rights_section(law, "100002", LENDER, T)
        assert told["title"] == ("Your rights" if law in ("FR", "DE") else "What you may ask")
        assert len(told["items"]) == 3
        assert LENDER.contact in told["after"][0]
        assert "100002" in told["after"][1]


def test_notices_go_by_the_jurisdiction_and_the_outcome() -> None:
    score = "About the score (§ 37a of the Federal Data Protection Act, BDSG)"
    credit, agency = "Notice (Equal Credit Opportunity Act)", "Notice (Fair Credit Reporting Act)"
    assert titles("FR", refused=True) == titles("none", refused=True) == ["Advice about debts"]
    assert titles("FR", refused=False) == titles("none", refused=False) == titles("US", refused=False) == []
    assert titles("DE", refused=True) == [score, "Advice about debts"]
    assert titles("DE", refused=False) == [score]
    assert titles("US", refused=True) == [credit, agency]
    assert titles("US", refused=True, consulted=False) == [credit]


def test_a_german_score_uses_nothing_that_the_letter_says_it_does_not() -> None:
    used = set(catalogue_candidates(jurisdiction="DE"))
    assert not used & {*barred_features("DE"), "CODE_GENDER"}
    assert {"age", "address", "account"} <= set(barred_features("DE").values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("law", JURISDICTIONS)
def test_the_letter_holds_them(served_model: ServedModel, law: Jurisdiction, language: Language) -> None:
    served, t = under(law, served_model), translator(language)
    for outcome in Outcome:
        client_id = one(served, outcome)
        refused = outcome is Outcome.REFUSE
        content = letter_content(served, client_id, t, LENDER, DAY)
        asked = [rights_section(law, str(client_id), LENDER, t)]
        asked += law_notices(law, LENDER, t, refused=refused, consulted=True)
        assert [each for each in content["sections"] if each in asked] == asked
        said = " ".join("".join(page.extract_text().split()) for page in _pages(served, client_id, language))
        for each in asked:
            assert "".join(each["title"].split()) in said
        names = {LENDER.debt_advice: refused and law != "US", LENDER.agency: refused and law == "US"}
        assert {name: "".join(name.split()) in said for name in names} == names


def test_whoever_is_refused_by_a_person_is_told_as_well(served_model: ServedModel) -> None:
    served = under("US", served_model)
    content = letter_content(served, one(served, Outcome.ACCEPT), T, LENDER, DAY, Decided(Outcome.REFUSE, DAY))
    assert "Notice (Equal Credit Opportunity Act)" in [each["title"] for each in content["sections"]]


def _pages(served: ServedModel, client_id: int, language: Language) -> list[object]:
    return list(PdfReader(io.BytesIO(letter_pdf(served, client_id, language, LENDER, DAY))).pages)
