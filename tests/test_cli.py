"""The command line: what it writes, and one sentence and exit code 2 for each fault."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from little_room import little_room

from credit_panel.cli import main
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Policy
from credit_panel.scoring.manifest import seal_of
from credit_panel.settings import Settings


@pytest.fixture
def environ(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))


@pytest.mark.usefixtures("environ")
def test_score_writes_every_application(served: ServedModel, synthetic_tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    assert main(["score", "--model", "small", "--tables", str(synthetic_tables), "--out", str(out)]) == 0
    scores = pl.read_parquet(out)
    assert scores["SK_ID_CURR"].to_list() == served.portfolio.ids.tolist()
    assert {"probability", "points", "outcome"} <= set(scores.columns)
    some = scores.gather_every(10)
    explained = [served.explain_client(int(i)) for i in some["SK_ID_CURR"]]
    page = pl.Series([e.probability for e in explained])
    assert (page - some["probability"]).abs().max() <= 1e-9
    assert [str(e.outcome) for e in explained] == some["outcome"].to_list()


@pytest.mark.usefixtures("environ", "served")
def test_values_that_cannot_be_are_refused_or_counted_as_missing_on_demand(
    synthetic_tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train = pl.read_parquet(synthetic_tables / "application_train.parquet").head(200)
    tables, out = tmp_path / "tables", tmp_path / "scores.parquet"
    tables.mkdir()
    train.with_columns(-pl.col("DAYS_BIRTH"), EXT_SOURCE_2=-999.0).write_parquet(tables / "application_train.parquet")
    (tables / "bureau.xlsx").write_bytes(b"")
    score = ["score", "--model", "small", "--tables", str(tables), "--out", str(out)]
    for command in (
        score,
        ["build", "--tables", str(tables), "--name", "other"],
        ["compare", "small", "small", "--tables", str(tables)],
    ):
        assert main(command) == 2
        said = capsys.readouterr().err
        assert "DAYS_BIRTH: 200 of 200 outside -36525 to -6570" in said
        assert "(a number that stands for missing?)" in said
        assert "--allow-out-of-bounds" in said
    assert not out.exists()
    assert main([*score, "--allow-out-of-bounds"]) == 0
    said = capsys.readouterr().out
    assert "Note: application_train.parquet: values that cannot be count as missing: DAYS_BIRTH: 200 of 200" in said
    assert "Note: bureau.xlsx is not read: save it as CSV or Parquet." in said
    assert len(pl.read_parquet(out)) == 200


@pytest.mark.long
def test_synthesize_and_build_give_what_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["credit_panel.portfolio.build"], "RULES", ("third_party",))
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(tmp_path / "models"))
    tables = tmp_path / "tables"
    assert main(["synthesize", "--applications", "1200", "--seed", "3", "--out", str(tables), "--format", "csv"]) == 0
    for name in ("bureau_balance.csv", "installments_payments.csv"):
        (tables / name).unlink()
    bureau = pl.read_csv(tables / "bureau.csv", infer_schema=False)
    stray = bureau.head(3).with_columns(SK_ID_CURR=pl.lit("999999999"), SK_ID_BUREAU="1" + pl.col("SK_ID_BUREAU"))
    pl.concat([stray, bureau]).write_csv(tables / "bureau.csv")
    options = ["--tune", "0.001", "--cost-ratio", "8", "--review-level", "0.2", "--rule-costs"]
    assert main(["build", "--tables", str(tables), "--name", "mine", *options]) == 0
    served = ServedModel.open(Settings(tmp_path / "data", tmp_path / "models", "mine"))
    assert len(served.portfolio) == 1200
    assert served.scorer.policy == Policy(cost_ratio=8, review_level=0.2), "what every page and the API then go by"
    assert served.scorer.manifest.training["tuning"] == {"trials": 0}, "the time was too short for one trial"
    (rule_cost,) = served.scorer.manifest.metrics["rule_costs"]
    assert (rule_cost["rule"], rule_cost["columns"]) == ("third_party", 4)
    assert "Cost of the fields on third parties left out (4): " in capsys.readouterr().out
    notes = served.portfolio.manifest.notes
    assert any("installments_payments" in note for note in notes)
    assert "bureau: 3 rows belong to no application and are left out of the histories." in notes


@pytest.mark.usefixtures("environ", "served")
def test_verify_tells_an_intact_model_from_one_that_scores_otherwise(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["verify", "small"]) == 0
    assert "'small' is intact" in capsys.readouterr().out
    shutil.copytree(settings.models_dir, tmp_path / "models")
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(tmp_path / "models"))
    path = tmp_path / "models" / "small" / "manifest.json"
    content = json.loads(path.read_text())
    content["golden"]["probability"][0] += 1e-8
    path.write_text(json.dumps(content | {"seal": seal_of(content)}))
    assert main(["verify", "small"]) == 2
    assert "1.0e-08 away from those at training" in capsys.readouterr().err


@pytest.mark.usefixtures("environ")
def test_compare_measures_training_clients_by_what_was_held_out(
    served: ServedModel, synthetic_tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compare", "small", "small", "--tables", str(synthetic_tables)]) == 0
    said = capsys.readouterr().out
    assert f"{served.scorer.manifest.metrics['auc']:.4f}" in said, "out of fold, not refitted"
    assert "+0.0000 (+0.0000 to +0.0000)" in said
    assert "Who changes side" in said


@pytest.mark.usefixtures("environ")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--tables", "nowhere.zip", "--name", "x"], ["nowhere.zip"]),
        (["build", "--tables", ".", "--name", "../x"], ["'../x'"]),
        (["build", "--tables", "."], ["--name"]),
        (["build", "--tables", ".", "--name", "x", "--review-level", "2"], ["review level", "2.0"]),
        (["verify", "absent"], ["absent"]),
        (["compare", "absent", "small", "--tables", "."], ["absent"]),
        (["score", "--model", "absent", "--tables", ".", "--out", "o.parquet"], ["absent"]),
        (["score", "--model", "small", "--tables", ".", "--out", "no/o.parquet"], ["no"]),
        (["score", "--model", "small", "--tables", ".", "--out", "o.parquet"], ["application"]),
    ],
)
def test_a_fault_is_one_sentence_and_exit_code_2(
    arguments: list[str],
    words: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert said.startswith("credit-panel: ")
    assert said.endswith(".")
    assert all(word in said for word in words)


@pytest.mark.usefixtures("environ", "served")
@pytest.mark.parametrize("command", ["score --model small --tables {tables}", "synthesize --applications 200"])
def test_a_full_disk_is_told_and_leaves_what_was_there(
    command: str, synthetic_tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / ("scores.csv" if command.startswith("score") else "tables")
    if command.startswith("score"):
        out.write_text("kept")
    with little_room(4_096):
        assert main([*command.format(tables=synthetic_tables).split(), "--out", str(out)]) == 2
    assert "no room" in capsys.readouterr().err.splitlines()[-1]
    assert out.is_dir() or out.read_text() == "kept"
    assert not [path for path in tmp_path.rglob("*") if path != out], "and nothing half written"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build"],
        ["synthesize", "--out", "x", "--applications", "none"],
        ["build", "--synthetic", "--tune", "-1"],
        ["build", "--synthetic", "--seed", "-1"],
        ["synthesize", "--out", "x", "--seed", str(2**32)],
        ["dance"],
    ],
)
def test_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: credit-panel" in capsys.readouterr().err


def test_the_command_starts_without_loading_the_pages() -> None:
    code = "import sys, credit_panel.cli; sys.exit(any(m in sys.modules for m in ('panel', 'xgboost', 'polars')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_command_that_scores_loads_no_more_than_scoring_needs() -> None:
    """Two thirds of such a command would be the import of scikit-learn, which XGBoost asks for."""
    loaded = "[m for m in ('panel', 'sklearn', 'scipy.stats', 'pandas') if m in sys.modules]"
    code = f"import sys; from credit_panel.cli import main; main(['verify', 'absent']); print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert "absent" in done.stderr
