"""Whoever keeps an external score back gains nothing by it without a person being told."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest

from credit_panel.features import HISTORY_FEATURES, RAW_FIELDS, features_of_application
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Flag, Outcome, Policy, Scorer
from credit_panel.scoring.withheld import SCORES, at_worst, held_back

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
    """Check each score of each client who has it; return how many would have gained."""
    gained = 0
    for name in SCORES:
        known = clients.filter(pl.col(name).is_not_null()).head(CLIENTS)
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


def test_nor_does_any_score_however_bad_with_others_missing(scorer: Scorer, features: pl.DataFrame) -> None:
    """Scores that nobody has, too: each client as if one were known to be bad, and the others as they are, or not."""
    some = features.head(100)
    for name in SCORES:
        for bad, other in product((0.0, 0.02, 0.2), (each for each in SCORES if each != name)):
            before = scorer.score(with_scores(some, **{name: bad, other: None})).outcome
            after = scorer.score(with_scores(some, **{name: None, other: None}))
            better = [_BETTER[x] > _BETTER[y] for x, y in zip(after.outcome, before, strict=True)]
            assert not (np.array(better) & (after.flags == "")).any()


def test_who_has_all_scores_is_told_nothing_of_it(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features.drop_nulls(SCORES))
    assert not scores.flags.any()
    assert scores.at_worst.tolist() == scores.probability.tolist()


def test_only_what_a_model_reads_is_asked_for(features: pl.DataFrame) -> None:
    few = features.select("EXT_SOURCE_2", "EXT_SOURCE_3", "ext_source_2_3_mean").with_columns(EXT_SOURCE_3=None)
    assert at_worst(few, ("AMT_CREDIT",)) is None
    found = at_worst(few.head(3), ("ext_source_2_3_mean",))
    assert found is not None
    rows, filled = found
    assert set(rows.tolist()) == {0, 1, 2}
    known = few.head(3).filter(pl.col("EXT_SOURCE_2").is_not_null())["EXT_SOURCE_2"]
    assert filled["ext_source_2_3_mean"].drop_nulls().to_list()[: len(known)] == (known / 2).to_list()


def test_a_lender_may_take_applications_as_they_are(scorer: Scorer, features: pl.DataFrame) -> None:
    lenient = scorer.with_policy(Policy(review_missing_scores=False))
    scores = lenient.score(features)
    assert not scores.flags.any()
    assert lenient.version != scorer.version
    shipped = scorer.score(features)
    assert scorer.proposals(scores, scorer.policy).tolist() == shipped.outcome.tolist()
    assert lenient.proposals(shipped, lenient.policy).tolist() == scores.outcome.tolist()


@pytest.mark.parametrize(
    ("outcome", "worst", "proposed", "flag"),
    [
        ("accept", "accept", "accept", ""),
        ("accept", "review", "review", "score_not_supplied"),
        ("accept", "refuse", "review", "score_not_supplied"),
        ("review", "refuse", "review", "score_not_supplied"),
        ("review", "review", "review", ""),
        ("refuse", "refuse", "refuse", ""),
    ],
)
def test_what_a_worse_proposal_changes(outcome: str, worst: str, proposed: str, flag: str) -> None:
    found = held_back(np.array([outcome]), np.array([worst]))
    assert [each.item() for each in found] == [proposed, flag]


def test_one_policy_is_one_version_however_its_numbers_are_written(scorer: Scorer) -> None:
    versions = {scorer.with_policy(Policy(ratio, level)).version for ratio, level in NUMBERS}
    assert len(versions) == 1
    assert {type(Policy(ratio, level).cost_ratio) for ratio, level in NUMBERS} == {float}


NUMBERS = ((30, 0), (30.0, 0.0), (np.float64(30), -0.0), (np.int64(30), False))
