"""What `credit-panel score` and `features` write, and how they tell of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from credit_panel.cli import main
from credit_panel.features import build_features
from credit_panel.home_credit import read_tables
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy, reasons_of
from credit_panel.settings import Settings

Score = Callable[..., int]


@pytest.fixture
def score(
    settings: Settings, synthetic_tables: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    """Run `credit-panel score` on the tables that the model was built from; gives the exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
    return lambda *options: main(["score", "--model", "small", "--tables", str(synthetic_tables), *options])


def test_contributions_add_up_and_are_those_of_the_portfolio(score: Score, served: ServedModel) -> None:
    assert score("--out", "x.parquet", "--contributions") == 0
    found = pl.read_parquet("x.parquet")
    names = [name for name in found.columns if name.startswith("points_")]
    assert names == [f"points_{feature}" for feature in served.scorer.features]
    sums = found["base_points"] + found.select(pl.sum_horizontal(names)).to_series()
    assert (sums - found["points"]).abs().max() < 1e-9
    kept = served.contributions()
    assert (kept[served.scorer.features[0]] - found[names[0]]).abs().max() < 1e-4


def test_reasons_are_those_of_the_page_in_the_language_asked_for(score: Score, served: ServedModel) -> None:
    assert score("--out", "fr.csv", "--reasons", "2", "--lang", "fr") == 0
    assert score("--out", "en.csv", "--reasons", "4") == 0
    french, english = pl.read_csv("fr.csv"), pl.read_csv("en.csv")
    assert "reason_3" not in french.columns
    for row in english.gather_every(500).iter_rows(named=True):
        adverse = reasons_of(served.explain_client(row["SK_ID_CURR"])).adverse
        assert [row[f"reason_{n}"] is not None for n in range(1, 5)] == [n <= len(adverse) for n in range(1, 5)]
    assert french["reason_1"].drop_nulls().str.contains("point").all()
    assert french["reason_1"].drop_nulls().str.contains("d’ordinaire").any()
    assert english["reason_1"].drop_nulls().str.contains("is usual").any()


def test_columns_are_those_asked_for_in_their_order(score: Score, capsys: pytest.CaptureFixture[str]) -> None:
    columns = ["outcome", "AMT_CREDIT", "SK_ID_CURR", "bureau_count", "version"]
    assert score("--out", "x.jsonl", "--columns", ", ".join(columns)) == 0
    assert pl.read_ndjson("x.jsonl").columns == columns
    assert score("--out", "x.jsonl", "--columns", "outcome,AMT_CREDITS") == 2
    assert "--columns names 'AMT_CREDITS', which is no column" in capsys.readouterr().err


def test_every_row_and_the_file_say_who_scored(score: Score, served: ServedModel) -> None:
    assert score("--out", "x.parquet") == 0
    assert score("--out", "y.parquet", "--cost-ratio", "30", "--review-level", "0") == 0
    rows, other = pl.read_parquet("x.parquet"), pl.read_parquet("y.parquet")
    stamp = rows.select("model", "version", "cost_ratio", "review_level", "portfolio").unique().row(0)
    assert stamp == ("small", served.scorer.version, 10.0, 0.5, served.identity)
    told = pl.read_parquet_metadata("x.parquet")
    assert (told["credit_panel.version"], told["credit_panel.synthetic"]) == (served.scorer.version, "True")
    policy = Policy(cost_ratio=30.0, review_level=0.0)
    again = served.scorer.with_policy(policy)
    assert other["version"].unique().to_list() == [again.version] != [served.scorer.version]
    assert other["outcome"].to_list() == again.proposals(rows["probability"].to_numpy(), policy).tolist()
    assert other["version"][0] == pl.read_parquet_metadata("y.parquet")["credit_panel.version"]


def test_a_format_goes_before_the_ending(score: Score, tmp_path: Path) -> None:
    assert score("--out", "x.parquet", "--format", "csv") == 0
    assert score("--out", "plain", "--format", "parquet") == 0
    assert_frame_equal(pl.read_csv("x.parquet"), pl.read_parquet(tmp_path / "plain"), check_dtypes=False)


def test_a_dry_run_checks_everything_and_writes_nothing(
    score: Score, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score("--out", "x.csv", "--dry-run") == 0
    assert capsys.readouterr().out == "Nothing was written: 2500 applications would go into x.csv.\n"
    assert score("--out", "nowhere/x.csv", "--dry-run") == 2
    assert list(tmp_path.iterdir()) == []


def test_quiet_says_nothing_and_json_says_it_for_programs(score: Score, capfd: pytest.CaptureFixture[str]) -> None:
    assert score("--out", "x.csv", "--quiet") == 0
    assert capfd.readouterr() == ("", "")
    assert score("--out", "x.csv", "--json") == 0
    said = capfd.readouterr()
    told = json.loads(said.out)
    assert (told["rows"], told["out"], told["written"], told["engine"]) == (2500, "x.csv", True, "polars")
    lines = [json.loads(line) for line in said.err.splitlines()]
    assert {"time", "level", "message"} == set(lines[0])
    assert any(line["message"].startswith("Scoring: done") for line in lines)
    assert logging.getLogger("credit_panel").propagate


def test_features_are_written_without_a_model(synthetic_tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "features.parquet"
    assert main(["features", "--tables", str(synthetic_tables), "--out", str(out)]) == 0
    with read_tables(synthetic_tables) as tables:
        wanted = build_features(tables).collect().sort("SK_ID_CURR")
    assert_frame_equal(pl.read_parquet(out), wanted, check_exact=True)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("credit-panel 0.")
