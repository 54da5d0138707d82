"""Whoever keeps an external score back, no worse than a bad one, gains nothing by it without a person being told."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import polars as pl
import pytest

from credit_panel.features import HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Bundle, Flag, Outcome, Policy, Scorer
from credit_panel.scoring.withheld import LOW_SHARE, SCORES, held_back, low_scores, with_low_scores

CLIENTS = 500
_BETTER = {Outcome.REFUSE: 0, Outcome.REVIEW: 1, Outcome.ACCEPT: 2}


def with_scores(clients: pl.DataFrame, **values: float | None) -> pl.DataFrame:
    """Return the features of clients with other external scores."""
    raw = clients.select("SK_ID_CURR", *RAW_FIELDS)
    raw = raw.with_columns(pl.lit(value, pl.Float64).alias(name) for name, value in values.items())
    return features_of_application(raw, clients.select(HISTORY_FEATURES))


def gains_of(scorer: Scorer, known: pl.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return who would be proposed something better without a score that is known, and whom of all a person sees."""
    before, after = scorer.score(known), scorer.score(with_scores(known, **{name: None}))
    rise = np.array([_BETTER[x] for x in after.outcome]) - np.array([_BETTER[x] for x in before.outcome])
    return rise > 0, after.flags == Flag.SCORE_NOT_SUPPLIED


def never_unseen(scorer: Scorer, clients: pl.DataFrame) -> int:
    """Check each score of each client who has one no worse than a bad one; return how many would have gained."""
    gained = 0
    for name in SCORES:
        known = clients.filter(pl.col(name) >= scorer.low_scores[name]).head(CLIENTS)
        better, flagged = gains_of(scorer, known, name)
        assert not (better & ~flagged).any(), name
        assert set(scorer.score(with_scores(known, **{name: None})).outcome[flagged]) <= {Outcome.REVIEW}
        gained += int(better.sum())
    return gained


def test_a_score_kept_back_brings_nothing_better_unseen(scorer: Scorer, features: pl.DataFrame) -> None:
    assert never_unseen(scorer, features) > 0
    assert never_unseen(scorer.with_policy(Policy(cost_ratio=25, review_level=0)), features) > 0


def test_nor_does_one_of_a_client_with_histories(served: ServedModel) -> None:
    clients = served.portfolio.select(None, None).drop("fold")
    assert never_unseen(served.scorer, clients) > 0
    assert never_unseen(served.scorer.without_histories, clients) > 0


def test_nor_does_any_score_from_a_bad_one_up_with_others_missing(scorer: Scorer, features: pl.DataFrame) -> None:
    """Scores that nobody has, too: each client as if one were known, and the others as they are, or not."""
    some, gained = features.head(100), 0
    for name in SCORES:
        bad = scorer.low_scores[name]
        for known, other in product((bad, bad + 0.001, bad + 0.1), (each for each in SCORES if each != name)):
            before = scorer.score(with_scores(some, **{name: known, other: None})).outcome
            after = scorer.score(with_scores(some, **{name: None, other: None}))
            better = np.array([_BETTER[x] > _BETTER[y] for x, y in zip(after.outcome, before, strict=True)])
            assert not (better & (after.flags == "")).any()
            gained += int(better.sum())
    assert gained


def test_nor_do_several_kept_back_together(scorer: Scorer, features: pl.DataFrame) -> None:
    gained = 0
    for names in (*combinations(SCORES, 2), SCORES):
        known = features.filter(pl.col(name) >= scorer.low_scores[name] for name in names).head(CLIENTS)
        before = scorer.score(known).outcome
        after = scorer.score(with_scores(known, **dict.fromkeys(names)))
        better = np.array([_BETTER[x] > _BETTER[y] for x, y in zip(after.outcome, before, strict=True)])
        assert not (better & (after.flags == "")).any()
        gained += int(better.sum())
    assert gained


def test_whoever_is_in_the_worst_tenth_gains_no_more_than_a_bad_score_would_bring(
    scorer: Scorer, features: pl.DataFrame
) -> None:
    for name in SCORES:
        worst = features.filter(pl.col(name) < scorer.low_scores[name]).head(CLIENTS)
        bad = scorer.score(with_scores(worst, **{name: scorer.low_scores[name]})).outcome
        after = scorer.score(with_scores(worst, **{name: None}))
        unseen = after.flags == ""
        assert unseen.any()
        assert all(_BETTER[x] <= _BETTER[y] for x, y in zip(after.outcome[unseen], bad[unseen], strict=True))


def test_one_in_ten_known_scores_is_lower_than_a_bad_one(scorer: Scorer, features: pl.DataFrame) -> None:
    assert set(scorer.low_scores) == set(SCORES)
    for name, bad in scorer.low_scores.items():
        assert (features[name].drop_nulls() < bad).mean() == pytest.approx(LOW_SHARE, abs=0.002)
    nobody = features.head(3).with_columns(EXT_SOURCE_1=pl.lit(None, pl.Float64)).drop("EXT_SOURCE_3")
    assert low_scores(nobody) == {"EXT_SOURCE_1": 0.0, "EXT_SOURCE_2": low_scores(nobody)["EXT_SOURCE_2"]}


def test_far_fewer_are_reviewed_than_were_missing_scores_held_against_the_worst(
    bundle: Bundle, features: pl.DataFrame
) -> None:
    def reviewed(scorer: Scorer) -> float:
        return float((scorer.score(features).outcome == Outcome.REVIEW).mean())

    scorer = Scorer(bundle)
    worst = Scorer(replace(bundle, low_scores=dict.fromkeys(SCORES, 0.0)))
    lenient = scorer.with_policy(Policy(review_missing_scores=False))
    assert 0 < reviewed(scorer) - reviewed(lenient) < 0.7 * (reviewed(worst) - reviewed(lenient))


def test_who_has_all_scores_is_told_nothing_of_it(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features.drop_nulls(SCORES))
    assert not scores.flags.any()
    assert scores.at_low.tolist() == scores.probability.tolist()


def test_only_what_a_model_reads_is_asked_for(features: pl.DataFrame) -> None:
    few = features.select("EXT_SOURCE_2", "EXT_SOURCE_3", "ext_source_2_3_mean").with_columns(EXT_SOURCE_3=None)
    low = {"EXT_SOURCE_2": 0.2, "EXT_SOURCE_3": 0.3}
    assert with_low_scores(few, ("AMT_CREDIT",), low) is None
    found = with_low_scores(few.head(3), ("ext_source_2_3_mean",), low)
    assert found is not None
    rows, filled = found
    assert set(rows.tolist()) == {0, 1, 2}
    known = few.head(3).filter(pl.col("EXT_SOURCE_2").is_not_null())["EXT_SOURCE_2"]
    assert filled["ext_source_2_3_mean"].drop_nulls().to_list()[: len(known)] == ((known + 0.3) * 0.5).to_list()


def test_a_lender_may_take_applications_as_they_are(scorer: Scorer, features: pl.DataFrame) -> None:
    lenient = scorer.with_policy(Policy(review_missing_scores=False))
    scores = lenient.score(features)
    assert not scores.flags.any()
    assert lenient.version != scorer.version
    shipped = scorer.score(features)
    assert scorer.proposals(scores, scorer.policy).tolist() == shipped.outcome.tolist()
    assert lenient.proposals(shipped, lenient.policy).tolist() == scores.outcome.tolist()


@pytest.mark.parametrize(
    ("outcome", "low", "proposed", "flag"),
    [
        ("accept", "accept", "accept", ""),
        ("accept", "review", "review", "score_not_supplied"),
        ("accept", "refuse", "review", "score_not_supplied"),
        ("review", "refuse", "review", "score_not_supplied"),
        ("review", "review", "review", ""),
        ("refuse", "refuse", "refuse", ""),
    ],
)
def test_what_a_worse_proposal_changes(outcome: str, low: str, proposed: str, flag: str) -> None:
    found = held_back(np.array([outcome]), np.array([low]))
    assert [each.item() for each in found] == [proposed, flag]


def test_one_policy_is_one_version_however_its_numbers_are_written(scorer: Scorer) -> None:
    versions = {scorer.with_policy(Policy(ratio, level)).version for ratio, level in NUMBERS}
    assert len(versions) == 1
    assert {type(Policy(ratio, level).cost_ratio) for ratio, level in NUMBERS} == {float}


NUMBERS = ((30, 0), (30.0, 0.0), (np.float64(30), -0.0), (np.int64(30), False))
