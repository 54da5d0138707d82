"""The letters and files of clients, as a page has them written: nothing of it is loaded before the first one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from credit_panel.amendments.client_data import ClientData
from credit_panel.decisions.decision import Decision
from credit_panel.journal.records import Entry
from credit_panel.locale import Language, translator
from credit_panel.portfolio import ServedModel
from credit_panel.state import ClientState


class LetterWriter:
    """Writes letters, and files of all that is held, dated today (UTC), in the lender's name.

    Parameters
    ----------
    served
        The model and portfolio that they are about.
    client
        The visitor's client, whose letter rests on the data that they see.
    """

    def __init__(self, served: ServedModel, client: ClientState) -> None:
        self._served, self._client = served, client

    def prepare(self) -> None:
        """Load what writes letters."""
        import credit_panel.documents.client_file
        import credit_panel.documents.letter

        assert credit_panel.documents.letter  # noqa: S101 - the import is what is wanted

    def content(self, client_id: int, language: Language, standing: Decision | None) -> dict[str, Any]:
        """Return all that a letter says, in the order of its template."""
        from credit_panel.documents.letter import letter_content

        return letter_content(
            self._served, client_id, translator(language), *_about(standing, language), self._data(client_id)
        )

    def pdf(self, client_id: int, language: Language, standing: Decision | None) -> bytes:
        """Return the same as tagged PDF."""
        from credit_panel.documents.letter import letter_pdf

        return letter_pdf(self._served, client_id, language, *_about(standing, language), self._data(client_id))

    def client_file(self, client_id: int, entries: Sequence[Entry], language: Language) -> bytes:
        """Return all that is held about a client as tagged PDF."""
        from credit_panel.documents.client_file import client_file
        from credit_panel.documents.lender import Lender
        from credit_panel.documents.report import report_pdf
        from credit_panel.journal.retention_law import SETTING, retention_months

        served, day = self._served, datetime.now(UTC).date()
        months = retention_months(served.scorer.manifest.jurisdiction, os.environ.get(SETTING, ""))
        lender, data = Lender.from_env(), self._data(client_id)
        return report_pdf(client_file(served, client_id, entries, language, lender, day, months, data))

    def _data(self, client_id: int) -> ClientData:
        shown = self._client.data
        return shown if shown is not None and shown.client_id == client_id else self._client.data_of(client_id)[0]


def _about(standing: Decision | None, language: Language) -> tuple[Any, date, Any]:
    from credit_panel.documents.decided import decided_of
    from credit_panel.documents.lender import Lender

    return Lender.from_env(), datetime.now(UTC).date(), decided_of(standing, language)
