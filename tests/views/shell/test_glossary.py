"""The glossary says of every feature whether the model reads it, as such or by what is worked out from it."""

from __future__ import annotations

import re

import pytest

from credit_panel.locale import translator
from credit_panel.portfolio import ServedModel
from credit_panel.views.shell.direction_words import direction_words
from credit_panel.views.shell.glossary import glossary_html

EN = translator("en")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("EXT_SOURCE_2", "Not used as such: the model reads what is worked out from it (mean external score)"),
        ("AMT_INCOME_TOTAL", "the model reads what is worked out from it"),
        ("FLAG_EMAIL", "This model does not use it."),
        ("DAYS_EMPLOYED", "A longer time may lower the estimated risk, never raise it."),
    ],
)
def test_a_field_counts_through_what_is_worked_out_from_it(name: str, expected: str) -> None:
    features = ["ext_source_mean", "annuity_income_ratio", "DAYS_EMPLOYED"]
    others = ["EXT_SOURCE_2", "AMT_INCOME_TOTAL", "FLAG_EMAIL"]
    html = str(glossary_html(features, EN, others))
    entry = re.search(rf'data-entry="{name}".*?</dd>', html, re.DOTALL)
    assert entry is not None
    assert expected in entry[0]
    assert ("This model does not use it" in entry[0]) == (name == "FLAG_EMAIL")
    if name in ("EXT_SOURCE_2", "AMT_INCOME_TOTAL"):
        assert "A higher value may lower the estimated risk, never raise it." in entry[0]


def test_every_feature_that_a_model_reads_tells_its_direction(served: ServedModel) -> None:
    features = list(dict.fromkeys((*served.scorer.features, *served.scorer.without_histories.features)))
    assert "ext_source_mean" in features  # what is worked out is a feature like those of a table
    html = str(glossary_html(features, EN))
    assert "This model does not use it" not in html
    for name in features:
        entry = re.search(rf'data-entry="{name}".*?</dd>', html, re.DOTALL)
        assert entry is not None
        assert direction_words(name, EN) in entry[0]
        assert "Not used as such" not in entry[0]
