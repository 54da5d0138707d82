"""A cohort as an Excel workbook in the reader's language: the clients, and a sheet of definitions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from credit_panel.charts.column_words import column_label
from credit_panel.glossary.terms import terms
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator
from credit_panel.portfolio import Portfolio
from credit_panel.portfolio.cohorts.excel import as_excel
from credit_panel.portfolio.cohorts.file import cohort_frame

_TERMS = {"low": "interval", "high": "interval"}


def cohort_excel(portfolio: Portfolio, members: Sequence[int] | np.ndarray, t: Translator) -> bytes:
    """Return the saved columns of the clients of a cohort as a workbook."""
    frame = cohort_frame(portfolio, members)
    return as_excel(frame, definitions(frame.columns, t), (t.gettext("Clients"), t.gettext("Definitions")))


def definitions(columns: Sequence[str], t: Translator) -> dict[str, list[str]]:
    """Return what each column is, one row a column, under headings of the reader's language."""
    return {
        t.gettext("Column"): list(columns),
        t.gettext("Name"): [column_label(name, t) for name in columns],
        t.gettext("Unit"): [_unit(name, t) for name in columns],
        t.gettext("Where from"): [_table(name, t) for name in columns],
        t.gettext("What it is"): [_meaning(name, t) for name in columns],
    }


def _unit(name: str, t: Translator) -> str:
    unit = FIELDS[name].unit if name in FIELDS else {"points": "points"}.get(name, "share")
    if name in ("outcome", "grade"):
        unit = "category"
    return {
        "days": t.gettext("days from the application, negative before it"),
        "months": t.gettext("months from the application, negative before it"),
        "amount": t.gettext("amount, in the currency of the data"),
        "share": t.gettext("share, from 0 to 1"),
        "flag": t.gettext("1 for yes, 0 for no"),
        "category": t.gettext("words"),
        "points": t.gettext("points"),
        "score": t.gettext("score, from 0 to 1"),
    }.get(unit, t.gettext("number"))


def _table(name: str, t: Translator) -> str:
    return FIELDS[name].source if name in FIELDS else t.gettext("worked out by the model and the policy")


def _meaning(name: str, t: Translator) -> str:
    if name == "TARGET":
        return t.gettext("1 for payment difficulties, 0 for repaid, empty where it is not known yet.")
    if name in FIELDS:
        return (FIELDS[name].help or {}).get(t.language, "")
    return terms(t)[_TERMS.get(name, name)].text
