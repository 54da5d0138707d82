"""What each table holds, in the reader's words."""

from __future__ import annotations

from credit_panel.locale import Translator


def table_words(t: Translator) -> dict[str, str]:
    """Return what each table holds, by its name."""
    return {
        "application": t.gettext("the application"),
        "bureau": t.gettext("credits in other institutions (bureau)"),
        "bureau_balance": t.gettext("monthly state of the credits elsewhere (bureau)"),
        "previous_application": t.gettext("past applications with us"),
        "POS_CASH_balance": t.gettext("past loans with us, month by month"),
        "installments_payments": t.gettext("past instalments with us"),
        "credit_card_balance": t.gettext("past cards with us, month by month"),
    }
