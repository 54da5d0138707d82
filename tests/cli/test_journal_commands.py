"""`credit-panel journal`: what it finds, prints, writes and takes."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from journal.places import Place, clock, place_in, write_some
from pypdf import PdfReader

from credit_panel.cli import main
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A journal of nine records, one a day until yesterday, beside a portfolio."""
    place = place_in(tmp_path)
    place.settings.portfolio_dir().mkdir()
    for name, value in place.settings.environ().items():
        monkeypatch.setenv(name, value)
    with closing(place.open()) as opened:
        start = datetime.now(UTC) - timedelta(days=9)
        write_some(Journal(opened.database, opened.pseudonyms, "small", now=clock(start)), 9)
    return place


def said(capsys: pytest.CaptureFixture[str], *command: str, code: int = 0) -> str:
    """Run a command and return what it said."""
    assert main(["journal", *command]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out + err


def test_verify_tells_intact_from_changed(place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    anchors = tmp_path / "anchors"
    anchors.write_text(said(capsys, "anchor"))
    assert "intact: 9 records, 0 of them purged" in said(capsys, "verify", "--anchor", str(anchors))
    place.run("DELETE FROM bodies WHERE sequence = 9", "DELETE FROM chain WHERE sequence = 9")
    assert "no anchor was given" in said(capsys, "verify")
    assert "record 9 was cut off" in said(capsys, "verify", "--anchor", str(anchors), code=2)
    place.run("UPDATE bodies SET body = REPLACE(body, 'number 2', 'number 3')")
    told = said(capsys, "verify", code=2)
    assert "Fault: the content of record 3 was changed." in told
    assert "1 faults" in told


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_export_writes_every_record_and_no_number(
    place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    assert "Wrote 9 records" in said(capsys, "export", "--out", str(out))
    frame = pl.read_parquet(out) if ending == "parquet" else pl.read_ndjson(out)
    assert frame["sequence"].to_list() == list(range(1, 10))
    assert json.loads(frame["content"][4])["comment"] == "number 4"
    assert b"100002" not in out.read_bytes()


def test_export_into_a_spreadsheet_is_refused(place: Place, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "would run what people typed" in said(capsys, "export", "--out", str(tmp_path / "x.csv"), code=2)


def test_purge_counts_first_then_takes_and_a_hold_keeps(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    assert "are kept from any purge" in said(capsys, "hold", "100002", "--reason", "in court", "--person", "Counsel")
    assert "Would purge 6 records" in said(capsys, "purge", "--before", day, "--dry-run")
    assert "Purged 6 records" in said(capsys, "purge", "--before", day)
    assert "11 records, 6 of them purged" in said(capsys, "verify")
    assert "may be purged again" in said(capsys, "release", "100002", "--reason", "settled")
    assert "Purged 3 records" in said(capsys, "purge", "--before", day)


def test_what_the_law_keeps_is_not_purged(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    manifest = place.settings.bundle_dir() / "manifest.json"
    manifest.parent.mkdir(exist_ok=True)
    manifest.write_text(json.dumps({"jurisdiction": "US"}))
    told = said(capsys, "purge", "--before", today, code=2)
    assert "The law of US" in told
    assert "25 months: give --before 20" in told
    assert "Purged 0 records" in said(capsys, "purge", "--due")
    monkeypatch.setenv("CREDIT_PANEL_RETENTION_MONTHS", "12")
    assert "give whole months from 25" in said(capsys, "purge", "--due", code=2)
    manifest.write_text(json.dumps({"jurisdiction": "none"}))
    monkeypatch.setenv("CREDIT_PANEL_RETENTION_MONTHS", "0")
    assert "Would purge 9 records" in said(capsys, "purge", "--due", "--dry-run")


def test_client_prints_what_the_journal_keeps_where_there_is_no_portfolio(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    told, _, note = said(capsys, "client", "100003").partition("Note: ")
    assert [record["sequence"] for record in json.loads(told)["records"]] == [2, 5, 8]
    assert "of the journal alone" in note


def test_client_gives_the_data_the_past_and_the_records(
    settings: Settings, served_model: ServedModel, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: Any
) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'journal'}", journal_key=tmp_path / "key")
    for name, value in kept.environ().items():
        monkeypatch.setenv(name, value)
    client_id = int(served_model.portfolio.ids[0])
    with closing(open_journal(kept)) as opened:
        opened.append(Kind.REVIEW_REQUESTED, client_id=client_id, person="A. Martin", content={"note": "=1+1"})
    told = json.loads(said(capsys, "client", str(client_id)))
    assert [record["content"]["note"] for record in told["records"]] == ["=1+1"]
    assert told["data"]["SK_ID_CURR"] == client_id
    assert set(told["points"]) == set(served_model.scorer.features)
    events = served_model.portfolio.history.events(client_id)
    assert {name: len(rows) for name, rows in told["history"].items()} == {name: len(r) for name, r in events.items()}
    out = tmp_path / "file.pdf"
    said(capsys, "client", str(client_id), "--out", str(out), "--lang", "en", "--date", "2026-11-30")
    text = " ".join(page.extract_text() for page in PdfReader(out).pages)
    assert f"What is held about client {client_id}" in text
    assert "=1+1" in text
    assert "No client has the number 7" in said(capsys, "client", "7", "--out", str(out), code=2)
    assert "neither .json nor .pdf" in said(capsys, "client", "7", "--out", "x.csv", code=2)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (["verify", "--model", "absent"], "no portfolio 'absent'"),
        (["verify", "--model", "../x"], "cannot be used"),
        (["hold", "1", "--reason", "  "], "say in --reason why"),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence(
    place: Place, capsys: pytest.CaptureFixture[str], command: list[str], sentence: str
) -> None:
    assert sentence in said(capsys, *command, code=2)


def test_no_command_makes_a_journal(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    file = place.settings.journal_file()
    assert file is not None
    file.unlink()
    assert "There is no journal" in said(capsys, "verify", code=2)
    assert not file.exists()


@pytest.mark.parametrize("day", ["2999-01-01", "yesterday"])
def test_a_day_to_purge_before_is_a_day_that_was(place: Place, day: str) -> None:
    with pytest.raises(SystemExit):
        main(["journal", "purge", "--before", day])
