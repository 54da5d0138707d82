"""Sentences that an advisor says aloud: correct in number and kind, and no reason from a protected attribute."""

from __future__ import annotations

import dataclasses
import re

import pytest

from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Contribution, Explanation
from credit_panel.scoring.reasons import paragraph
from credit_panel.scoring.themes import reasons_of
from credit_panel.views.client.sentence_to_say import sentence_to_say
from credit_panel.views.parts.wording import in_plain_words, ordinal

FR, EN = translator("fr"), translator("en")


@pytest.fixture
def explanation(served: ServedModel) -> Explanation:
    return served.explain_client(int(served.portfolio.ids[0]))


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [
        (1, "1ᵉʳ", "1st"),
        (2, "2ᵉ", "2nd"),
        (3, "3ᵉ", "3rd"),
        (11, "11ᵉ", "11th"),
        (87, "87ᵉ", "87th"),
        (100, "100ᵉ", "100th"),
    ],
)
def test_ranks(n: int, french: str, english: str) -> None:
    assert (ordinal(n, FR), ordinal(n, EN)) == (french, english)


@pytest.mark.parametrize(("probability", "verb"), [(0.004, "connaît"), (0.012, "connaît"), (0.163, "connaissent")])
def test_one_out_of_a_hundred_is_singular(
    served: ServedModel, explanation: Explanation, probability: float, verb: str
) -> None:
    sentences = in_plain_words(dataclasses.replace(explanation, probability=probability), {}, served.scorer.scale, FR)
    assert verb in sentences[0]


def test_reasons_are_themes_with_their_points(served: ServedModel, explanation: Explanation) -> None:
    contributions = (Contribution("EXT_SOURCE_2", 0.1, 0.5, -40.0), Contribution("AMT_CREDIT", 9e5, 5e5, 12.0))
    points = explanation.base_points - 28
    told = dataclasses.replace(explanation, contributions=contributions, points=points)
    sentences = in_plain_words(told, {}, served.scorer.scale, EN)
    assert sentences[1] == "What counts against, above all: <b>external scores</b> (−\u202f40)."
    assert sentences[2] == "What counts in favour: <b>credit requested</b> (+\u202f12)."


def test_what_a_usual_value_would_change_is_said_as_a_risk(served: ServedModel, explanation: Explanation) -> None:
    contributions = (Contribution("EXT_SOURCE_2", 0.1, 0.5, -40.0),)
    told = dataclasses.replace(explanation, contributions=contributions)
    sentences = in_plain_words(told, {"external_scores": 600.0}, served.scorer.scale, EN)
    assert sentences[-1].endswith("“external scores” stands for were as usual, the estimated risk would be 5%.")
    same = {"external_scores": float(served.scorer.scale.points_of_probability(told.probability))}
    assert len(in_plain_words(told, same, served.scorer.scale, EN)) == len(sentences) - 1


def test_no_reason_comes_from_age_or_children(served: ServedModel, explanation: Explanation) -> None:
    contributions = (Contribution("DAYS_BIRTH", -8000.0, -15000.0, -40.0), Contribution("CNT_CHILDREN", 4.0, 0.0, -9.0))
    sentences = in_plain_words(
        dataclasses.replace(explanation, contributions=contributions), {}, served.scorer.scale, EN
    )
    assert not any("age" in s.lower() or "child" in s.lower() for s in sentences[1:])


SMALL_AFTER = re.compile(r"(?:[a-zà-ÿ0-9,;:»”] (?:«\s|“)?|\()([A-ZÀ-Ý][a-zà-ÿ’']+)")
"""A word with a capital that no sentence begins with."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_and_values_begin_small_inside_the_sentences_about_many_clients(
    served: ServedModel, language: Language
) -> None:
    t, found = translator(language), set()
    for number in served.portfolio.ids[:120]:
        explanation = served.explain_client(int(number))
        risks = {reason.theme: 500.0 for reason in reasons_of(explanation).adverse}
        told = [*paragraph(explanation, t, risks), sentence_to_say(explanation, t)]
        told += in_plain_words(explanation, risks, served.scorer.scale, t)
        plain = (re.sub(r"<[^>]+>|\s", " ", text).replace("  ", " ") for text in told)
        found |= {(word, text) for text in plain for word in SMALL_AFTER.findall(text)}
    assert found == set()
