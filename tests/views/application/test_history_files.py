"""Files of histories dropped beside a file of applications: told file by file, and the scores follow them."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from event_loop import in_a_loop, until
from hand_made.dropped_file import PAYLOAD, press, send
from hand_made.history_files import applications_of, archive, csv, rows_of

from credit_panel.errors import FieldProblem, ProblemKind, UploadError
from credit_panel.home_credit import CLIENT
from credit_panel.home_credit.history_file import HistoryFault, HistoryFileError
from credit_panel.home_credit.schema import HISTORY_TABLES
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.joined_histories import JoinKind, JoinNote
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.application.file import ApplicationFileView
from credit_panel.views.application.file_results import history_text
from credit_panel.views.application.history_words import cell_words, history_fault_words, join_note_words

Dropped = tuple[str, bytes]
SCORED = {
    "fr": "11 demandes ont été notées avec leurs historiques de crédit, 1 sans.",
    "en": "11 applications were scored with credit histories, 1 without.",
}


class Visit:
    """One visitor's tab, as a browser sees it."""

    def __init__(self, served: ServedModel, language: str) -> None:
        self.state = ApplicationFileState(served)
        self.view = ApplicationFileView(state=self.state, language=language)
        _, self.drop, histories, self.opened, self.report = self.view.__panel__()
        self.intro, self.beside, self.files = histories

    def give(self, applications: Dropped | None = None, *histories: Dropped) -> None:
        """Drop files, and wait until all are read and the scores are of them."""

        async def visit() -> None:
            if applications is not None:
                send(self.drop, applications[1], name=applications[0])
            for name, content in histories:
                send(self.beside, content, name=name)
            await until(lambda: not (self.state.busy or self.state.histories.waiting))

        in_a_loop(visit)

    def act(self, act: Callable[[], None]) -> None:
        """Do something, and wait for the scores."""

        async def visit() -> None:
            act()
            await until(lambda: not self.state.busy)

        in_a_loop(visit)


@pytest.fixture
def clients(served: ServedModel) -> list[int]:
    return [int(number) for number in served.portfolio.ids[:12]]


@pytest.fixture
def applications(synthetic_tables: Path, clients: list[int]) -> Dropped:
    return "some.csv", csv(applications_of(synthetic_tables, clients))


@pytest.fixture
def rows(synthetic_tables: Path, clients: list[int]) -> dict[str, pl.DataFrame]:
    """The rows of all clients but the last."""
    return rows_of(synthetic_tables, clients[:-1])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_scores_follow_the_histories_that_come_and_go(
    served: ServedModel, language: str, applications: Dropped, rows: dict[str, pl.DataFrame], clients: list[int]
) -> None:
    visit, t = Visit(served, language), translator(language)
    visit.give(applications)
    alone = visit.state.scores.frame["probability"].to_list()
    assert t.gettext("Credit histories") not in visit.report.block
    visit.give(None, *((f"{name}.csv", csv(frame)) for name, frame in rows.items()))
    scores = visit.state.scores
    assert [file.table for file in visit.state.histories.files] == list(HISTORY_TABLES)
    own = served.portfolio.clients(clients)["probability"].to_list()
    assert scores.frame["probability"].to_list()[:-1] == pytest.approx(own[:-1], abs=1e-9)
    assert scores.frame["probability"].to_list()[-1] == pytest.approx(alone[-1], abs=1e-9)
    assert SCORED[language] in unescape(visit.report.block)
    assert visit.report.block.count(f">{history_text(True, 0, t)}<") == 11
    csv_link, _ = (base64.b64decode(found) for found in re.findall(r'base64,([^"]+)"', visit.report.block))
    table = pl.read_csv(io.BytesIO(csv_link), separator=";" if language == "fr" else ",", infer_schema=False)
    assert table[t.gettext("Credit histories")].to_list() == [history_text(place < 11, 0, t) for place in range(12)]
    press(visit.report, "open", "0")
    assert t.gettext("Scored without credit histories, by the model made for that.") not in unescape(visit.opened.block)
    assert t.percent(own[0]) in visit.opened.block
    visit.act(lambda: press(visit.report, "everyone", ""))
    assert 'aria-pressed="true"' in visit.report.block
    assert visit.state.scores.frame["with_histories"].all()
    assert visit.state.scores.frame["probability"][11] != pytest.approx(alone[-1], abs=1e-9)
    visit.act(lambda: press(visit.report, "everyone", ""))
    for _ in HISTORY_TABLES:
        visit.act(lambda: press(visit.files, "remove", "0"))
    assert visit.state.scores.frame["probability"].to_list() == pytest.approx(alone, abs=1e-9)
    assert visit.state.scores.joined is None


def test_histories_may_come_first_or_in_the_same_moment_and_as_an_archive(
    served: ServedModel, applications: Dropped, rows: dict[str, pl.DataFrame]
) -> None:
    whole = "all.zip", archive({f"{name}.csv": csv(frame) for name, frame in rows.items()})
    first, together = Visit(served, "en"), Visit(served, "en")
    first.give(None, whole)
    assert first.state.scores is None
    first.give(applications)
    together.give(applications, whole)
    for visit in (first, together):
        assert visit.state.scores.frame["with_histories"].sum() == 11
    assert first.state.scores.frame.equals(together.state.scores.frame)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_row_left_out_is_named_and_its_application_says_so(
    served: ServedModel, language: str, applications: Dropped, rows: dict[str, pl.DataFrame], clients: list[int]
) -> None:
    bureau = rows["bureau"].cast(pl.String)
    client = int(bureau[CLIENT][1])
    texts = [PAYLOAD if place == 1 else text for place, text in enumerate(bureau["DAYS_CREDIT"])]
    visit, t = Visit(served, language), translator(language)
    stranger = rows["POS_CASH_balance"].with_columns(pl.lit(1, pl.Int64).alias(CLIENT))
    visit.give(
        applications,
        ("bureau.csv", csv(bureau.with_columns(pl.Series("DAYS_CREDIT", texts)))),
        ("POS_CASH_balance.csv", csv(pl.concat([rows["POS_CASH_balance"], stranger]))),
        ("colours.csv", b"colour\nblue\n"),
    )
    block = visit.files.block
    assert "<img" not in block
    assert "<code>&lt;img src=x onerror=alert(1)&gt;</code>" in block
    assert f'<td class="text">bureau.csv</td><th scope="row">3</th><td>{client}</td>' in block
    assert t.gettext("This is not a number.") in block
    assert 'role="alert"' in block
    assert "colours.csv" in block
    (link,) = re.findall(r'base64,([^"]+)"', block)
    told = pl.read_csv(io.BytesIO(base64.b64decode(link)), separator=";" if language == "fr" else ",")
    assert told[t.gettext("Row")].to_list() == [3]
    said = history_text(True, 1, t)
    assert visit.report.block.count(f">{said}<") == 1
    note = JoinNote("strangers", "POS_CASH_balance.csv", len(stranger), 1, (1,))
    assert join_note_words(note, t) in unescape(visit.report.block)
    assert "installments_payments" in visit.report.block  # of which no file came
    view_language = "en" if language == "fr" else "fr"
    visit.view.language = view_language
    assert translator(view_language).gettext("This is not a number.") in visit.files.block


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_which_files_are_taken(served: ServedModel, language: str) -> None:
    visit = Visit(served, language)
    for name in HISTORY_TABLES:
        assert f"<code>{name}</code>" in visit.intro.object
    assert visit.beside.multiple
    visit.give(None, ("large.csv", b"x" * 10_000_001))
    assert "large.csv" in visit.files.block
    ((_, error),) = visit.state.histories.faults
    assert history_fault_words(error, translator(language)) in unescape(visit.files.block)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_fault_note_and_problem_is_a_sentence_of_its_own(language: str) -> None:
    t = translator(language)
    errors = [HistoryFileError(fault, "", ("bureau", "a.csv", "b.csv"), count=3) for fault in get_args(HistoryFault)]
    faults = [history_fault_words(error, t) for error in (*errors, UploadError("slow"))]
    notes = [join_note_words(JoinNote(kind, "bureau", 2, 2, (7, 8)), t) for kind in get_args(JoinKind)]
    kinds = set(get_args(ProblemKind)) - {"unknown", "finite", "formula", "merged"}
    problems = [
        cell_words(table, FieldProblem(name, "", kind), t)
        for kind in kinds
        for table, name in [("bureau_balance", "STATUS") if kind == "level" else ("bureau", "DAYS_CREDIT")]
    ]
    for said in (faults, notes, problems):
        assert len(set(said)) == len(said)
        assert all(sentence.endswith((".", "?")) and "{" not in sentence for sentence in said)
