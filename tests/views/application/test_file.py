"""A dropped file: limited on the way, told in both languages, and deaf to what its cells would have it run."""

from __future__ import annotations

import base64
import io
import re
from html import unescape
from typing import get_args

import polars as pl
import pytest
from event_loop import in_a_loop, until
from hand_made.hostile import every_cell_wrong
from openpyxl import Workbook
from panel.models.esm import DataEvent

from credit_panel.errors import ApplicationFileError, UploadError, UploadFault
from credit_panel.home_credit.file_notes import FileNote, NoteKind
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.range_seen import unseen_values
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.application.file import ApplicationFileView, fault_words
from credit_panel.views.parts.file_drop import FileDrop
from credit_panel.views.parts.file_notes import note_words, unseen_words
from credit_panel.views.parts.upload_words import upload_words

HEADER = "NAME_CONTRACT_TYPE,AMT_INCOME_TOTAL,AMT_CREDIT,DAYS_BIRTH,Remark"
PAYLOAD = "<img src=x onerror=alert(1)>"
FILE = f"{HEADER}\nCash loans,150000,450000,-14600,a\n{PAYLOAD},150000,=cmd(),-14600,b\n".encode()


def post(drop: FileDrop, **message: object) -> None:
    drop._process_event(DataEvent(None, {"serial": drop.answered + 1, **message}))


def send(
    drop: FileDrop, content: bytes, *, name: str = "some.csv", size: int | None = None, part: int = 100_000
) -> None:
    post(drop, kind="begin", name=name, size=len(content) if size is None else size)
    for start in range(0, max(len(content), 1), part):
        data = base64.b64encode(content[start : start + part]).decode()
        post(drop, kind="part", data=data, last=start + part >= len(content))


def settle(state: ApplicationFileState, drop: FileDrop, content: bytes, **known: str) -> None:
    """Send a file, and wait until it is read."""

    async def visit() -> None:
        send(drop, content, **known)
        assert state.busy
        await until(lambda: not state.busy)

    in_a_loop(visit)


@pytest.fixture
def arrived() -> list[tuple[str, bytes | None]]:
    return []


@pytest.fixture
def drop(arrived: list[tuple[str, bytes | None]]) -> FileDrop:
    return FileDrop(lambda name, content: arrived.append((name, content)), most=1_000)


def test_a_file_arrives_whole_in_parts(drop: FileDrop, arrived: list[tuple[str, bytes | None]]) -> None:
    send(drop, bytes(range(256)) * 3, part=100)
    send(drop, b"x", part=1)
    assert arrived == [("some.csv", bytes(range(256)) * 3), ("some.csv", b"x")]


@pytest.mark.parametrize("said", [100_000_000, 10])
def test_a_file_above_the_limit_is_refused_and_no_more_of_it_is_held(
    drop: FileDrop, arrived: list[tuple[str, bytes | None]], said: int
) -> None:
    send(drop, b"x" * 5_000, size=said, part=100)
    assert arrived == [("some.csv", None)]
    assert drop._parts == bytearray()
    send(drop, b"small")
    assert arrived[-1] == ("some.csv", b"small")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_tells_each_row_and_runs_nothing(served: ServedModel, language: str) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    intro, drop, report = view.__panel__()
    settle(state, drop, FILE)
    assert report.object.count("<tbody>") == 2
    assert "<img" not in report.object
    assert "<code>&lt;img src=x onerror=alert(1)&gt;</code>" in report.object
    assert "<code>=cmd()</code>" in report.object
    assert "Remark" in report.object
    t = translator(language)
    probability = state.scores.frame["probability"][0]
    assert f"<td>{t.percent(probability)}</td>" in report.object
    csv, excel = (base64.b64decode(found) for found in re.findall(r'href="data:[^"]*;base64,([^"]+)"', report.object))
    assert csv.decode("utf-8-sig").startswith(
        {"fr": "row;SK_ID_CURR;probability", "en": "row,SK_ID_CURR,probability"}[language]
    )
    frame = pl.read_excel(io.BytesIO(excel), engine="openpyxl")
    assert frame["row"].to_list() == [2, 3]
    assert frame["probability"][0] == pytest.approx(probability, abs=1e-9)
    assert t.label("AMT_CREDIT") in frame["problem"][1]
    (example,) = re.findall(r'base64,([^"]+)"', intro.object)
    settle(state, drop, base64.b64decode(example))
    assert len(state.scores.frame) == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0", HEADER.encode()])
def test_what_cannot_be_read_is_one_sentence_in_the_place_of_the_report(served: ServedModel, content: bytes) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language="en")
    _, drop, report = view.__panel__()
    settle(state, drop, FILE)
    settle(state, drop, content, name=PAYLOAD)
    assert 'role="alert"' in report.object
    assert "&lt;img" in report.object
    assert "<table" not in report.object


@pytest.mark.parametrize(("language", "words"), [("en", "not told: of each row"), ("fr", "pas détaillés")])
def test_the_problems_that_are_not_told_are_counted(served: ServedModel, language: str, words: str) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    _, drop, report = view.__panel__()
    settle(state, drop, every_cell_wrong())
    assert words in report.object
    assert translator(language).number(state.scores.file.untold) in report.object
    assert len(report.object) < 1_000_000


@pytest.mark.parametrize("before", [True, False])
def test_a_file_without_a_row_that_can_be_read_is_told_in_the_place_of_the_last_one(
    served: ServedModel, before: bool
) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language="en")
    _, drop, report = view.__panel__()
    if before:
        settle(state, drop, FILE)
    settle(state, drop, f"{HEADER}\nCash loans,150000,many,-14600,a\n".encode(), name="none.csv")
    assert "none.csv" in report.object
    assert "some.csv" not in report.object
    assert "0 applications were scored." in report.object
    assert report.object.count("<tbody>") == 1
    assert "<code>many</code>" in report.object
    csv, _ = (base64.b64decode(found) for found in re.findall(r'href="data:[^"]*;base64,([^"]+)"', report.object))
    assert csv.decode("utf-8-sig").splitlines()[1].startswith("2,")
    view.language = "fr"
    assert "none.csv" in report.object
    assert "0 demande" in report.object


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("fault", ["busy", "slow", "heavy", "broken"])
def test_a_file_that_takes_too_much_is_told_in_the_place_of_the_last_one(
    served: ServedModel, language: str, fault: UploadFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    _, drop, report = view.__panel__()
    settle(state, drop, FILE)

    def refuse(*_: object) -> None:
        raise UploadError(fault)

    monkeypatch.setattr("credit_panel.portfolio.application_scores.applications_of_upload", refuse)
    settle(state, drop, FILE, name="other.csv")
    assert "other.csv" in report.object
    assert upload_words(UploadError(fault), translator(language)) in unescape(report.object)
    assert "<table" not in report.object


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
    _, drop, report = view.__panel__()
    settle(view.state, drop, out.getvalue())
    t = translator(language)
    assert "<code>=0.05+0.5 (Demandes!G2)</code>" in report.object
    assert t.gettext("The sheet {names} was read.", names="“Demandes”") in report.object
    told = t.gettext("Client {client} stands in rows {rows}: each was scored on its own.", client="8", rows="3, 4")
    assert told in report.object
    assert t.ngettext("{n} cell with “{word}” counts as not given.", "", 1, word="NA") in report.object
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
    _, drop, report = view.__panel__()
    settle(view.state, drop, f"{HEADER}\nCash loans,150000,450000,-14600,a\nCash loans,9e9,450000,-14600,b\n".encode())
    assert len(view.state.scores.frame) == 2
    t = translator(language)
    (found,) = unseen_values(served.portfolio, {"AMT_INCOME_TOTAL": 9e9, "AMT_CREDIT": 450_000})
    said = unseen_words(found, t, [3])
    assert t.label("AMT_INCOME_TOTAL") in said
    assert said in report.object


def test_a_column_that_may_be_the_one_that_lacks_is_named(served: ServedModel) -> None:
    view = ApplicationFileView(state=ApplicationFileState(served), language="en")
    _, drop, report = view.__panel__()
    settle(view.state, drop, FILE.replace(b"AMT_CREDIT", b"AMT_CREDT"))
    assert "Is the column “AMT_CREDT” meant to be AMT_CREDIT?" in report.object


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_fault_is_a_sentence_of_its_own(language: str) -> None:
    faults = ("too_big", "no_table", "empty", "too_many_rows", "too_wide", "repeated", "absent", "no_field")
    said = {fault_words(ApplicationFileError(f, "", ["AMT_CREDIT"]), translator(language)) for f in faults}
    assert len(said) == len(faults)
    assert all(sentence.endswith(".") for sentence in said)
