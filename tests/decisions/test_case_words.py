"""What a case says to whoever looks at it."""

from __future__ import annotations

from datetime import UTC, datetime

from credit_panel.decisions.case_words import review_words
from credit_panel.journal.case import Case
from credit_panel.journal.records import Entry, Kind
from credit_panel.locale import translator

T = translator("en")


def test_only_who_may_review_is_told_that_their_decision_is_the_review() -> None:
    case = Case.of([Entry(1, datetime(2026, 11, 30, tzinfo=UTC), Kind.OVERRULE, "A. Martin", "c", {}, "h")])
    assert "that you record now" in review_words(case, "B. Durand", T, allowed=True)
    assert "role it is to review" in review_words(case, "B. Durand", T, allowed=False)
    assert "somebody else" in review_words(case, "A. Martin", T, allowed=True)
