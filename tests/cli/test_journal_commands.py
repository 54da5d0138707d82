"""`credit-panel journal`: what it finds, prints, writes and takes."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from journal.places import Place, clock, place_in, write_some

from credit_panel.cli import main
from credit_panel.journal.journal import Journal


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


def test_client_prints_all_that_is_kept_on_one(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(said(capsys, "client", "100003"))
    assert [record["sequence"] for record in told["records"]] == [2, 5, 8]
    assert json.loads(said(capsys, "client", "7"))["records"] == []


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
