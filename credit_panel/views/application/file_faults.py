"""Why there is nothing to show of a file of applications, and what to do."""

from __future__ import annotations

from credit_panel.errors import ApplicationFileError, CreditPanelError, UploadError
from credit_panel.home_credit.application_sheet import MOST_BYTES, MOST_ROWS
from credit_panel.home_credit.catalogue import FIELDS
from credit_panel.locale import Translator
from credit_panel.views.parts.latest_work import unforeseen_words
from credit_panel.views.parts.upload_words import upload_words


def problem_of_file(error: CreditPanelError, t: Translator) -> str:
    """Return why there is nothing to show of a file and what to do, as one sentence."""
    if isinstance(error, ApplicationFileError):
        return fault_words(error, t)
    return upload_words(error, t) if isinstance(error, UploadError) else unforeseen_words(t)


def fault_words(error: ApplicationFileError, t: Translator) -> str:
    """Return why nothing of a file can be read and what to do, as one sentence."""
    names = ", ".join(f"{name} ({t.label(name)})" if name in FIELDS else f"“{name}”" for name in error.names)
    match error.fault:
        case "too_big":
            size = t.number(MOST_BYTES / 1e6)
            return t.gettext("The file is larger than {size} MB, or unpacks to much more: split it.", size=size)
        case "no_table":
            return t.gettext("This is no table that can be read: save it as CSV or Excel (.xlsx) and send it again.")
        case "empty":
            return t.gettext("The file holds no application: it needs a row of column names, then one row a client.")
        case "too_many_rows":
            return t.gettext("The file has more than {n} applications: split it into several.", n=t.number(MOST_ROWS))
        case "too_wide":
            return t.gettext("The file has too many columns, or too long a line: keep the fields of the applications.")
        case "repeated":
            return t.gettext("These columns stand in the file more than once: {names}. Keep one of each.", names=names)
        case "absent":
            said = t.gettext("The file lacks columns that every application needs: {names}. Add them.", names=names)
            hints = (
                t.gettext("Is the column “{name}” meant to be {field}?", name=found, field=field)
                for field, found in error.near.items()
            )
            return " ".join((said, *hints))
        case "no_field":
            return t.gettext(
                "No column has the name of a field (the first row reads: {names}): one row has to hold the names, such "
                "as AMT_CREDIT.",
                names=names,
            )
