"""An explanation is told in the language that is asked for, and adds up."""

from __future__ import annotations

import math

import pytest
from fastapi.testclient import TestClient

from credit_panel.home_credit.catalogue import THEMES
from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import paragraph
from credit_panel.scoring.themes import SENSITIVE


@pytest.mark.parametrize(
    ("asked", "spoken"), [("en-GB,en;q=0.9", "en"), ("fr", "fr"), ("de", "fr"), (None, "fr"), ("fr;q=0.2, en", "en")]
)
def test_words_are_in_the_language_asked_for(
    client: TestClient, served_model: ServedModel, asked: str | None, spoken: Language
) -> None:
    headers = {} if asked is None else {"accept-language": asked}
    answer = client.get(f"/api/v1/clients/{served_model.portfolio.ids[3]}/explanation", headers=headers)
    assert (answer.headers["content-language"], answer.headers["vary"]) == (spoken, "Accept-Language")
    told = answer.json()
    assert told["language"] == spoken
    assert {theme["label"] for theme in told["themes"]} <= {words[spoken] for words in THEMES.values()}
    explanation = served_model.explain_client(told["client_id"])
    assert told["paragraph"][:2] == list(paragraph(explanation, translator(spoken))[:2])


def test_themes_add_up_and_no_reason_is_one_that_may_not_be_told(client: TestClient, served_model: ServedModel) -> None:
    for number in served_model.portfolio.ids[::200]:
        told = client.get(f"/api/v1/clients/{number}/explanation").json()
        total = told["base_points"] + math.fsum(theme["points"] for theme in told["themes"])
        assert total == pytest.approx(told["points"], abs=1e-6)
        assert {name for theme in told["themes"] for name in theme["features"]} == set(served_model.scorer.features)
        assert all(reason["points"] < 0 for reason in told["adverse"])
        assert all(reason["points"] > 0 and reason["points_otherwise"] is None for reason in told["supporting"])
        reasons = [*told["adverse"], *told["supporting"]]
        assert len(reasons) <= 8
        assert not SENSITIVE.intersection(reason["feature"] for reason in reasons)
