"""The words that explain themselves: each written in one way for one thing, and found however it is written."""

from __future__ import annotations

from collections import Counter

import pytest

from credit_panel.charts.figure import render
from credit_panel.glossary.terms import group_names, term_of, terms
from credit_panel.locale import LANGUAGES, translator


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_of_writing_belongs_to_one_term(language: str) -> None:
    t = translator(language)
    found = Counter(words.casefold() for term in terms(t).values() for words in {term.name, *term.also})
    assert [words for words, times in found.items() if times > 1] == []
    assert {term.group for term in terms(t).values()} == set(group_names(t))


def test_a_term_is_found_as_it_stands_in_the_page() -> None:
    t = translator("en")
    assert term_of("RISK grade", t) == terms(t)["grade"]
    assert term_of("Mean points", t) == terms(t)["points"]
    assert term_of("Declared monthly income", t) is None


def test_a_word_leads_to_its_entry_and_an_unknown_one_stays_as_it_is() -> None:
    t = translator("en")
    rows = [("<b>Recall</b>", ()), ("Recall", ())]
    html = render(
        "charts", "model/comparison.html", t, {"place": "", "gains": [], "first": "", "second": "", "rows": rows}
    )
    assert "&lt;b&gt;Recall&lt;/b&gt;" in html
    assert '<button type="button" class="term" data-term="precision"' in html
    assert 'href="glossary#term=precision"' in html
