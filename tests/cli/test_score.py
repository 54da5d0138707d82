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
from credit_panel.scoring import reasons_of
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


@pytest.mark.long
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
    decided = served.with_policy(cost_ratio=30, review_level=0)
    again = decided.scorer
    assert other["version"].unique().to_list() == [again.version] != [served.scorer.version]
    assert other["outcome"].to_list() == decided.portfolio.select(None, ("outcome",))["outcome"].to_list()
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


def test_what_was_scored_before_is_left_out(
    score: Score, served: ServedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score("--out", "all.parquet") == 0
    whole = pl.read_parquet("all.parquet")
    whole.head(2_400).write_csv("before.csv")
    Path("before").mkdir()
    stale = pl.when(pl.int_range(pl.len()) < 7).then(pl.lit("another")).otherwise("version").alias("version")
    whole.with_columns(stale).write_parquet("before/part-0.parquet")
    capsys.readouterr()
    assert score("--out", "new.parquet", "--since", "before.csv") == 0
    assert "before.csv holds 2400 of the applications by the same model and policy" in capsys.readouterr().out
    assert_frame_equal(pl.read_parquet("new.parquet"), whole.tail(100))
    assert score("--out", "new.csv", "--since", "before", "--dry-run") == 0
    assert "7 applications would go into new.csv" in capsys.readouterr().out
    assert score("--out", "new.jsonl", "--since", "before.csv", "--cost-ratio", "30", "--dry-run") == 0
    assert "2500 applications would go" in capsys.readouterr().out
    for name in ("none.parquet", "none.csv"):
        assert score("--out", name, "--since", "all.parquet") == 0
    assert pl.read_parquet("none.parquet").schema == whole.schema
    assert Path("none.csv").read_text().startswith("SK_ID_CURR,probability,")


def test_an_earlier_output_that_is_none_is_one_sentence(score: Score, capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.csv").write_text("SK_ID_CURR,points\n1,2\n")
    Path("y.parquet").write_text("nonsense")
    for since, words in (
        ("x.csv", "lacks version"),
        ("y.parquet", "cannot be read"),
        ("z.csv", "is no file of"),
        ("out.csv", "are the same"),
    ):
        assert score("--out", "out.csv", "--since", since) == 2
        said = capsys.readouterr().err
        assert (words in said, said.count("\n")) == (True, 1), said
    assert not Path("out.csv").exists()


def test_options_of_a_file_count_less_than_those_of_the_command_line(
    settings: Settings, synthetic_tables: Path, score: Score, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("run.toml").write_text(
        f'model = "small"\ntables = "{synthetic_tables}"\nout = "x.parquet"\ncolumns = ["SK_ID_CURR", "cost_ratio"]\n'
        "cost-ratio = 30\nquiet = true\ncontributions = false\n"
    )
    assert main(["score", "--config", "run.toml", "--out", "y.parquet", "--cost-ratio=20"]) == 0
    assert capsys.readouterr().out == ""
    found = pl.read_parquet("y.parquet")
    assert (found.columns, found["cost_ratio"].unique().to_list()) == (["SK_ID_CURR", "cost_ratio"], [20.0])
    assert not Path("x.parquet").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('tabels = "x"', "names 'tabels', which is no option here: write 'tables'."),
        ("zzz = 1", "names 'zzz', which is no option here: leave it out."),
        ("quiet = 1", "gives quiet the value 1: give true or false."),
        ("columns = true", "gives columns the value True: give a text, a number or a list of texts."),
        ("tables =", "which is no TOML ("),
    ],
)
def test_a_file_of_options_that_cannot_be_used_is_one_sentence(
    content: str, words: str, score: Score, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("run.toml").write_text(content)
    assert score("--config", "run.toml", "--out", "x.csv") == 2
    assert words in capsys.readouterr().err
    assert score("--out", "x.csv", "--config=absent.toml") == 2
    assert "absent.toml, which cannot be read" in capsys.readouterr().err
