from __future__ import annotations

import math
import threading

import numpy as np
import polars as pl
import pytest
import xgboost as xgb
from hypothesis import given, settings
from hypothesis import strategies as st

from credit_panel.errors import TablesError
from credit_panel.scoring import Bundle, Outcome, Policy, Scorer


def test_contributions_add_up_to_the_points_of_every_client(scorer: Scorer, features: pl.DataFrame) -> None:
    explained = scorer.explain(features)
    sums = explained.base_points + explained.contributions.sum(axis=1)
    assert np.abs(sums - explained.scores.points).max() < 1e-6
    assert explained.contributions.shape == (len(features), len(scorer.features))
    assert np.abs(scorer.scale.probability(sums) - explained.scores.probability).max() < 1e-9


def test_contributions_are_those_of_shap(bundle: Bundle, scorer: Scorer, features: pl.DataFrame) -> None:
    few = features.head(100)
    matrix = xgb.DMatrix(
        bundle.encoding.matrix(few), feature_names=list(bundle.encoding.features), feature_types=bundle.encoding.types
    )
    factor = -scorer.scale.factor * bundle.sigmoid.slope
    read = len(bundle.encoding.features)
    contributions = scorer.explain(few).contributions
    assert contributions[:, :read] == pytest.approx(scorer.explainer.shap_values(matrix) * factor, abs=1e-3)
    assert not contributions[:, read:].any(), "what only folds read moves nothing"
    expected = bundle.sigmoid.log_odds(np.asarray(scorer.explainer.expected_value))
    assert scorer.base_points == pytest.approx(float(scorer.scale.points(expected)), abs=1e-9)


@pytest.mark.long
def test_one_client_is_explained_while_thousands_are(scorer: Scorer, features: pl.DataFrame) -> None:
    many = pl.concat([features] * (20_000 // len(features) + 1))
    whole: list[np.ndarray] = []
    beside = threading.Thread(target=lambda: whole.append(scorer.explain(many).contributions))
    beside.start()
    explained = 0
    while beside.is_alive():
        scorer.explain_one(features.head(1))
        explained += 1
    beside.join()
    assert explained > 3
    assert (whole[0][: len(features)] == scorer.explain(features).contributions).all()


def test_base_points_are_those_of_the_default_rate(scorer: Scorer) -> None:
    rate = scorer.manifest.metrics["default_rate"]
    assert scorer.base_points == pytest.approx(scorer.scale.points_of_probability(rate), abs=5)


@settings(max_examples=25)
@given(data=st.data())
def test_additivity_survives_any_values(scorer: Scorer, features: pl.DataFrame, data: st.DataObject) -> None:
    row = features.row(data.draw(st.integers(0, len(features) - 1)), named=True)
    numbers = [name for name in scorer.features if features.schema[name].is_float()]
    for name in data.draw(st.lists(st.sampled_from(numbers), max_size=8)):
        row[name] = data.draw(st.none() | st.floats(-1e12, 1e12) | st.just(math.nan) | st.just(math.inf))
    explained = scorer.explain(pl.DataFrame([row], schema=features.schema))
    assert explained.base_points + explained.contributions.sum() == pytest.approx(explained.scores.points[0], abs=1e-6)


def test_a_client_alone_or_in_a_batch_on_one_thread_or_two(bundle: Bundle, features: pl.DataFrame) -> None:
    one, two = Scorer(bundle, threads=1), Scorer(bundle, threads=2)
    batch, threaded = one.explain(features), two.explain(features)
    assert np.array_equal(batch.contributions, threaded.contributions)
    assert np.array_equal(batch.scores.probability, two.score(features).probability)
    for i in range(0, len(features), 50):
        alone = one.explain(features[i : i + 1])
        assert abs(alone.scores.probability[0] - batch.scores.probability[i]) < 1e-12
        assert np.abs(alone.contributions[0] - batch.contributions[i]).max() < 1e-9


def test_intervals_hold_their_probability_and_rise_with_it(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features)
    assert (scores.low <= scores.probability).all()
    assert (scores.probability <= scores.high).all()
    order = np.argsort(scores.probability)
    for end in (scores.low, scores.high):
        assert (np.diff(end[order]) >= -1e-12).all()


def test_sweeping_a_constrained_feature_never_turns_back(scorer: Scorer, features: pl.DataFrame) -> None:
    """The property itself, for every constrained feature, over its range and 200 clients."""
    directions = scorer.manifest.directions
    assert {"EXT_SOURCE_2", "EXT_SOURCE_3"} <= set(directions)
    clients = features.sample(200, seed=2)
    for name, direction in directions.items():
        values = features[name].drop_nulls().cast(pl.Float64)
        sweep = np.unique(np.quantile(values, np.linspace(0, 1, 25)))
        swept = clients.drop(name).join(pl.DataFrame({name: sweep}), how="cross", maintain_order="left")
        points = scorer.score(swept).points.reshape(200, len(sweep))
        assert (np.diff(points, axis=1) * direction <= 1e-9).all(), name


def test_unseen_categories_count_as_missing_and_are_counted(scorer: Scorer, features: pl.DataFrame) -> None:
    name = next(iter(scorer.manifest.categories))
    odd = features.head(3).with_columns(pl.lit("Never heard of").alias(name))
    missing = features.head(3).with_columns(pl.lit(None, pl.String).alias(name))
    assert scorer.unseen(odd) == {name: 3}
    assert scorer.score(odd).probability.tolist() == scorer.score(missing).probability.tolist()


def test_an_explanation_tells_the_same_story(scorer: Scorer, features: pl.DataFrame) -> None:
    row = features[17]
    told = scorer.explain_one(row, client_id=row["SK_ID_CURR"][0])
    scores = scorer.score(row)
    assert told.client_id == row["SK_ID_CURR"][0]
    assert (told.probability, told.points) == (scores.probability[0], scores.points[0])
    assert isinstance(told.outcome, Outcome)
    assert told.threshold == Policy().threshold
    assert told.base_points + math.fsum(c.points for c in told.contributions) == pytest.approx(told.points, abs=1e-6)
    strengths = [abs(c.points) for c in told.contributions]
    assert strengths == sorted(strengths, reverse=True)
    for c in told.contributions:
        assert c.value == row[c.feature][0]
        assert c.reference == scorer.manifest.reference[c.feature]
    assert told == scorer.explain_one(row, client_id=row["SK_ID_CURR"][0])


def test_a_missing_value_is_told_as_none(scorer: Scorer, features: pl.DataFrame) -> None:
    row = features.head(1).with_columns(EXT_SOURCE_2=math.nan, EXT_SOURCE_3=None)
    told = {c.feature: c.value for c in scorer.explain_one(row).contributions}
    assert told["EXT_SOURCE_2"] is None
    assert told["EXT_SOURCE_3"] is None


def test_a_stricter_policy_accepts_fewer_and_changes_no_probability(bundle: Bundle, features: pl.DataFrame) -> None:
    reference, strict = (Scorer(bundle, policy).score(features) for policy in (None, Policy(cost_ratio=20)))
    assert np.array_equal(reference.probability, strict.probability)
    assert (strict.outcome == Outcome.ACCEPT).sum() < (reference.outcome == Outcome.ACCEPT).sum()


def test_no_client_and_two_clients(scorer: Scorer, features: pl.DataFrame) -> None:
    assert len(scorer.explain(features.clear()).scores) == 0
    for rows in (0, 2):
        with pytest.raises(TablesError, match=f"holds {rows} rows"):
            scorer.explain_one(features.head(rows))


def test_an_absent_column_is_named(scorer: Scorer, features: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match="lack the column EXT_SOURCE_3 that the model needs"):
        scorer.score(features.drop("EXT_SOURCE_3"))


def test_what_follows_from_a_probability_is_what_a_score_says(scorer: Scorer, features: pl.DataFrame) -> None:
    scores = scorer.score(features)
    again = scorer.scores_of(scores.probability, scores.at_low)
    for one, other in ((again.points, scores.points), (again.low, scores.low), (again.high, scores.high)):
        assert np.abs(one - other).max() < 1e-9
    assert again.outcome.tolist() == scores.outcome.tolist()
