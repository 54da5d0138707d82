"""`credit-panel letter`: a PDF in a file, a pipe or standard output, or one sentence."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from credit_panel.cli import main
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings


@pytest.fixture
def client_id(served_model: ServedModel, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A client of the portfolio that the command finds, from an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name, value in settings.environ().items():
        monkeypatch.setenv(name, value)
    return str(served_model.portfolio.ids[3])


def test_a_letter_is_written(client_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["letter", client_id, "--date", "2026-11-29", "--out"]
    assert main([*asked, "a.pdf"]) == main([*asked, "b.pdf"]) == 0
    assert main([*asked, "en.PDF", "--lang", "en"]) == 0
    first = Path("a.pdf").read_bytes()
    assert first.startswith(b"%PDF")
    assert Path("b.pdf").read_bytes() == first != Path("en.PDF").read_bytes()
    assert f"Wrote a specimen of the letter to client {client_id} into a.pdf." in capsys.readouterr().out
    assert sorted(os.listdir(tmp_path)) == ["a.pdf", "b.pdf", "en.PDF"]


def test_a_pipe_stays_one(client_id: str) -> None:
    os.mkfifo("pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_bytes()))
    reader.start()
    assert main(["letter", client_id, "--out", "pipe"]) == 0
    reader.join()
    assert read[0].startswith(b"%PDF")
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    ("number", "out", "setting", "says"),
    [
        ("1", "a.pdf", "", "No client has the number 1"),
        ("", "a.csv", "", "whose ending is not .pdf"),
        ("", "letter", "", "whose ending is not .pdf"),
        ("", "no/a.pdf", "", "does not exist: make it first"),
        ("", "a.pdf", "a\u202eb", "CREDIT_PANEL_LENDER_NAME holds the character U+202E"),
        ("", "a.pdf", "漢", "cannot be set in type"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    client_id: str,
    number: str,
    out: str,
    setting: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_LENDER_NAME", setting)
    assert main(["letter", number or client_id, "--out", out]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert os.listdir() == []


@pytest.mark.parametrize("more", [["--lang", "de"], ["--date", "29/11/2026"], ["--date", "2026-02-30"]])
def test_what_the_command_line_refuses(client_id: str, more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["letter", client_id, "--out", "a.pdf", *more])
    assert "Traceback" not in capsys.readouterr().err


def test_that_it_was_made_goes_on_record(
    client_id: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'journal'}", journal_key=tmp_path / "key")
    for name, value in kept.environ().items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "letter.pdf"
    assert main(["letter", client_id, "--out", str(out)]) == 0
    assert not (tmp_path / "journal").exists()  # no letter makes a journal
    open_journal(kept).close()
    assert main(["letter", client_id, "--out", str(out), "--lang", "en"]) == 0
    with closing(open_journal(kept)) as journal:
        (made,) = journal.of(int(client_id))
    assert made.kind == Kind.LETTER_MADE
    assert made.person.startswith("command:")
    assert dict(made.content) == {
        "language": "en",
        "sha256": hashlib.sha256(out.read_bytes()).hexdigest(),
        "data_version": 1,
    }
