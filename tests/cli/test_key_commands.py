"""`credit-panel key`."""

from __future__ import annotations

from pathlib import Path

import pytest

from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.cli import main
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.settings import Settings


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, with the folder of a portfolio."""
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CREDIT_PANEL_JOURNAL_URL", raising=False)
    (tmp_path / "synthetic").mkdir()


def test_a_key_is_printed_once_and_taken_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["key", "add", "nightly", "--action", "score_applications", "--days", "3"]) == 0
    printed = capsys.readouterr().out.splitlines()
    gate = Gate(AccessSettings.from_env())
    assert gate.by_key(printed[0]) is not None
    assert printed[1].startswith("Note: the server asks for no login yet")
    assert main(["key", "list"]) == 0
    listed = capsys.readouterr().out
    assert "nightly  score_applications  until " in listed
    assert "never used" in listed
    assert printed[0] not in listed
    assert main(["key", "revoke", "nightly"]) == 0
    assert gate.by_key(printed[0]) is None
    assert main(["key", "revoke", "nightly"]) == 2
    assert main(["key", "add", "nightly", "--action", "view_model"]) == 2


def test_keys_are_on_record_without_their_secret(capsys: pytest.CaptureFixture[str]) -> None:
    main(["key", "add", "nightly", "--action", "view_model"])
    token = capsys.readouterr().out.split()[0]
    main(["key", "revoke", "nightly"])
    journal = open_journal(Settings.from_env())
    found = [dict(entry.content) for entry in journal.entries((Kind.KEY_CHANGED,))]
    journal.close()
    assert [content["what"] for content in found] == ["added", "revoked"]
    assert found[0]["actions"] == ["view_model"]
    assert token not in str(found)


@pytest.mark.parametrize("wrong", [["--action", "fly"], [], ["--action", "view_model", "--days", "0"]])
def test_wrong_keys_are_refused(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(["key", "add", "nightly", *wrong])
