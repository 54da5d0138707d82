"""Whatever the journal refuses with is told in a sentence of both languages."""

from __future__ import annotations

from typing import get_args

import pytest

from credit_panel.decisions.case_words import kind_words
from credit_panel.errors import JournalFault
from credit_panel.journal.records import Kind
from credit_panel.locale import translator
from credit_panel.views.parts.journal_words import journal_fault_words
from credit_panel.views.parts.latest_work import unforeseen_words


@pytest.mark.parametrize("fault", get_args(JournalFault))
def test_each_fault_has_a_sentence_of_its_own(fault: str) -> None:
    french, english = (journal_fault_words(fault, translator(language)) for language in ("fr", "en"))
    assert french != english
    assert english != unforeseen_words(translator("en"))
    assert english.startswith("Nothing was recorded")


def test_each_kind_that_a_case_can_show_has_words() -> None:
    t = translator("fr")
    hidden = {Kind.PURGED, Kind.MODEL_CHANGED, Kind.POLICY_CHANGED, Kind.LOGGED_IN, Kind.USER_CHANGED, Kind.KEY_CHANGED}
    assert all(kind_words(kind, t) != str(kind) for kind in set(Kind) - hidden)
