"""The letter over REST: a PDF in the language asked for, kept by nobody."""

from __future__ import annotations

import hashlib
import io
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from credit_panel.documents.lender import Lender
from credit_panel.documents.letter import letter_pdf
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.locale import LANGUAGES, Language
from credit_panel.portfolio import ServedModel
from credit_panel.server.refusal import PROBLEM_TYPE
from credit_panel.settings import Settings


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_letter_of_every_other_door(
    client: TestClient, served_model: ServedModel, language: Language
) -> None:
    number = int(served_model.portfolio.ids[5])
    days = [datetime.now(UTC).date()]
    answer = client.get(f"/api/v1/clients/{number}/letter", headers={"accept-language": language})
    days.append(datetime.now(UTC).date())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-language"] == language
    assert answer.headers["vary"] == "Accept-Language"
    assert answer.headers["cache-control"] == "no-store"
    assert f"letter-{number}-{language}.pdf" in answer.headers["content-disposition"]
    assert answer.content in [letter_pdf(served_model, number, language, Lender(), day) for day in days]
    assert cast("dict[str, str]", PdfReader(io.BytesIO(answer.content)).trailer["/Root"])["/Lang"] == language


def test_a_setting_that_cannot_be_used_names_nothing_to_strangers(
    client: TestClient, served_model: ServedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_LENDER_NAME", "漢字銀行")
    answer = client.get(f"/api/v1/clients/{served_model.portfolio.ids[5]}/letter")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == PROBLEM_TYPE
    assert "漢" not in answer.text


def test_that_it_was_made_goes_on_record(
    client: TestClient, settings: Settings, served_model: ServedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = replace(settings, journal=f"sqlite:{tmp_path / 'journal'}", journal_key=tmp_path / "key")
    for name, value in kept.environ().items():
        monkeypatch.setenv(name, value)
    number = int(served_model.portfolio.ids[5])
    answer = client.get(f"/api/v1/clients/{number}/letter", headers={"accept-language": "en"})
    client.head(f"/api/v1/clients/{number}/letter")
    with closing(open_journal(kept)) as journal:
        (made,) = journal.of(number)
        assert made.kind == Kind.LETTER_MADE
        assert dict(made.content) == {
            "language": "en",
            "sha256": hashlib.sha256(answer.content).hexdigest(),
            "data_version": 1,
        }
