"""A file to start from, in the reader's language: headings as on the form, values as people write them."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from functools import cache

from credit_panel.home_credit.schema import CLIENT
from credit_panel.locale import Language, Translator, translator
from credit_panel.portfolio.application_scores import columns_excel
from credit_panel.portfolio.csv_file import columns_csv
from credit_panel.state.asked_fields import FIRST_ASKED
from credit_panel.views.application.file_report import CSV, EXCEL

_VALUES: dict[str, tuple[object, ...]] = {
    CLIENT: (1, 2),
    "NAME_CONTRACT_TYPE": ("Cash loans", "Revolving loans"),
    "AMT_CREDIT": (450_000.0, 120_000.0),
    "AMT_ANNUITY": (24_000.5, 6_000.0),
    "AMT_GOODS_PRICE": (400_000.0, None),
    "AMT_INCOME_TOTAL": (150_000.0, 90_000.0),
    "NAME_INCOME_TYPE": ("Working", "Pensioner"),
    "NAME_EDUCATION_TYPE": ("Higher education", None),
    "OCCUPATION_TYPE": ("Drivers", None),
    "CNT_FAM_MEMBERS": (2, 1),
    "EXT_SOURCE_1": (None, None),
    "EXT_SOURCE_2": (0.55, 0.6),
    "EXT_SOURCE_3": (0.6, None),
}
"""Two made-up applications, but for their times; in the units of the tables."""


@cache  # a visitor's page would wait for the workbook to be written each time
def template_links(language: Language) -> Mapping[str, str]:
    """Return what the links to the file hold, as ``csv`` and as ``excel``."""
    t = translator(language)
    return {
        "csv": CSV + base64.b64encode(template_csv(t)).decode(),
        "excel": EXCEL + base64.b64encode(template_excel(t)).decode(),
    }


def template_columns(t: Translator) -> dict[str, Sequence[object]]:
    """Return two applications to overwrite, under the labels of the fields that are asked for first."""
    columns: dict[str, Sequence[object]] = {}
    for name in (CLIENT, *FIRST_ASKED):
        values = _times(name, t) if name.startswith("DAYS") else _VALUES[name]
        columns[t.label(name)] = [
            t.value(name, value) if isinstance(value, str) and name in _VALUES else value for value in values
        ]
    return columns


def template_csv(t: Translator) -> bytes:
    """Return the file as a CSV that a spreadsheet in the reader's language opens."""
    return columns_csv(template_columns(t), t.language)


def template_excel(t: Translator) -> bytes:
    """Return the file as an Excel workbook."""
    return columns_excel(template_columns(t), {}, t.gettext("Applications"))


def _times(name: str, t: Translator) -> tuple[str | None, str | None]:
    """Return times as a date and as a length, since either may be written."""
    if name == "DAYS_BIRTH":
        return t.gettext("12 March 1984"), t.ngettext("{n} year", "{n} years", 66)
    return f"{t.ngettext('{n} year', '{n} years', 5)} {t.ngettext('{n} month', '{n} months', 2)}", None
