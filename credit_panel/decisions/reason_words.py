"""The reasons of a decision in words, as forms, case files and letters say them."""

from __future__ import annotations

from credit_panel.decisions.decision import OTHER
from credit_panel.locale import Translator
from credit_panel.locale.typography import lower_first


def reason_words(reason: str, t: Translator) -> str:
    """Return a reason of the list."""
    return {
        "income_proven": t.gettext("Documents prove a higher or steadier income"),
        "debts_settled": t.gettext("Documents prove that debts elsewhere are smaller or repaid"),
        "guarantee": t.gettext("A guarantee, a co-borrower or savings are not in the application"),
        "known_client": t.gettext("A long relationship with us without incident"),
        "documents_missing": t.gettext("Documents are missing or cannot be read"),
        "document_doubtful": t.gettext("A document or an identity is in doubt"),
        "charges_missing": t.gettext("Charges or debts are not in the application"),
        "situation_changing": t.gettext("The income or the job is about to change"),
        "data_wrong": t.gettext("The data about the client is wrong or out of date"),
        "lending_rule": t.gettext("A lending rule that the model does not know"),
        OTHER: t.gettext("Another reason, given in the comment"),
    }[reason]


def letter_reason(reason: str, t: Translator) -> str:
    """Return a reason as a letter gives it; empty where only a comment tells it, which no client is shown."""
    return lower_first(reason_words(reason, t)) if reason and reason != OTHER else ""
