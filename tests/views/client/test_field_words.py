"""A client reads no word of the trade: what others call external scores is said to them in words, with a line."""

from __future__ import annotations

import html
import re

import pytest

from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator, translator
from credit_panel.portfolio import ServedModel
from credit_panel.scoring.themes import reasons_of
from credit_panel.views.client.field_words import field_label, theme_note, theme_words
from credit_panel.views.client.own_data import own_data_html
from credit_panel.views.client.plain_words import reason_groups

TRADE = {
    "en": re.compile(r"external score|cohort|percentile|default|contribution", re.IGNORECASE),
    "fr": re.compile(r"scores? externe|cohorte|centile|défaut|contribution", re.IGNORECASE),
}


@pytest.mark.parametrize("t", [translator("en"), translator("fr")], ids=["en", "fr"])
def test_reasons_are_told_without_a_word_of_the_trade(served: ServedModel, t: Translator) -> None:
    scored = 0
    for number in served.portfolio.ids[:30]:
        explanation = served.explain_client(int(number))
        found = reasons_of(explanation)
        told = [each for group in reason_groups(explanation, t) for each in group["reasons"]]
        assert TRADE[t.language].search(str(told)) is None
        scored += any(each.theme == "external_scores" for each in (*found.adverse, *found.supporting))
        for each in told:
            noted = theme_note("external_scores", t) if each["theme"] == theme_words("external_scores", t) else ""
            assert each["note"] == noted
    assert scored


@pytest.mark.parametrize("t", [translator("en"), translator("fr")], ids=["en", "fr"])
def test_scores_and_indices_are_explained_where_they_stand(served: ServedModel, t: Translator) -> None:
    values = served.portfolio.client(int(served.portfolio.ids[0])).row(0, named=True)
    for theme in ("external_scores", "housing"):
        shown = html.unescape(str(own_data_html(served, values, theme, t)))
        assert theme_note(theme, t) in shown
    assert TRADE[t.language].search(html.unescape(str(own_data_html(served, values, "external_scores", t)))) is None


def test_every_score_has_a_name_of_its_own() -> None:
    names = [name for name in FIELDS if FIELDS[name].theme == "external_scores"]
    for t in (translator("en"), translator("fr")):
        assert len({field_label(name, t) for name in names}) == len(names)
        assert all(field_label(name, t) != t.label(name) for name in names)
