"""The glossary says of every feature whether the model reads it, as such or by what is worked out from it."""

from __future__ import annotations

import re

import pytest

from credit_panel.locale import translator
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
