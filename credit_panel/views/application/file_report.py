"""The report of a file: what was scored, what could not be read, and the results to take away."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.application_file import MOST_TOLD, ApplicationFile
from credit_panel.home_credit.schema import HISTORY_TABLES
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio import Portfolio
from credit_panel.portfolio.application_scores import ApplicationScores
from credit_panel.portfolio.joined_histories import JoinedHistories
from credit_panel.portfolio.range_seen import unseen_in
from credit_panel.portfolio.sent_histories import TOLD
from credit_panel.portfolio.statistics.budget import budget_of
from credit_panel.scoring import Outcome
from credit_panel.views.application.file_results import history_text, results_columns, results_csv, results_excel
from credit_panel.views.application.history_words import join_note_words
from credit_panel.views.fields.words import problem_words
from credit_panel.views.parts.budget_words import doubt_words
from credit_panel.views.parts.file_notes import note_words, unseen_words

EXCEL = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
CSV = "data:text/csv;charset=utf-8;base64,"

_MOST_PROBLEMS = 300
"""Problems listed on the page; the file to take away has all."""

_MOST_NOTES = 30
"""Notes told on the page."""


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """Scores, and what a template shows of them in a language."""

    scores: ApplicationScores
    language: Language
    shown: Mapping[str, object]


def prepare(scores: ApplicationScores, portfolio: Portfolio, language: Language) -> PreparedReport:
    """Return the report of scores; it takes a while to write, and touches nothing on screen."""
    return PreparedReport(scores, language, file_report(scores, portfolio, translator(language)))


def doubts(file: ApplicationFile, t: Translator) -> list[str]:
    """Return a warning for each row whose instalment and income do not go together."""
    rows = zip(file.rows, file.applications.iter_rows(named=True), strict=True)
    told = ((number, doubt_words(budget_of(values), t)) for number, values in rows)
    return [t.gettext("Row {row}: {warning}", row=t.number(number), warning=words) for number, words in told if words]


def file_report(scores: ApplicationScores, portfolio: Portfolio, t: Translator) -> dict[str, object]:
    """Return what the template of a report shows."""
    problems = scores.file.problems
    told: dict[int, list[str]] = {}
    listed: list[tuple[str, str, str, str, str]] = []
    for found in problems:
        said = problem_words(found.problem, t)
        where = f" ({found.place})" if found.place else ""
        told.setdefault(found.row, []).append(f"{t.label(found.problem.field)}{where}: {said}")
        if len(listed) < _MOST_PROBLEMS:
            number = "" if found.client_id is None else str(found.client_id)
            place = f"{found.text} ({found.place})" if found.text and found.place else found.text or found.place
            listed.append((t.number(found.row), number, t.label(found.problem.field), place, said))
    joined = scores.joined
    columns = results_columns(scores, {row: " ".join(said) for row, said in told.items()}, t)
    rows = [
        (
            place,
            t.number(row["row"]),
            "" if row["SK_ID_CURR"] is None else str(row["SK_ID_CURR"]),
            row["outcome"],
            outcome_words(Outcome(row["outcome"]), t)
            + (f" ({t.gettext('score not supplied')})" if row["flags"] else ""),
            t.percent(row["probability"]),
            "–" if row["low"] is None else f"{t.percent(row['low'])} – {t.percent(row['high'])}",
            t.number(row["points"]),
            row["grade"],
            "" if joined is None else history_text(row[TOLD], joined.left_out[place], t),
        )
        for place, row in enumerate(scores.frame.iter_rows(named=True))
    ]
    outcomes = scores.frame["outcome"].to_list()
    notes = [note_words(note, t) for note in scores.file.notes]
    notes += [] if joined is None else [join_note_words(note, t) for note in joined.notes]
    notes += doubts(scores.file, t)
    notes += [unseen_words(found, t, rows) for found, rows in unseen_in(portfolio, scores.file)]
    return {
        "scored": len(rows),
        "tally": [(str(o), outcome_words(o, t), t.number(outcomes.count(str(o)))) for o in Outcome],
        "histories": None if joined is None else _histories(scores, joined, t),
        "unread": len(told),
        "problems": listed,
        "unlisted": len(problems) - len(listed),
        "untold": scores.file.untold,
        "most_told": MOST_TOLD,
        "left_out": ", ".join(t.gettext("one without a name") if n == "?" else n for n in scores.file.left_out[:20]),
        "notes": notes[:_MOST_NOTES],
        "more_notes": len(notes[_MOST_NOTES:]),
        "rows": rows,
        "csv": CSV + base64.b64encode(results_csv(columns, t)).decode(),
        "excel": EXCEL + base64.b64encode(results_excel(columns, t)).decode(),
    }


def _histories(scores: ApplicationScores, joined: JoinedHistories, t: Translator) -> dict[str, object]:
    """Return which applications were scored with histories, and what those without a row count as."""
    came = int(scores.frame[TOLD].sum())
    without = len(scores.frame) - came
    tables = {file.table for file in joined.files}
    absent = [name for name in HISTORY_TABLES if name not in tables]
    return {
        "came": t.ngettext(
            "{n} application was scored with credit histories,",
            "{n} applications were scored with credit histories,",
            came,
        ),
        "without": t.ngettext("{n} without.", "{n} without.", without),
        "everyone": joined.everyone,
        "absent": ", ".join(absent),
    }
