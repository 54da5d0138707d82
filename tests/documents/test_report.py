"""Every report says what the pages say, in both languages, as PDF and HTML, and nothing of it comes from elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import house_rules as rules
import pytest
from pypdf import PdfReader

from credit_panel.charts.model.card import card_words, metric_rows
from credit_panel.documents.drift_report import drift_document
from credit_panel.documents.methodology import methodology
from credit_panel.documents.model_card import model_card
from credit_panel.documents.report import Report, Section, report_html, report_pdf, table, text
from credit_panel.documents.validation import validation_report
from credit_panel.errors import LetterError
from credit_panel.locale import LANGUAGES, Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.drift.report import drift_of_test

DAY = date(2026, 11, 30)
NO_DIFFERENCE = 1e-9
MAKE: dict[str, Callable[[ServedModel, Language], Report]] = {
    "card": lambda served, language: model_card(served, language, DAY),
    "note": lambda served, language: methodology(served, language, DAY),
    "validation": lambda served, language: validation_report(served, NO_DIFFERENCE, language, DAY),
    "drift": lambda served, language: drift_document(served, drift_of_test(served), language, DAY),
}


def texts(report: Report) -> list[str]:
    """Return every text of a report, but for those within pictures."""
    said = [report.title, *report.lines, *report.notice]
    for section in report.sections:
        said.append(section.title)
        for block in section.blocks:
            said += [*block.lines, *block.head, *(cell for row in block.rows for cell in row)]
    return said


def bare(said: str) -> str:
    return re.sub(r"[\s\u00ad-]", "", said)  # a PDF breaks lines at hyphens, too


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MAKE)
def test_both_formats_say_all_of_it(served_model: ServedModel, kind: str, language: Language) -> None:
    report = MAKE[kind](served_model, language)
    html, pdf = report_html(report).decode(), report_pdf(report)
    reader = PdfReader(io.BytesIO(pdf))
    foot = bare(report.foot)
    pages = (re.sub(re.escape(foot) + r"\d+/\d+$", "", bare(page.extract_text())) for page in reader.pages)
    printed = "".join(pages)
    plain = bare(re.sub(r"<[^>]*>", "", html))
    for said in texts(report):
        escaped = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert bare(escaped.replace("'", "&#39;").replace('"', "&#34;")) in plain, said
    for line in (line for section in report.sections for block in section.blocks for line in block.lines):
        assert bare(line) in printed, line
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    assert f'<html lang="{language}">' in html
    assert len(set(re.findall(r'<clipPath id="([^"]*)"', html))) == html.count("<clipPath")
    assert not list(rules.outside_addresses_in_text(html.replace('xmlns="http://www.w3.org/2000/svg"', "")))
    assert "<script" not in html


def test_the_same_report_is_the_same_bytes(served_model: ServedModel) -> None:
    first, again = (model_card(served_model, "fr", DAY) for _ in range(2))
    assert report_pdf(first) == report_pdf(again)
    assert report_html(first) == report_html(again)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["card", "note", "validation"])
def test_figures_are_those_of_the_manifest(served_model: ServedModel, kind: str, language: Language) -> None:
    t, manifest = translator(language), served_model.scorer.manifest
    said = texts(MAKE[kind](served_model, language))
    for name, value, interval in metric_rows(manifest, t):
        place = said.index(name)
        assert said[place : place + 3] == [name, value, interval]
    assert card_words(t, manifest).synthetic in said
    assert manifest.stamp.version in said[1]
    assert served_model.identity in said[2]


def verdicts(served: ServedModel) -> dict[str, str]:
    rows = validation_report(served, NO_DIFFERENCE, "en", DAY).sections[0].blocks[0].rows
    return {row[0]: row[2] for row in rows}


def test_a_check_that_does_not_hold_says_so(served_model: ServedModel) -> None:
    checks = {
        row[0]: row[2] for row in validation_report(served_model, NO_DIFFERENCE, "en", DAY).sections[0].blocks[0].rows
    }
    assert set(checks.values()) <= {"holds", "to look at"}
    manifest = served_model.scorer.manifest
    metrics = {**manifest.metrics, "ece": 0.5, "intervals": {**manifest.metrics["intervals"], "auc": (0.4, 0.6)}}

    class Scorer:
        def __init__(self) -> None:
            self.manifest = replace(manifest, metrics=metrics)

        def __getattr__(self, name: str) -> object:
            return getattr(served_model.scorer, name)

    worse = replace(served_model, scorer=Scorer())
    found = verdicts(worse)
    changed = {name for name in checks if checks[name] != found[name]}
    assert changed == {
        "The calibration error is no more than chance",
        "The model ranks better than chance",
    }


def test_markup_is_text() -> None:
    hostile = ["<script>alert(1)</script>", "#panic()", "$x$ *bold* [a](b)", "= heading", "a & b"]
    sections = [Section(hostile[0], [text(*hostile), table(hostile, [hostile])])]
    report = Report(hostile[1], hostile, hostile, sections, hostile[0], DAY)
    html = report_html(report).decode()
    assert "<script" not in html
    printed = bare("".join(page.extract_text() for page in PdfReader(io.BytesIO(report_pdf(report))).pages))
    for each in hostile:
        assert bare(each) in printed


def test_a_character_without_a_font_is_an_error() -> None:
    with pytest.raises(LetterError, match="cannot be set in type"):
        report_pdf(Report("漢字", ["x"], [], [], "", DAY))
