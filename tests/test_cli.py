"""The command line: what it writes, and one sentence and exit code 2 for each fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from credit_panel.cli import main
from credit_panel.portfolio import Book
from credit_panel.settings import Settings


@pytest.fixture
def environ(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))


@pytest.mark.usefixtures("environ")
def test_score_writes_every_application(book: Book, synthetic_tables: Path, tmp_path: Path) -> None:
    out = tmp_path / "scores.parquet"
    assert main(["score", "--model", "small", "--tables", str(synthetic_tables), "--out", str(out)]) == 0
    scores = pl.read_parquet(out)
    assert scores["SK_ID_CURR"].to_list() == book.portfolio.ids.tolist()
    assert {"probability", "points", "outcome"} <= set(scores.columns)
    explained = [book.explain_client(int(i)) for i in scores["SK_ID_CURR"][:1000]]
    page = pl.Series([e.probability for e in explained])
    assert (page - scores["probability"][:1000]).abs().max() <= 1e-9
    assert [str(e.outcome) for e in explained] == scores["outcome"][:1000].to_list()


def test_synthesize_and_build_give_what_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(tmp_path / "models"))
    tables = tmp_path / "tables"
    assert main(["synthesize", "--applications", "1200", "--seed", "3", "--out", str(tables), "--format", "csv"]) == 0
    for name in ("bureau_balance.csv", "installments_payments.csv"):
        (tables / name).unlink()
    assert main(["build", "--tables", str(tables), "--name", "mine"]) == 0
    book = Book.open(Settings(tmp_path / "data", tmp_path / "models", "mine"))
    assert len(book.portfolio) == 1200
    assert any("installments_payments" in note for note in book.portfolio.manifest.notes)


@pytest.mark.usefixtures("environ")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--tables", "nowhere.zip", "--name", "x"], ["nowhere.zip"]),
        (["build", "--tables", ".", "--name", "../x"], ["'../x'"]),
        (["build", "--tables", "."], ["--name"]),
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


@pytest.mark.parametrize(
    "arguments", [[], ["build"], ["synthesize", "--out", "x", "--applications", "none"], ["dance"]]
)
def test_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: credit-panel" in capsys.readouterr().err


def test_the_command_starts_without_loading_the_pages() -> None:
    code = "import sys, credit_panel.cli; sys.exit(any(m in sys.modules for m in ('panel', 'xgboost', 'polars')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
