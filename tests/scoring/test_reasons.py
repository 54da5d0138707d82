from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl
import pytest

from credit_panel.home_credit.absence import Absence
from credit_panel.home_credit.catalogue import FIELDS, THEMES
from credit_panel.home_credit.catalogue.fields import Theme
from credit_panel.locale import Language, Translator
from credit_panel.locale.typography import lower_first
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Contribution, Explanation, Outcome, Scorer
from credit_panel.scoring.otherwise import points_otherwise
from credit_panel.scoring.reasons import paragraph
from credit_panel.scoring.rounding import whole_points
from credit_panel.scoring.themes import (
    BUILDING,
    LEAST_POINTS,
    MOST_REASONS,
    SENSITIVE,
    by_theme,
    reasons_of,
    told_by_theme,
    untold_points,
)


@pytest.fixture(scope="module")
def told(scorer: Scorer, features: pl.DataFrame) -> list[Explanation]:
    return [scorer.explain_one(features[i]) for i in range(0, 3_000, 50)]


@pytest.fixture(scope="module")
def explained(scorer: Scorer, features: pl.DataFrame) -> list[Explanation]:
    return [scorer.explain_one(features[i]) for i in range(0, 5_000, 10)]


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
                assert reason.evidence.feature not in BUILDING
                assert FIELDS[reason.evidence.feature].excluded is None


def test_a_protected_feature_gives_no_reason_however_strong(told: list[Explanation]) -> None:
    names = ("DAYS_BIRTH", "CODE_GENDER", "NAME_FAMILY_STATUS", "id_age_share", "employment_stability")
    only = tuple(Contribution(name, -1.0, 1.0, -50.0) for name in (*names, "income_per_person"))
    assert reasons_of(replace(told[0], contributions=only)).adverse == ()


def test_equal_points_keep_one_order(told: list[Explanation]) -> None:
    pair = (Contribution("EXT_SOURCE_2", 0.1, 0.5, -20.0), Contribution("AMT_ANNUITY", 9e4, 2e4, -20.0))
    one = reasons_of(replace(told[0], contributions=pair))
    assert one == reasons_of(replace(told[0], contributions=pair[::-1]))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_each_outcome_has_its_sentence(told: list[Explanation], outcome: Outcome) -> None:
    first = {o: paragraph(replace(told[0], outcome=o), Translator("en"))[0] for o in Outcome}
    assert len(set(first.values())) == len(Outcome)
    assert first[outcome][0].isupper()


def test_a_model_that_uses_gender_does_not_say_it_does_not(told: list[Explanation]) -> None:
    gender = Contribution("CODE_GENDER", "M", "F", -50.0)
    assert "Gender" in paragraph(told[0], Translator("en"))[1]
    assert "Gender" not in paragraph(replace(told[0], contributions=(gender,)), Translator("en"))[1]


def test_nothing_to_say_is_said_in_two_sentences(told: list[Explanation]) -> None:
    assert len(paragraph(replace(told[0], contributions=()), Translator("fr"))) == 2


def test_evidence_shows_what_it_is_evidence_of(explained: list[Explanation]) -> None:
    seen = 0
    for explanation in explained:
        reasons = reasons_of(explanation)
        for reason, side in [(r, -1) for r in reasons.adverse] + [(r, 1) for r in reasons.supporting]:
            evidence, direction = reason.evidence, FIELDS[reason.evidence.feature].direction
            if evidence.value is None:
                assert evidence.absence is not None
                assert side < 0 or evidence.absence in (Absence.RETIRED, Absence.NO_CARD_HERE)
                continue
            for t in (Translator("fr"), Translator("en")):
                assert t.value(evidence.feature, evidence.value) != t.value(evidence.feature, evidence.reference)
            if direction:
                assert isinstance(evidence.value, float)
                assert isinstance(evidence.reference, float)
                assert (evidence.value - evidence.reference) * direction * side < 0
                seen += 1
    assert seen > 100


def test_a_theme_counts_with_what_may_be_told_of_it_alone(explained: list[Explanation]) -> None:
    for explanation in explained:
        parts = {t.theme: t.points for t in told_by_theme(explanation)}
        told = explanation.base_points + math.fsum(parts.values()) + untold_points(explanation)
        assert told == pytest.approx(explanation.points, abs=1e-6)
        reasons = reasons_of(explanation)
        assert all(reason.points == parts[reason.theme] for reason in (*reasons.adverse, *reasons.supporting))


def test_no_stronger_reason_is_left_out_that_has_evidence(explained: list[Explanation]) -> None:
    for explanation in explained:
        adverse = reasons_of(explanation).adverse
        least = min((abs(r.points) for r in adverse), default=0.0)
        for theme in told_by_theme(explanation):
            if theme.points <= -LEAST_POINTS and theme.theme not in {r.theme for r in adverse}:
                plain = [
                    c
                    for c in theme.contributions
                    if c.points < 0 and isinstance(c.value, float) and isinstance(c.reference, float)
                    if (c.value - c.reference) * FIELDS[c.feature].direction > 0.05 * abs(c.reference) + 0.05
                ]
                assert not plain or (len(adverse) == MOST_REASONS and abs(theme.points) <= least)


@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.long)])
def test_every_number_of_the_paragraph_is_the_clients(served: ServedModel, count: int) -> None:
    """What is left of so many without the clients' own figures has no number in it, and every reason is in."""
    rows = served.portfolio.select(None, None).gather_every(2_500 // count)
    for i in range(count):
        explanation = served.scorer.explain_one(rows[i])
        otherwise = points_otherwise(served.scorer, rows[i], reasons_of(explanation))
        check_paragraph(explanation, otherwise, "fr")
        check_paragraph(explanation, otherwise, "en")


def check_paragraph(explanation: Explanation, otherwise: Mapping[Theme, float], language: Language) -> None:
    t, reasons, whole = Translator(language), reasons_of(explanation), whole_points(explanation)
    sentences = paragraph(explanation, t, otherwise)
    assert len(set(sentences)) == len(sentences)
    text = " ".join(sentences)
    assert "{" not in text
    told = (*reasons.adverse, *reasons.supporting)
    own = [t.percent(p) for p in (explanation.probability, explanation.low, explanation.high, explanation.threshold)]
    own += [t.number(points) for points in (*otherwise.values(), explanation.points)]
    own += [t.number(sum(c.value is not None for c in explanation.contributions))]
    for reason in told:
        evidence = reason.evidence
        words = [
            THEMES[reason.theme][language][1:],  # it begins a sentence, or stands inside one
            t.number(abs(whole.themes[reason.theme])),
            lower_first(t.value(evidence.feature, evidence.value, evidence.absence)),
        ]
        assert [word for word in words if word not in text] == [], text
        own += [*words, t.label(evidence.feature)[1:], t.value(evidence.feature, evidence.reference)]
    for word in sorted(own, key=len, reverse=True):
        text = text.replace(word, "")
    assert not re.search(r"\d", text), text
    for points in otherwise.values():
        assert round(points) > round(explanation.points)
