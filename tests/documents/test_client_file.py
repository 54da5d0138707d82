"""A client's file holds all that is held about them, in either language, and nothing of anybody else."""

from __future__ import annotations

import io
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from journal.places import place_in
from pypdf import PdfReader

from credit_panel.decisions.proposal_record import proposal_content
from credit_panel.documents.client_file import client_file
from credit_panel.documents.lender import Lender
from credit_panel.documents.report import report_pdf
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.journal.records import Entry, Kind
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.held import held_about

DAY = date(2026, 11, 30)
COMMENT = "#let x = 1; <b>$E = m c^2$</b> @you"
LENDER = Lender(name="Prêt à dépenser", contact="droits@pret.example")


@pytest.fixture
def records(served_model: ServedModel, tmp_path: Path) -> tuple[Entry, ...]:
    """What a journal keeps of a client whose file was opened twice and decided once."""
    first, other = (int(number) for number in served_model.portfolio.ids[:2])
    shown = proposal_content(served_model, served_model.explain_client(first), language="fr", sentences=["Une raison."])
    decision = shown | {"decided": "refuse", "reason": "other", "comment": COMMENT, "reviews": None}
    with closing(place_in(tmp_path).open()) as journal:
        for kind, client_id, content in (
            (Kind.PROPOSAL_SHOWN, first, shown),
            (Kind.PROPOSAL_SHOWN, other, shown),
            (Kind.PROPOSAL_SHOWN, first, shown),
            (Kind.OVERRULE, first, decision),
            (Kind.REVIEW_REQUESTED, first, {"note": "Au téléphone"}),
        ):
            journal.append(kind, client_id=client_id, person="A. Martin", content=content)
        return journal.of(first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_tells_every_value_every_event_and_every_record(
    served_model: ServedModel, records: tuple[Entry, ...], language: Language
) -> None:
    t, client_id = translator(language), int(served_model.portfolio.ids[0])
    report = client_file(served_model, client_id, records, language, LENDER, DAY, 6)
    said = [block for section in report.sections for block in section.blocks]
    held = held_about(served_model.portfolio, client_id)
    rows = {row[0] for block in said for row in block.rows}
    assert {t.label(name) for name, value in held["data"].items() if name in FIELDS and value is not None} - rows <= {
        t.label(CLIENT)
    }
    lines = [line for block in said if block.kind == "list" for line in block.lines]
    assert sum(map(len, held["history"].values())) == len(lines) - 1  # the one reason is a list as well
    told = [section for section in report.sections if any(str(entry.hash) in str(section) for entry in records)]
    assert len(told) == len(records) == 4
    assert "Une raison." in str(told[0])
    assert t.gettext("Model, policy, inputs and reasons are those of record {number}.", number="1") in str(told[1])
    assert COMMENT in str(told[2])


def test_it_is_tagged_the_same_bytes_and_runs_nothing(served_model: ServedModel, records: tuple[Entry, ...]) -> None:
    client_id = int(served_model.portfolio.ids[0])
    pdf, again = (report_pdf(client_file(served_model, client_id, records, "fr", LENDER, DAY, 6)) for _ in range(2))
    assert pdf == again
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    text = " ".join(page.extract_text() for page in reader.pages)
    assert COMMENT in text
    assert "droits@pret.example" in text
