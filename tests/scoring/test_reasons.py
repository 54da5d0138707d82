from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator
from credit_panel.scoring import Contribution, Explanation, Outcome, Scorer
from credit_panel.scoring.reasons import paragraph, points_otherwise
from credit_panel.scoring.themes import MOST_REASONS, SENSITIVE, by_theme, reasons_of


@pytest.fixture
def told(scorer: Scorer, features: pl.DataFrame) -> list[Explanation]:
    return [scorer.explain_one(features[i]) for i in range(0, 3_000, 50)]


@pytest.fixture
def refused(scorer: Scorer, features: pl.DataFrame) -> pl.DataFrame:
    return features[int(np.argmax(scorer.score(features).probability))]


def test_themes_add_up_and_lose_no_feature(told: list[Explanation]) -> None:
    for explanation in told:
        themes = by_theme(explanation)
        assert explanation.base_points + math.fsum(t.points for t in themes) == pytest.approx(explanation.points)
        assert sum(len(t.contributions) for t in themes) == len(explanation.contributions)


def test_reasons_are_few_on_their_side_and_never_protected(told: list[Explanation]) -> None:
    for explanation in told:
        reasons = reasons_of(explanation)
        for side, sign in ((reasons.adverse, -1), (reasons.supporting, 1)):
            assert len(side) <= MOST_REASONS
            assert [abs(r.points) for r in side] == sorted((abs(r.points) for r in side), reverse=True)
            for reason in side:
                assert reason.points * sign >= 1
                assert reason.evidence.points * sign > 0
                assert reason.evidence.feature not in SENSITIVE
                assert FIELDS[reason.evidence.feature].excluded is None


def test_a_protected_feature_gives_no_reason_however_strong(told: list[Explanation]) -> None:
    names = ("DAYS_BIRTH", "CODE_GENDER", "NAME_FAMILY_STATUS", "id_age_share", "employment_stability")
    only = tuple(Contribution(name, -1.0, 1.0, -50.0) for name in (*names, "income_per_person"))
    assert reasons_of(replace(told[0], contributions=only)).adverse == ()


def test_equal_points_keep_one_order(told: list[Explanation]) -> None:
    pair = (Contribution("EXT_SOURCE_2", 0.1, 0.5, -20.0), Contribution("AMT_ANNUITY", 9e4, 2e4, -20.0))
    one = reasons_of(replace(told[0], contributions=pair))
    assert one == reasons_of(replace(told[0], contributions=pair[::-1]))


def test_the_paragraph_says_the_figures_in_both_languages(scorer: Scorer, refused: pl.DataFrame) -> None:
    explanation = scorer.explain_one(refused)
    assert explanation.outcome is Outcome.REFUSE
    reasons = reasons_of(explanation)
    otherwise = points_otherwise(scorer, refused, reasons)
    for language in ("fr", "en"):
        t = Translator(language)
        sentences = paragraph(explanation, t, otherwise)
        assert sentences == paragraph(explanation, t, otherwise)
        assert t.percent(explanation.probability) in sentences[0]
        assert t.percent(explanation.threshold) in sentences[0]
        text = " ".join(sentences)
        assert "{" not in text
        for reason in reasons.adverse:
            assert t.value(reason.evidence.feature, reason.evidence.value) in text
        assert sum(t.number(points) in text for points in otherwise.values()) == len(otherwise)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_outcome_has_its_sentence(told: list[Explanation], outcome: Outcome) -> None:
    first = {o: paragraph(replace(told[0], outcome=o), Translator("en"))[0] for o in Outcome}
    assert len(set(first.values())) == len(Outcome)
    assert first[outcome][0].isupper()


def test_another_value_changes_the_points_as_said(scorer: Scorer, refused: pl.DataFrame) -> None:
    """The counterfactual is a score of the model, not a subtraction of contributions."""
    reasons = reasons_of(scorer.explain_one(refused))
    otherwise = points_otherwise(scorer, refused, reasons)
    assert otherwise
    now = scorer.score(refused).points[0]
    assert max(otherwise.values()) > now
    for feature, points in otherwise.items():
        reference = scorer.manifest.reference[feature]
        changed = refused.with_columns(pl.lit(reference).cast(refused.schema[feature]).alias(feature))
        assert scorer.score(changed).points[0] == points


def test_a_model_that_uses_gender_does_not_say_it_does_not(told: list[Explanation]) -> None:
    gender = Contribution("CODE_GENDER", "M", "F", -50.0)
    assert "Gender" in paragraph(told[0], Translator("en"))[1]
    assert "Gender" not in paragraph(replace(told[0], contributions=(gender,)), Translator("en"))[1]


def test_nothing_to_say_is_said_in_two_sentences(told: list[Explanation]) -> None:
    assert len(paragraph(replace(told[0], contributions=()), Translator("fr"))) == 2
