"""One client has one probability, wherever it is asked for, and no outcome of their own went into it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import credit_panel as cp
from credit_panel.api import ROUTER
from credit_panel.errors import TablesError, UnknownClientError
from credit_panel.features import build_features
from credit_panel.home_credit import CLIENT, read_tables
from credit_panel.portfolio import ServedModel, score_tables
from credit_panel.scoring import FOLD, Bundle, Outcome, Scenario, TrainedModel, curve, read_bundle, recourse, train
from credit_panel.scoring.bundle import MODEL, fold_file
from credit_panel.settings import Settings
from credit_panel.state.scenario import ScenarioState

EXACT = 1e-9


@pytest.fixture(scope="module")
def model(synthetic_tables: Path) -> TrainedModel:
    """The model of the served portfolio, as training left it."""
    with read_tables(synthetic_tables) as tables:
        return train(tables.collect(build_features(tables)).sort(CLIENT), name="small", synthetic=True)


@pytest.fixture
def some(served: ServedModel) -> list[int]:
    """Numbers of clients of every fold and of none."""
    rows = served.portfolio.select(None, (CLIENT, FOLD)).group_by(FOLD, maintain_order=True).head(12)
    assert rows[FOLD].n_unique() == 6
    return rows[CLIENT].sort().to_list()


def test_the_probability_of_a_training_client_is_the_one_that_training_held_out(
    served: ServedModel, model: TrainedModel
) -> None:
    known = served.portfolio.select(None, None).drop_nulls("TARGET")
    assert known[CLIENT].to_list() == model.training_ids.tolist()
    assert known[FOLD].to_list() == model.training_folds.tolist()
    assert np.abs(known["probability"].to_numpy() - model.oof_probability).max() < EXACT
    final = served.scorer.score(known.drop(FOLD)).probability
    assert np.abs(final - model.oof_probability).max() > 0.02, "the final trees have seen these clients"


def test_clients_of_unknown_outcome_are_scored_by_the_final_trees(served: ServedModel) -> None:
    others = served.portfolio.select(None, None).filter(pl.col("TARGET").is_null())
    assert others[FOLD].null_count() == len(others) > 100
    assert np.abs(others["probability"] - served.scorer.score(others.drop(FOLD)).probability).max() < EXACT


def test_page_api_notebook_and_batch_say_the_same(
    served_model: ServedModel, some: list[int], synthetic_tables: Path
) -> None:
    stored = served_model.portfolio.clients(some)
    notebook = cp.score(some)
    batch = score_tables(synthetic_tables, served_model).frame.filter(pl.col(CLIENT).is_in(some))
    explained = cp.explain(some).group_by("row", maintain_order=True).agg(pl.col("points").sum())
    state = cp.ClientState(served_model)
    for name in ("probability", "low", "high", "points"):
        for frame in (notebook, batch):
            assert np.abs(frame[name] - stored[name]).max() < EXACT
    assert np.abs(explained["points"] - stored["points"]).max() < 1e-6
    for name in ("outcome", "grade"):
        assert notebook[name].to_list() == batch[name].to_list() == stored[name].to_list()
    for row, place in zip(stored.iter_rows(named=True), range(len(some)), strict=True):
        state.client_id = row[CLIENT]
        said = state.explanation
        assert said is not None
        assert (said.probability, said.outcome) == (pytest.approx(row["probability"], abs=EXACT), row["outcome"])
        assert said.base_points + sum(c.points for c in said.contributions) == pytest.approx(said.points, abs=1e-6)
        assert said.base_points == pytest.approx(row["base_points"], abs=EXACT)
        held_out = row["fold"] is not None
        assert said.held_out is notebook["held_out"][place] is batch["held_out"][place] is held_out


def test_the_api_says_the_same(served_model: ServedModel, some: list[int]) -> None:
    app = FastAPI()
    app.include_router(ROUTER)
    api = TestClient(app)
    for client_id in some:
        answer, said = api.get(f"/api/v1/clients/{client_id}/score").json(), served_model.explain_client(client_id)
        assert answer["probability"] == pytest.approx(said.probability, abs=EXACT)
        assert answer["held_out"] is said.held_out
        assert {c["feature"]: c["points"] for c in answer["contributions"]} == pytest.approx(
            {c.feature: c.points for c in said.contributions}, abs=EXACT
        )


@pytest.mark.long
def test_a_what_if_starts_from_the_same_probability_and_stays_with_the_same_trees(
    served: ServedModel, some: list[int]
) -> None:
    state = ScenarioState(client=cp.ClientState(served))
    for row in served.portfolio.clients(some).iter_rows(named=True):
        state.client.client_id = row[CLIENT]
        client = served.portfolio.client(row[CLIENT])
        credit = row["AMT_CREDIT"]
        state.scenario = Scenario({"AMT_CREDIT": credit + 500})
        result = state.result
        assert result is not None
        assert result.before.probability == pytest.approx(row["probability"], abs=EXACT)
        assert result.after.held_out is result.before.held_out
        back = Scenario({"AMT_CREDIT": credit}).features(client)
        assert served.scorer.score(back).probability[0] == pytest.approx(row["probability"], abs=EXACT)
        line = curve(served.scorer, client, "AMT_CREDIT", [credit, credit + 500])
        assert line.scores.probability[0] == pytest.approx(row["probability"], abs=EXACT)
        assert line.scores.probability[1] == pytest.approx(result.after.probability, abs=EXACT)


def test_a_way_to_acceptance_is_accepted_by_the_trees_that_refuse(served: ServedModel) -> None:
    near = (pl.col("outcome") != "accept") & (pl.col("probability") < 0.12) & pl.col(FOLD).is_not_null()
    found = 0
    for client_id in served.portfolio.select(near, (CLIENT, FOLD)).group_by(FOLD, maintain_order=True).head(3)[CLIENT]:
        client = served.portfolio.client(client_id)
        for proposal in recourse(served.scorer, client, served.tariff):
            after = served.scorer.score(proposal.scenario.features(client))
            assert after.outcome[0] == Outcome.ACCEPT
            assert after.probability[0] == pytest.approx(proposal.probability, abs=EXACT)
            found += 1
    assert found > 5


def test_trees_of_folds_are_made_when_they_are_asked_for(
    served: ServedModel, settings: Settings, some: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, made, fold = read_bundle(settings.bundle_dir()), list[int](), Bundle.fold

    def noted(self: Bundle, number: int) -> object:
        made.append(number)
        return fold(self, number)

    monkeypatch.setattr(Bundle, "fold", noted)
    scorer = cp.Scorer(bundle)
    rows = served.portfolio.clients(some)
    scorer.score(rows.filter(pl.col(FOLD).is_null()))
    assert made == []
    scorer.score(rows.filter(pl.col(FOLD) == 2))
    scorer.with_policy(scorer.policy).explain(rows.filter(pl.col(FOLD) == 2))
    assert made == [2]
    assert {fold_file(k) for k in range(5)} | {MODEL} < set(bundle.manifest.files)


def test_a_fold_that_the_model_has_not_is_told(served: ServedModel) -> None:
    rows = served.portfolio.clients([int(served.portfolio.ids[0])]).with_columns(pl.lit(7, pl.Int8).alias(FOLD))
    with pytest.raises(TablesError, match=r"fold holds 7, and the model 'small' has the folds 0 to 4: take"):
        served.scorer.score(rows)


def test_numbers_come_back_in_the_order_they_are_given(served: ServedModel, some: list[int]) -> None:
    asked = [some[3], some[1], some[3]]
    assert cp.score(asked, served=served)[CLIENT].to_list() == asked
    assert cp.score(np.array(asked), served=served).equals(cp.score(asked, served=served))
    with pytest.raises(UnknownClientError):
        cp.score([1], served=served)
