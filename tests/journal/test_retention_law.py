"""Records are kept for as long as the law of the model's jurisdiction asks, and longer where the lender says so."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.errors import SettingsError
from credit_panel.home_credit.catalogue.jurisdictions import JURISDICTIONS
from credit_panel.journal.retention_law import KEPT_MONTHS, first_kept, jurisdiction_of, retention_months


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(0, 600))
def test_so_many_months_lie_between(today: date, months: int) -> None:
    first = first_kept(today, months)
    assert (today.year - first.year) * 12 + today.month - first.month == months
    assert first.day == today.day or (first.day < today.day and first.day >= 28)


def test_the_law_is_the_least() -> None:
    assert set(KEPT_MONTHS) == set(JURISDICTIONS)
    assert retention_months("US") == 25
    assert retention_months("DE", " 60 ") == 60
    for bad in ("11", "0", "-3", "1e2", "a year", "601", "²", "9" * 5_000):
        with pytest.raises(SettingsError, match=r"CREDIT_PANEL_RETENTION_MONTHS is .*from 12, which the law of DE"):
            retention_months("DE", bad)


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{}", '{"jurisdiction": "XX"}', '{"jurisdiction": 3}', "[" * 9, "\xff"]
)
def test_a_manifest_that_names_none_is_one_of_none(tmp_path: Path, content: str | None) -> None:
    manifest = tmp_path / "manifest.json"
    if content is not None:
        manifest.write_text(content, encoding="latin-1")
    assert jurisdiction_of(manifest) == "none"
    manifest.write_text(json.dumps({"jurisdiction": "US"}))
    assert jurisdiction_of(manifest) == "US"
