"""`credit-panel card`, `note`, `validate` and `drift`: a report, figures as JSON, an exit code, or one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from credit_panel.cli import main
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings


@pytest.fixture(autouse=True)
def portfolio(settings: Settings, served_model: ServedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portfolio that the command finds, from an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings.environ().items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("command", ["card", "note", "validate"])
def test_a_report_is_written(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--out", "a.pdf", "--date", "2026-11-30"]) == 0
    assert main([command, "--out", "a.html", "--lang", "fr"]) == 0
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")
    assert '<html lang="fr">' in Path("a.html").read_text("utf-8")
    assert "into a.html." in capsys.readouterr().out


def test_drift_says_by_its_exit_code_whether_something_moved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "--json", "--limit", "99"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert not any(found["over_limit"] for found in told["drifts"])
    indices = sorted((found["index"] for found in told["drifts"] if found["index"] > found["critical"]), reverse=True)
    assert main(["drift", "--out", "d.html", "--json", "--limit", str(indices[0] * 0.999)]) == 3
    out, err = capsys.readouterr()
    assert sum(found["over_limit"] for found in json.loads(out)["drifts"]) == 1
    assert "Wrote the drift report into d.html." in err
    assert "Drift report" in Path("d.html").read_text("utf-8")


def test_drift_of_a_file_and_of_another_portfolio(served_model: ServedModel) -> None:
    served_model.portfolio.select(served_model.portfolio.ids[:400], ["AMT_CREDIT", "AMT_ANNUITY"]).write_csv("new.csv")
    assert main(["drift", "--file", "new.csv", "--out", "d.html", "--limit", "99"]) == 0
    assert "new.csv" in Path("d.html").read_text("utf-8")
    name = served_model.scorer.manifest.name
    assert main(["drift", "--against", name, "--out", "e.html"]) == 0
    assert f"Portfolio {name}" in Path("e.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["card", "--out", "a.csv"], "neither .pdf nor .html"),
        (["note", "--out", "no/a.pdf"], "does not exist: make it first"),
        (["card", "--out", "a.pdf", "--model", "nobody"], "nobody"),
        (["drift"], "add --out FILE, --json, or both"),
        (["drift", "--json", "--out", "-"], "both ask for standard output"),
        (["drift", "--json", "--file", "gone.csv"], "gone.csv"),
        (["drift", "--json", "--against", "gone"], "gone"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    arguments: list[str], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert says in err
    assert err.startswith("credit-panel: ")
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())
