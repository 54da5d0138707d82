"""A build gives a model and a portfolio that belong together, or leaves what was there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from credit_panel.charts.model.command import build_command
from credit_panel.cli import main
from credit_panel.errors import BundleError, PortfolioError, TablesError
from credit_panel.portfolio import ServedModel, build, score_tables
from credit_panel.portfolio.held_out import held_out_scores
from credit_panel.scoring import draw_training_sample
from credit_panel.settings import Settings
from credit_panel.views.model.card import ModelCardView


def test_the_portfolio_holds_every_application(served: ServedModel, synthetic_tables: Path) -> None:
    files = ("application_train.parquet", "application_test.parquet")
    ids = pl.concat([pl.read_parquet(synthetic_tables / f, columns=["SK_ID_CURR"]) for f in files])
    assert served.portfolio.ids.tolist() == sorted(ids["SK_ID_CURR"].to_list())
    assert served.portfolio.manifest.synthetic
    assert served.portfolio.manifest.applications == len(served.portfolio) == 2_500


def test_somebody_else_with_the_number_of_a_training_client_is_scored(served: ServedModel) -> None:
    """Synthetic portfolios number their clients alike: the held-out score of one says nothing of the other."""
    trained = served.portfolio.select(None, None).drop_nulls("TARGET")
    others = trained.with_columns(trained["SK_ID_CURR"].reverse()).filter(pl.col("SK_ID_CURR") != trained["SK_ID_CURR"])
    final = served.scorer.score(others.drop("fold")).probability
    assert held_out_scores(served, others).probability.tolist() == final.tolist()
    assert held_out_scores(served, trained.drop("fold")).probability.tolist() == trained["probability"].to_list()


def test_scores_of_a_batch_are_those_of_the_portfolio(served: ServedModel, synthetic_tables: Path) -> None:
    scores = score_tables(synthetic_tables, served, chunk=700).frame
    stored = served.portfolio.select(None, ("probability", "outcome", "fold"))
    assert scores["held_out"].equals(stored["fold"].is_not_null())
    assert (scores["probability"] - stored["probability"]).abs().max() <= 1e-12
    assert scores["outcome"].equals(stored["outcome"])


def test_a_model_and_a_portfolio_of_another_are_not_served(settings: Settings, tmp_path: Path) -> None:
    other = Settings(tmp_path / "data", settings.models_dir, settings.model)
    shutil.copytree(settings.portfolio_dir(), other.portfolio_dir())
    manifest = other.portfolio_dir() / "portfolio.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "model_version": "another"}))
    with pytest.raises(PortfolioError, match="was changed after it was built"):
        ServedModel.open(other)


def test_without_a_model_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        ServedModel.open(Settings(tmp_path, tmp_path, "absent"))


def test_one_outcome_cannot_be_learnt_from(synthetic_tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    train = pl.read_parquet(synthetic_tables / "application_train.parquet").filter(pl.col("TARGET") == 0)
    train.write_parquet(folder / "application_train.parquet")
    with pytest.raises(TablesError, match="TARGET"):
        build(folder, "one", Settings(tmp_path / "data", tmp_path / "models"))
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").iterdir())


def test_a_folder_of_other_things_is_left_alone(synthetic_tables: Path, tmp_path: Path) -> None:
    tables = tmp_path / "data" / "mine"
    shutil.copytree(synthetic_tables, tables)
    before = sorted(tables.iterdir())
    with pytest.raises(PortfolioError, match="other than a portfolio"):
        build(tables, "mine", Settings(tmp_path / "data", tmp_path / "models"))
    assert sorted(tables.iterdir()) == before


def test_a_category_that_training_never_saw_is_counted(
    served: ServedModel, synthetic_tables: Path, tmp_path: Path
) -> None:
    train = pl.read_parquet(synthetic_tables / "application_train.parquet").head(50)
    strange = train.with_columns(NAME_INCOME_TYPE=pl.lit("Astronaut"))
    strange.write_parquet(tmp_path / "application_train.parquet")
    scores = score_tables(tmp_path, served)
    assert "NAME_INCOME_TYPE" in served.scorer.features
    assert "NAME_INCOME_TYPE holds 50 values that training never saw: they count as missing." in scores.notes
    assert len(scores.frame) == 50


@pytest.mark.long
def test_a_sample_trains_and_the_whole_book_is_scored_part_by_part(
    synthetic_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("credit_panel.portfolio.feature_files.CLIENTS_AT_ONCE", 900)
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(tmp_path / "models"))
    assert main(["build", "--tables", str(synthetic_tables), "--name", "sampled", "--train-on", "1200"]) == 0
    served = ServedModel.open(Settings(tmp_path / "data", tmp_path / "models", "sampled"))
    clients = served.portfolio.select(None, ("SK_ID_CURR", "TARGET", "fold", "probability"))
    known = clients.drop_nulls("TARGET")
    assert f"2500 applications, {len(known)} with a known outcome, trained on 1200 of them, " in capsys.readouterr().out
    sample = draw_training_sample(clients, 1200, seed=0)
    trained = clients.drop_nulls("fold")
    assert trained["SK_ID_CURR"].to_list() == sample.ids.tolist()
    training = served.scorer.manifest.training
    assert (training["applications"], training["sample"]) == (1200, sample.as_json())
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["sampled"]
    served.verify()
    scores = score_tables(synthetic_tables, served).frame
    assert (scores["probability"] - clients["probability"]).abs().max() <= 1e-12
    card = ModelCardView(served=served, language="en")._block.block
    assert f"from {len(known):,} of known outcome" in card
    assert " --train-on 1200" in build_command(served)
