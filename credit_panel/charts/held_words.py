"""What is held about a client, in words: where a value comes from, and what the tables of their past are called."""

from __future__ import annotations

from collections.abc import Mapping

from credit_panel.features import RAW_FIELDS
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.home_credit.schema import TARGET
from credit_panel.locale import Translator


def source_words(field: str, t: Translator) -> str:
    """Return where a value comes from, as it is said to the client."""
    theme, elsewhere = FIELDS[field].theme, t.gettext("your credits elsewhere")
    if theme == "bureau_history":  # the enquiries among them stand in the application, and nobody typed them
        return elsewhere
    if theme == "own_history" or field == TARGET:
        return t.gettext("your history with us")
    if field in RAW_FIELDS:
        return t.gettext("other companies") if theme == "external_scores" else t.gettext("your application")
    return t.gettext("worked out from your application")


def past_tables(t: Translator) -> Mapping[str, str]:
    """Return the names of the tables of a client's past, as they are said to the client."""
    return {
        "bureau": t.gettext("Credits elsewhere"),
        "bureau_balance": t.gettext("Credits elsewhere, month by month"),
        "previous_application": t.gettext("Earlier applications with us"),
        "installments_payments": t.gettext("Instalments that were due with us"),
        "POS_CASH_balance": t.gettext("Loans with us, month by month"),
        "credit_card_balance": t.gettext("Cards with us, month by month"),
    }
