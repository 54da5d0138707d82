"""A dropped file: limited on the way, told in both languages, and deaf to what its cells would have it run."""

from __future__ import annotations

import base64
import io
import re
from html import unescape
from typing import get_args

import pytest
from hand_made.dropped_file import FILE, HEADER, PAYLOAD, send, settle
from hand_made.hostile import every_cell_wrong
from openpyxl import Workbook

from credit_panel.errors import ApplicationFileError, UploadError, UploadFault
from credit_panel.home_credit.file_notes import FileNote, NoteKind
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.range_seen import unseen_values
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.uploads.unfinished import UNFINISHED, UnfinishedFiles
from credit_panel.views.application.file import ApplicationFileView
from credit_panel.views.application.file_faults import fault_words
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.file_notes import note_words, unseen_words
from credit_panel.views.parts.upload_words import upload_words

Arrived = list[tuple[str, bytes | UploadError | None]]


@pytest.fixture
def arrived() -> Arrived:
    return []


@pytest.fixture
def drop(arrived: Arrived) -> FileDrop:
    return FileDrop(lambda name, content: arrived.append((name, content)), most=1_000)


def test_a_file_arrives_whole_in_parts(drop: FileDrop, arrived: Arrived) -> None:
    send(drop, bytes(range(256)) * 3, part=100)
    send(drop, b"x", part=1)
    assert arrived == [("some.csv", bytes(range(256)) * 3), ("some.csv", b"x")]


@pytest.mark.parametrize("said", [100_000_000, 10])
def test_a_file_above_the_limit_is_refused_and_no_more_of_it_is_held(
    drop: FileDrop, arrived: Arrived, said: int
) -> None:
    send(drop, b"x" * 5_000, size=said, part=100)
    assert arrived == [("some.csv", None)]
    assert UNFINISHED.take(drop) == b""
    send(drop, b"small")
    assert arrived[-1] == ("some.csv", b"small")


def test_a_file_that_there_is_no_room_for_is_told(
    drop: FileDrop, arrived: Arrived, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("credit_panel.views.parts.file_drop.UNFINISHED", UnfinishedFiles(most=300))
    send(drop, b"x" * 500, part=100)
    ((name, error),) = arrived
    assert name == "some.csv"
    assert isinstance(error, UploadError)
    assert error.fault == "busy"
    send(drop, b"small")
    assert arrived[-1] == ("some.csv", b"small")


def test_the_name_of_a_file_holds_nothing_unseen(drop: FileDrop, arrived: Arrived) -> None:
    send(drop, b"x", name="clients\u202evsc.exe\u200b\n.csv")
    assert arrived == [("clientsvsc.exe.csv", b"x")]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0", HEADER.encode()])
def test_what_cannot_be_read_is_one_sentence_in_the_place_of_the_report(served: ServedModel, content: bytes) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language="en")
    _, drop, _, _, report = view.__panel__()
    settle(state, drop, FILE)
    settle(state, drop, content, name=PAYLOAD)
    assert 'role="alert"' in report.block
    assert "&lt;img" in report.block
    assert "<table" not in report.block


@pytest.mark.parametrize(("language", "words"), [("en", "not told: of each row"), ("fr", "pas détaillés")])
def test_the_problems_that_are_not_told_are_counted(served: ServedModel, language: str, words: str) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    _, drop, _, _, report = view.__panel__()
    settle(state, drop, every_cell_wrong())
    assert words in report.block
    assert translator(language).number(state.scores.file.untold) in report.block
    assert len(report.block) < 1_000_000


@pytest.mark.parametrize("before", [True, False])
def test_a_file_without_a_row_that_can_be_read_is_told_in_the_place_of_the_last_one(
    served: ServedModel, before: bool
) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language="en")
    _, drop, _, _, report = view.__panel__()
    if before:
        settle(state, drop, FILE)
    settle(state, drop, f"{HEADER}\nCash loans,150000,many,-14600,a\n".encode(), name="none.csv")
    assert "none.csv" in report.block
    assert "some.csv" not in report.block
    assert "0 applications were scored." in report.block
    assert report.block.count("<tbody>") == 1
    assert "<code>many</code>" in report.block
    csv, _ = (base64.b64decode(found) for found in re.findall(r'href="data:[^"]*;base64,([^"]+)"', report.block))
    assert csv.decode("utf-8-sig").splitlines()[1].startswith("2,")
    view.language = "fr"
    assert "none.csv" in report.block
    assert "0 demande" in report.block


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("fault", ["busy", "often", "slow", "heavy", "broken"])
def test_a_file_that_takes_too_much_is_told_in_the_place_of_the_last_one(
    served: ServedModel, language: str, fault: UploadFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    _, drop, _, _, report = view.__panel__()
    settle(state, drop, FILE)

    def refuse(*_: object) -> None:
        raise UploadError(fault)

    monkeypatch.setattr("credit_panel.state.application_file.applications_of_upload", refuse)
    settle(state, drop, FILE, name="other.csv")
    assert "other.csv" in report.block
    assert upload_words(UploadError(fault), translator(language)) in unescape(report.block)
    assert "<table" not in report.block


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_names_the_cell_and_tells_how_the_file_was_read(served: ServedModel, language: str) -> None:
    workbook = Workbook()
    workbook.active.title = "Notes"
    sheet = workbook.create_sheet("Demandes")
    for row in (
        ["SK_ID_CURR", *HEADER.split(","), "EXT_SOURCE_2", "AMT_CREDT"],
        [7, "Cash loans", 150_000, 450_000, -14_600, "a", "=0.05+0.5", None],
        [8, "Cash loans", 150_000, 450_000, -14_600, "b", "NA", None],
        [8, "Cash loans", 150_000, 450_000, -14_600, "c", None, None],
    ):
        sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    view = ApplicationFileView(state=ApplicationFileState(served), language=language)
    _, drop, _, _, report = view.__panel__()
    settle(view.state, drop, out.getvalue())
    t = translator(language)
    assert "<code>=0.05+0.5 (Demandes!G2)</code>" in report.block
    assert t.gettext("The sheet {names} was read.", names="“Demandes”") in report.block
    told = t.gettext("Client {client} stands in rows {rows}: each was scored on its own.", client="8", rows="3, 4")
    assert told in report.block
    assert t.ngettext("{n} cell with “{word}” counts as not given.", "", 1, word="NA") in report.block
    assert len(view.state.scores.frame) == 2


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", get_args(NoteKind))
def test_each_note_is_a_sentence(language: str, kind: NoteKind) -> None:
    note = FileNote(kind, ("2026-03-12", "3") if kind == "dates" else ("EXT SOURCE", "3"), (2, 3))
    said = note_words(note, translator(language))
    assert said.endswith((".", "?"))
    assert "{" not in said


@pytest.mark.parametrize("language", ["fr", "en"])
def test_values_that_no_client_has_are_scored_and_told(served: ServedModel, language: str) -> None:
    view = ApplicationFileView(state=ApplicationFileState(served), language=language)
    _, drop, _, _, report = view.__panel__()
    settle(view.state, drop, f"{HEADER}\nCash loans,150000,450000,-14600,a\nCash loans,9e9,450000,-14600,b\n".encode())
    assert len(view.state.scores.frame) == 2
    t = translator(language)
    (found,) = unseen_values(served.portfolio, {"AMT_INCOME_TOTAL": 9e9, "AMT_CREDIT": 450_000})
    said = unseen_words(found, t, [3])
    assert t.label("AMT_INCOME_TOTAL") in said
    assert said in report.block
    assert ("rows 3" in said, "lignes 3" in said) == (False, False)  # one row is no more than one
    assert re.search(r"\b(rows|lignes)\b", unseen_words(found, t, [3, 5]))


def test_a_column_that_may_be_the_one_that_lacks_is_named(served: ServedModel) -> None:
    view = ApplicationFileView(state=ApplicationFileState(served), language="en")
    _, drop, _, _, report = view.__panel__()
    settle(view.state, drop, FILE.replace(b"AMT_CREDIT", b"AMT_CREDT"))
    assert "Is the column “AMT_CREDT” meant to be AMT_CREDIT?" in report.block


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_fault_is_a_sentence_of_its_own(language: str) -> None:
    faults = ("too_big", "no_table", "empty", "too_many_rows", "too_wide", "repeated", "absent", "no_field")
    said = {fault_words(ApplicationFileError(f, "", ["AMT_CREDIT"]), translator(language)) for f in faults}
    assert len(said) == len(faults)
    assert all(sentence.endswith(".") for sentence in said)
