"""The results of a file as a table to take away, in the reader's words: each row's score, its reasons, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.home_credit.schema import CLIENT
from credit_panel.locale import Translator
from credit_panel.portfolio.application_scores import ApplicationScores, columns_excel
from credit_panel.portfolio.csv_file import columns_csv
from credit_panel.portfolio.sent_histories import TOLD
from credit_panel.scoring import Outcome, Reason


def reason_text(reasons: Sequence[Reason], t: Translator) -> str:
    """Return reasons in one cell, each with its value and its points."""
    return " ; ".join(
        t.gettext(
            "{label}: {value} ({points})",
            label=t.label(reason.evidence.feature),
            value=t.value(reason.evidence.feature, reason.evidence.value, reason.evidence.absence),
            points=t.signed(reason.points),
        )
        for reason in reasons
    )


def results_columns(
    scores: ApplicationScores, problems: Mapping[int, str], t: Translator
) -> dict[str, Sequence[object]]:
    """Return every row of the file in its order, as columns under headings of the reader's language.

    Parameters
    ----------
    problems
        What is wrong, in the reader's words, by number of the row.
    """
    found = dict(zip(scores.frame["row"], scores.reasons, strict=True))
    columns: dict[str, Any] = scores.answer(problems).to_dict(as_series=False)
    reasons = [found.get(row) for row in columns["row"]]
    columns["against"] = ["" if each is None else reason_text(each.adverse, t) for each in reasons]
    columns["favour"] = ["" if each is None else reason_text(each.supporting, t) for each in reasons]
    lost = dict(zip(scores.frame["row"], scores.joined.left_out if scores.joined else (), strict=False))
    columns["histories"] = [
        "" if told is None else history_text(told, lost.get(row, 0), t)
        for row, told in zip(columns["row"], columns[TOLD], strict=True)
    ]
    columns["flags"] = [t.gettext("score not supplied") if flag else "" for flag in columns["flags"]]
    columns["outcome"] = [outcome and outcome_words(Outcome(str(outcome)), t) for outcome in columns["outcome"]]
    names = _names(t)
    if scores.joined is None:
        names.pop("histories")
    return {name: columns[column] for column, name in names.items()}


def history_text(read: bool, left_out: int, t: Translator) -> str:
    """Return whether an application was scored with its credit histories, and how many of their rows were not used."""
    said = t.gettext("read") if read else t.gettext("none")
    if not left_out:
        return said
    more = t.ngettext("{n} row left out", "{n} rows left out", left_out)
    return t.gettext("{said}, {more}", said=said, more=more)


def results_csv(columns: Mapping[str, Sequence[object]], t: Translator) -> bytes:
    """Return the results as a CSV that a spreadsheet in the reader's language opens."""
    return columns_csv(columns, t.language)


def results_excel(columns: Mapping[str, Sequence[object]], t: Translator) -> bytes:
    """Return the results as an Excel workbook."""
    names = _names(t)
    shares = dict.fromkeys((names[column] for column in ("probability", "low", "high")), "0.0%")
    return columns_excel(columns, shares | {names["points"]: "0"}, t.gettext("Scores"))


def _names(t: Translator) -> dict[str, str]:
    return {
        "row": t.gettext("Row"),
        CLIENT: t.label(CLIENT),
        "outcome": t.gettext("Proposed outcome"),
        "probability": t.gettext("Probability of default"),
        "low": t.gettext("Interval, from"),
        "high": t.gettext("Interval, to"),
        "points": t.gettext("Points"),
        "grade": t.gettext("Risk grade"),
        "histories": t.gettext("Credit histories"),
        "flags": t.gettext("Sent for review because"),
        "against": t.gettext("What counts against"),
        "favour": t.gettext("What counts in favour"),
        "problem": t.gettext("Problem"),
    }
