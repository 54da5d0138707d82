"""Alternatives to a served model are searched on its own clients, and its fairness tab tells what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from credit_panel.charts.model.alternatives import alternatives_figure
from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.portfolio.alternatives import search_of
from credit_panel.scoring.alternatives import Search
from credit_panel.views.model.fairness import FairnessView


@pytest.fixture(scope="module")
def search(served: ServedModel) -> Search:
    return search_of(served, applications=1_200, max_trials=5, auc_loss=0.05)


def test_the_sample_keeps_its_size_and_the_policy_its_threshold(search: Search, served: ServedModel) -> None:
    assert search.choosing + search.measured == pytest.approx(1_200, abs=10)
    assert search.threshold == served.scorer.policy.threshold
    assert search.version == served.scorer.version
    assert len(search.alternatives) == 5


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_tab_tells_what_was_found_or_how_to_search(
    search: Search, served: ServedModel, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    t = translator(language)
    assert "credit-panel" in (before := FairnessView(served=served).html(t))
    assert {"en": "Not searched", "fr": "Non recherchées"}[language] in before
    monkeypatch.setattr(served.scorer, "search", search)
    view = FairnessView(served=served)
    told = view.html(t)
    assert "Not searched" not in told
    for measure in ("ratio", "gap"):
        figure = alternatives_figure(search, measure, t)
        assert figure.summary.split(".")[0] in told.replace("&#39;", "'")
        assert len(figure.table.rows) == len(search.alternatives)
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows)
        assert "nan" not in str(figure.table.rows)
        assert any(layer.readings for layer in figure.plots[0].layers)
    monkeypatch.setattr(served.scorer, "search", replace(search, version="of another"))
    assert {"en": "Not searched", "fr": "Non recherchées"}[language] in FairnessView(served=served).html(t)
