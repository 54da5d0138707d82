"""What is told when the journal does not take a record, or cannot be read."""

from __future__ import annotations

from credit_panel.locale import Translator
from credit_panel.views.parts.latest_work import unforeseen_words


def journal_fault_words(fault: str, t: Translator) -> str:
    """Return why nothing was recorded, and what to do; `fault` is a `JournalFault`."""
    return {
        "locked": t.gettext("Nothing was recorded: the journal is in use by another writer. Try again in a moment."),
        "full": t.gettext("Nothing was recorded: the journal's disk is full. Tell whoever runs the server."),
        "read_only": t.gettext("Nothing was recorded: the journal may only be read. Tell whoever runs the server."),
        "version": t.gettext(
            "Nothing was recorded: another version of Credit Panel wrote the journal. Tell whoever runs the server."
        ),
        "foreign": t.gettext(
            "Nothing was recorded: the journal is that of another portfolio. Tell whoever runs the server."
        ),
        "key": t.gettext(
            "Nothing was recorded: the journal's key is missing or another. Tell whoever runs the server."
        ),
        "driver": t.gettext("Nothing was recorded: the database's driver is missing. Tell whoever runs the server."),
        "unreachable": t.gettext(
            "Nothing was recorded: the journal's database does not answer. Try again in a moment."
        ),
        "damaged": t.gettext("Nothing was recorded: the journal is damaged. Tell whoever runs the server."),
        "newer": t.gettext(
            "Nothing was recorded: somebody else has decided meanwhile. Read their decision, then decide again."
        ),
        "changed": t.gettext(
            "Nothing was recorded: the client's data were changed meanwhile. Open the client again, then decide."
        ),
        "unasked": t.gettext("Nothing was recorded: this request was ended meanwhile."),
        "long": t.gettext("Nothing was recorded: the text is too long. Shorten it."),
    }.get(fault) or unforeseen_words(t)
