"""Who is scored by which model: an application that came without histories, and a client who has none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import credit_panel as cp
from credit_panel.api import ROUTER
from credit_panel.features import HISTORY_FEATURES, RAW_FIELDS, build_features, features_of_application
from credit_panel.home_credit import CLIENT, read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.application_scores import score_file
from credit_panel.scoring import TrainedModel, read_bundle, train, train_alone, write_bundle
from credit_panel.scoring.candidates import reads_histories
from credit_panel.scoring.scale import probability_of
from credit_panel.state.application import ApplicationState


@pytest.fixture(scope="module")
def models(synthetic_tables: Path) -> tuple[pl.DataFrame, TrainedModel, TrainedModel]:
    """Training clients, a model of them, and the one of applications alone."""
    with read_tables(synthetic_tables) as tables:
        features = tables.collect(build_features(tables)).sort(CLIENT)
    model = train(features, name="small", synthetic=True)
    alone = train_alone(features, model)
    assert alone is not None
    return features.drop_nulls("TARGET"), model, alone


def test_an_application_is_scored_by_the_model_that_never_saw_a_history(served_model: ServedModel) -> None:
    scorer = served_model.scorer.without_histories
    assert scorer.features
    assert not any(reads_histories(name) for name in scorer.features)
    rows = served_model.portfolio.select(served_model.portfolio.ids[:12], (CLIENT, *RAW_FIELDS))
    frame = cp.score(rows)
    app = FastAPI()
    app.include_router(ROUTER)
    api, state = TestClient(app), ApplicationState(served_model)
    file = score_file(rows.write_csv().encode(), served_model)
    for place, row in enumerate(rows.iter_rows(named=True)):
        fields = {name: value for name, value in row.items() if value is not None}
        said = served_model.explain_application(fields)
        assert (said.with_histories, said.held_out) == (False, False)
        assert {c.feature for c in said.contributions} == set(scorer.features)
        assert said.base_points + sum(c.points for c in said.contributions) == pytest.approx(said.points, abs=1e-6)
        answer = api.post("/api/v1/score", json={"application": fields}).json()
        assert answer["with_histories"] is False
        state.take(fields)
        assert state.explanation is not None
        for probability in (
            frame["probability"][place],
            answer["probability"],
            state.explanation.probability,
            file.frame["probability"][place],
        ):
            assert probability == pytest.approx(said.probability, abs=1e-9)
    assert frame["with_histories"].to_list() == [False] * len(rows)


def test_a_client_who_has_no_history_keeps_the_main_model(served: ServedModel) -> None:
    empty = pl.all_horizontal(pl.col(HISTORY_FEATURES).is_null())
    clients = served.portfolio.select(None, None).filter(empty)
    assert len(clients) > 5
    for client_id, probability in clients.select(CLIENT, "probability").iter_rows():
        said = served.explain_client(client_id)
        assert said.with_histories
        assert said.probability == pytest.approx(probability, abs=1e-9)
    assert cp.score(clients[CLIENT], served=served)["with_histories"].all()


@pytest.mark.long
def test_the_second_model_is_calibrated_where_the_first_is_not(
    models: tuple[pl.DataFrame, TrainedModel, TrainedModel],
) -> None:
    """Without their histories the same clients look riskier to the first model than they are."""
    known, model, alone = models
    assert np.array_equal(model.training_folds, alone.training_folds), "held out together"
    assert alone.oof_probability.mean() == pytest.approx(alone.target.mean(), abs=1e-6)
    blind = features_of_application(known.select(CLIENT, "TARGET", *RAW_FIELDS))
    said = np.empty(len(known))
    for fold, trees in enumerate(model.folds):
        held = np.flatnonzero(model.training_folds == fold)
        said[held] = probability_of(model.sigmoid.log_odds(trees.margins(trees.matrix(blind, held))))
    assert said.mean() > alone.target.mean() + 0.003
    assert alone.evaluation.ece < 0.03


@pytest.mark.long
def test_a_model_that_reads_no_history_has_no_second_one(
    models: tuple[pl.DataFrame, TrainedModel, TrainedModel], tmp_path: Path
) -> None:
    known, _, alone = models
    assert train_alone(known, alone) is None
    write_bundle(alone, tmp_path / "form")
    scorer = cp.Scorer(read_bundle(tmp_path / "form"))
    said = scorer.without_histories.explain_one(known[0])
    assert not said.with_histories
    assert said.probability == scorer.explain_one(known[0]).probability
