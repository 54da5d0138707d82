from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from credit_panel.errors import TablesError
from credit_panel.features import FEATURES
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.scoring import RULES, Scorer, TrainedModel, train
from credit_panel.scoring.boosting import rounds_for
from credit_panel.scoring.candidates import AT_THE_SAME_TERM, catalogue_candidates

FEW = {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1, "DAYS_BIRTH": 0, "NAME_EDUCATION_TYPE": 0}


def test_candidates_leave_out_what_the_catalogue_excludes() -> None:
    candidates = catalogue_candidates()
    assert tuple(candidates) == FEATURES
    assert not {"CODE_GENDER", "NAME_FAMILY_STATUS", "REGION_RATING_CLIENT", "SK_ID_CURR", "TARGET"} & set(candidates)
    declared = {name: FIELDS[name].direction for name in candidates}
    assert declared == candidates | dict.fromkeys(AT_THE_SAME_TERM, 0)
    assert any(declared.values())


def test_no_candidate_tells_of_the_building() -> None:
    housing = {name for name, field in FIELDS.items() if field.theme == "housing"}
    assert housing & set(catalogue_candidates()) == {"NAME_HOUSING_TYPE"}


def test_held_out_probabilities_are_calibrated_and_worth_what_is_said(
    model: TrainedModel, features: pl.DataFrame
) -> None:
    target = features["TARGET"].to_numpy()
    assert model.training_ids.tolist() == features["SK_ID_CURR"].to_list()
    assert model.evaluation.auc == pytest.approx(roc_auc_score(target, model.oof_probability))
    assert model.evaluation.auc > 0.68
    assert model.oof_probability.mean() == pytest.approx(target.mean(), abs=1e-6), "no class weights"
    assert model.evaluation.ece < 0.02


def test_held_out_probabilities_have_not_seen_their_client(
    model: TrainedModel, features: pl.DataFrame, scorer: Scorer
) -> None:
    """Refitted probabilities have seen the outcomes and rank them better: the two must not be mixed up."""
    refitted = scorer.score(features).probability
    assert roc_auc_score(features["TARGET"], refitted) > model.evaluation.auc + 0.02


@pytest.mark.parametrize("seed", [1, 4])
def test_noise_cannot_be_learnt(features: pl.DataFrame, seed: int) -> None:
    """Shuffled outcomes rank no better than chance: selection, stopping and calibration see no held-out client."""
    shuffled = features.with_columns(pl.col("TARGET").shuffle(seed=seed))
    try:
        area = train(shuffled, folds=3).evaluation.auc
    except TablesError:
        area = 0.5
    assert area < 0.56


def test_features_that_say_nothing_are_refused(features: pl.DataFrame) -> None:
    """A flag as frequent among defaults as among the others: if one half of the clients leans, the other leans back."""
    even = features.head(3_000).with_columns(FLAG_DOCUMENT_3=(pl.int_range(pl.len()).over("TARGET") % 2).cast(pl.Int8))
    with pytest.raises(TablesError, match="say nothing about TARGET"):
        train(even, candidates={"FLAG_DOCUMENT_3": 0}, folds=2)


@pytest.mark.long
def test_same_seed_same_model_whatever_the_threads(features: pl.DataFrame) -> None:
    some = features.head(3_000)
    # the third fold has no other beside it, and takes both threads
    one, two = (train(some, candidates=FEW, folds=3, threads=threads, seed=5) for threads in (1, 2))
    assert one.booster.save_raw() == two.booster.save_raw()
    assert np.array_equal(one.oof_probability, two.oof_probability)
    assert train(some, candidates=FEW, folds=3, seed=6).booster.save_raw() != one.booster.save_raw()


def test_selection_keeps_the_strongest(features: pl.DataFrame) -> None:
    chosen = train(features.head(3_000), candidates=FEW | {"FLAG_DOCUMENT_2": 0}, folds=2, max_features=2)
    assert chosen.encoding.features == ("EXT_SOURCE_2", "EXT_SOURCE_3")
    assert chosen.directions == {"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1}


def test_clients_without_outcome_take_no_part(features: pl.DataFrame) -> None:
    hidden = features.with_columns(TARGET=pl.when(pl.int_range(pl.len()) < 3_000).then("TARGET"))
    with_hidden, without = (train(frame, candidates=FEW, folds=2) for frame in (hidden, features.head(3_000)))
    assert with_hidden.booster.save_raw() == without.booster.save_raw()
    assert len(with_hidden.training_ids) == 3_000


@pytest.mark.long
def test_a_rule_costs_what_the_model_would_gain_without_it(features: pl.DataFrame) -> None:
    telling = (pl.col("TARGET") == 1) ^ (pl.int_range(pl.len()) % 3 == 0)
    some = features.head(3_000).with_columns(CODE_GENDER=pl.when(telling).then(pl.lit("F")).otherwise(pl.lit("M")))
    bound = FEW | {"EXT_SOURCE_2": 1, "EXT_SOURCE_3": 1}
    plain, model = (
        train(some, candidates=bound, folds=2, costed_rules=rules) for rules in ((), ("protected", "constraints"))
    )
    assert plain.rule_costs is None
    assert plain.booster.save_raw() == model.booster.save_raw(), "measuring changes nothing"
    protected, constraints = model.rule_costs or ()
    assert (protected.rule, protected.columns) == ("protected", ("CODE_GENDER", "NAME_FAMILY_STATUS"))
    assert constraints.columns == ("EXT_SOURCE_2", "EXT_SOURCE_3")
    for rule_cost in (protected, constraints):
        assert rule_cost.gain.low > 0, "gender tells of the outcome, and the scores are bound the wrong way"
        gained = roc_auc_score(model.target, rule_cost.probability) - model.evaluation.auc
        assert rule_cost.gain.value == pytest.approx(gained)
    alone = train(some, candidates=bound | {"CODE_GENDER": 0, "NAME_FAMILY_STATUS": 0}, folds=2)
    assert np.array_equal(alone.oof_probability, protected.probability), "as if trained so from the start"


def test_a_rule_that_holds_nothing_back_has_no_price(features: pl.DataFrame) -> None:
    some = features.head(3_000).select("SK_ID_CURR", "TARGET", *FEW)
    free = dict.fromkeys(FEW, 0)
    assert train(some, candidates=free, folds=2, costed_rules=RULES).rule_costs == ()


def test_features_that_are_all_alike_are_refused(features: pl.DataFrame) -> None:
    alike = features.head(3_000).with_columns(pl.lit(0.5).alias(name) for name in ("EXT_SOURCE_2", "EXT_SOURCE_3"))
    with pytest.raises(TablesError, match="Every feature has one value"):
        train(alike, candidates={"EXT_SOURCE_2": -1, "EXT_SOURCE_3": -1})


def test_more_clients_take_more_trees() -> None:
    assert [rounds_for(100, known=64, wanted=wanted) for wanted in (64, 80, 100)] == [100, 114, 131]
    assert rounds_for(1, known=1_000, wanted=1) == 1


def test_too_few_defaults_and_absent_columns_are_said(features: pl.DataFrame) -> None:
    with pytest.raises(TablesError, match=r"at least 50 clients with TARGET 1 .* have [0-9]+ and [0-9]+"):
        train(features.head(100))
    with pytest.raises(TablesError, match="lack the column nowhere that"):
        train(features, candidates={"nowhere": 0})
