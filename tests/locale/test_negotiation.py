"""The browser's wish decides the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_panel.locale import LANGUAGES, negotiate


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-CA", "fr"),
        ("de-DE,de;q=0.9,en;q=0.5,fr;q=0.7", "fr"),
        ("de,en;q=0.3", "en"),
        ("en;q=0,fr;q=0.1", "fr"),
        ("es", "fr"),
        ("", "fr"),
        (None, "fr"),
        ("*;q=nonsense", "fr"),
    ],
)
def test_the_best_of_ours_is_taken(header: str | None, language: str) -> None:
    assert negotiate(header) == language


def test_the_default_is_for_those_who_ask_for_neither() -> None:
    assert negotiate("es", default="en") == "en"


@given(st.text(max_size=60))
def test_any_header_gives_a_language(header: str) -> None:
    assert negotiate(header) in LANGUAGES
