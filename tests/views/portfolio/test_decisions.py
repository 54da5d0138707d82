"""How advisors decided, read from a journal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from credit_panel.charts.cohort.decisions import decisions_figure
from credit_panel.decisions.journal_log import JournalLog
from credit_panel.errors import JournalError
from credit_panel.journal.journal import Journal
from credit_panel.journal.opening import open_journal
from credit_panel.journal.records import Kind
from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from credit_panel.state.monitoring import Monitoring, read_monitoring
from credit_panel.views.portfolio.decisions import DecisionsView

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def fill(journal: Journal, served: ServedModel, at: datetime, count: int, person: str, **content: object) -> None:
    """Record decisions of one person on one day."""
    journal._now = lambda: at
    for client_id in served.portfolio.ids[:count]:
        told = {"decided": "accept", "reason": "", "points": 600.0, "comment": "secret words", **content}
        kind = Kind.OVERRULE if told["reason"] else Kind.DECISION
        journal.append(Kind.PROPOSAL_SHOWN, client_id=int(client_id), person=person, content={"points": 600.0})
        journal.append(kind, client_id=int(client_id), person=person, content=told)


@pytest.fixture(scope="module")
def log(served: ServedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JournalLog]:
    folder = tmp_path_factory.mktemp("decided")
    with closing(open_journal(Settings(data_dir=folder, models_dir=folder, model="small"))) as journal:
        fill(journal, served, NOW - timedelta(days=900), 40, "Long Ago")
        fill(journal, served, NOW - timedelta(days=30), 40, "Zoé Martin")
        fill(journal, served, NOW, 60, "Ben Ott")
        fill(journal, served, NOW, 35, "Zoé Martin", decided="refuse", reason="data_wrong")
        yield JournalLog(lambda: journal)


def shown(found: object, language: str = "en") -> str:
    view = DecisionsView(found=found, language=language)
    return str(view.html(translator(language)))  # type: ignore[arg-type]


def test_it_counts_what_the_journal_holds_of_two_years(log: JournalLog, served: ServedModel) -> None:
    found = read_monitoring(log, served, NOW)
    assert found.decisions == 135
    october, november = found.months
    assert (october.month, october.shown, october.rates.decisions) == ("2026-10", 40, 40)
    assert (november.shown, november.rates.decisions) == (60, 95)
    assert november.rates.overruled.value == pytest.approx(35 / 95)
    assert november.observed.count > 0
    assert [(reason, rates.decisions) for reason, rates in found.reasons] == [("", 100), ("data_wrong", 35)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Advisor 1", "Advisor 2", "November 2026", "36.8%", "The data about the client is wrong"]),
        ("fr", ["novembre 2026", "Par motif", "36,8"]),
    ],
)
def test_it_names_nobody_and_quotes_nothing(
    log: JournalLog, served: ServedModel, language: str, words: list[str]
) -> None:
    text = shown(read_monitoring(log, served, NOW), language)
    for word in words:
        assert word in text
    for kept in ("Zoé", "Martin", "Ben", "Ott", "secret words"):
        assert kept not in text
    assert not re.search(rf"\b{served.portfolio.ids[3]}\b", text)


def test_the_picture_has_a_month_a_place_and_its_numbers(log: JournalLog, served: ServedModel) -> None:
    figure = decisions_figure(read_monitoring(log, served, NOW).months, translator("en"))
    assert figure.frame.height == 2
    assert "In November 2026" in figure.summary
    (plot,) = figure.plots
    assert [words for _, words in plot.x.marks] == ["October 2026", "November 2026"]


def test_few_decisions_none_and_a_journal_in_trouble_are_told() -> None:
    assert "Nobody has recorded a decision yet" in shown(Monitoring(0, [], [], []))
    assert "in use by another writer" in shown(JournalError("locked", "x"))
    assert "Reading the journal" in shown(None)
