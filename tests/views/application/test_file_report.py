"""The report of a file: its rows, each with the way to its explanation, and what is taken away of it."""

from __future__ import annotations

import base64
import io
import re
from html import unescape

import polars as pl
import pytest
from hand_made.dropped_file import FILE, HEADER, press, settle

from credit_panel.decisions.outcome_words import outcome_words
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring import Outcome
from credit_panel.state.application_file import ApplicationFileState
from credit_panel.views.application.file import ApplicationFileView


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_report_tells_each_row_and_runs_nothing(served: ServedModel, language: str) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language=language)
    intro, drop, _, _, report = view.__panel__()
    settle(state, drop, FILE)
    assert report.block.count("<tbody>") == 2
    assert "<img" not in report.block
    assert "<code>&lt;img src=x onerror=alert(1)&gt;</code>" in report.block
    assert "<code>=cmd()</code>" in report.block
    assert "Remark" in report.block
    t = translator(language)
    probability = state.scores.frame["probability"][0]
    assert f"<td>{t.percent(probability)}</td>" in report.block
    csv, excel = (base64.b64decode(found) for found in re.findall(r'href="data:[^"]*;base64,([^"]+)"', report.block))
    names = [t.gettext("Row"), t.label("SK_ID_CURR"), t.gettext("Proposed outcome")]
    names.append(t.gettext("Probability of default"))
    assert csv.decode("utf-8-sig").startswith({"fr": ";", "en": ","}[language].join(names))
    frame = pl.read_excel(io.BytesIO(excel), engine="openpyxl")
    assert frame[names[0]].to_list() == [2, 3]
    assert frame[names[3]][0] == pytest.approx(probability, abs=1e-9)
    assert frame[names[2]][0] == outcome_words(Outcome(state.scores.frame["outcome"][0]), t)
    assert t.label("AMT_CREDIT") in frame[t.gettext("Problem")][1]
    reason = state.scores.reasons[0].adverse[0]
    assert t.label(reason.evidence.feature) in frame[t.gettext("What counts against")][0]
    excel, csv = (base64.b64decode(found) for found in re.findall(r'base64,([^"]+)"', intro.object))
    found = []
    for example in (excel, csv):
        settle(state, drop, example)
        assert state.scores.file.problems == ()
        assert state.scores.file.left_out == ()
        found.append(state.scores.frame["probability"].to_list())
    assert found[0] == found[1]
    assert len(found[0]) == 2
    if language == "fr":
        assert ";400000,0;" in csv.decode("utf-8-sig")
        assert csv.startswith("\ufeff".encode())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_row_opens_as_a_full_explanation_and_goes_into_the_form(served: ServedModel, language: str) -> None:
    state, taken = ApplicationFileState(served), []
    view = ApplicationFileView(state=state, language=language, edit=taken.append)
    _, drop, _, opened, report = view.__panel__()
    settle(state, drop, FILE)
    assert report.block.count('data-action="open"') == 1
    press(report, "open", "0")
    assert opened.visible
    t, scores = translator(language), state.scores
    explanation = served.scorer.without_histories.explain_one(scores.features[0])
    assert t.percent(explanation.probability) in opened.block
    assert t.percent(scores.frame["probability"][0]) in opened.block
    assert t.label(explanation.contributions[0].feature) in unescape(opened.block)
    press(opened, "edit", "0")
    assert taken[0]["AMT_CREDIT"] == 450_000
    press(opened, "close", "0")
    assert not opened.visible
    for value in ("1", "-1", "x", "9" * 30):
        press(report, "open", value)
        assert not opened.visible
    press(report, "open", "0")
    settle(state, drop, FILE, name="next.csv")
    assert not opened.visible


def test_rows_whose_instalment_and_income_do_not_go_together_are_told(served: ServedModel) -> None:
    state = ApplicationFileState(served)
    view = ApplicationFileView(state=state, language="en")
    _, drop, _, _, report = view.__panel__()
    header = HEADER.replace("Remark", "AMT_ANNUITY")
    settle(state, drop, f"{header}\nCash loans,150000,450000,-14600,200000\n".encode())
    assert "Row 2: The instalment is 133.3% of the income" in unescape(report.block)
