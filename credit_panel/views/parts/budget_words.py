"""A month's budget in words: what the income bears beside the norm, and amounts that can hardly be meant."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.portfolio.statistics.budget import Budget
from credit_panel.settings import Norms


def doubt_words(budget: Budget, t: Translator) -> str:
    """Return a warning where an instalment and an income do not go together; empty where they do."""
    if budget.burden is None or not budget.doubt:
        return ""
    share = t.percent(budget.burden)
    if budget.doubt == "high":
        return t.gettext(
            "The instalment is {share} of the income: check both, and that each is for one month.", share=share
        )
    return t.gettext(
        "The instalment is only {share} of the income: check both, and that the income is a month's, not a year's.",
        share=share,
    )


def budget_pairs(budget: Budget, norms: Norms, t: Translator) -> list[tuple[str, str, str]]:
    """Return the lines of a budget: name, value, and the norm beside it, empty where there is none."""
    if budget.total is None or budget.left is None:
        return []
    limit = (
        "" if norms.burden is None else t.gettext("norm: {limit}, insurance included", limit=t.percent(norms.burden))
    )
    least = "" if norms.left_to_live is None else t.gettext("norm: {least}", least=t.amount(norms.left_to_live))
    return [
        (t.gettext("All known instalments over income"), t.percent(budget.total), limit),
        (t.gettext("Left to live on, a month"), t.amount(budget.left), least),
    ]


def money_words(norms: Norms, t: Translator) -> str:
    """Return in which currency amounts are."""
    if norms.currency:
        return t.gettext("Amounts in {currency}.", currency=norms.currency)
    return t.gettext("Amounts in the currency of the data, which they do not name.")
