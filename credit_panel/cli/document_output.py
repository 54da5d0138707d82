"""Where a document goes: the ending says in which format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from credit_panel.cli.output import Output, Writer, write_bytes
from credit_panel.errors import SettingsError


@dataclass(frozen=True, slots=True)
class PdfOutput(Output):
    """A place to write a document to, as PDF; what is a file, pipe or device is treated as for a table."""

    @property
    def _writer(self) -> Writer:
        ending = Path(self.name).suffix.lower()
        if ending != ".pdf" and (ending or not (self.is_standard or self._is_special)):
            raise SettingsError(
                f"--out is {self.name}, whose ending is not .pdf: give it that one, or '-' for standard output."
            )
        return write_bytes


@dataclass(frozen=True, slots=True)
class ReportOutput(Output):
    """A place to write a report to, as PDF or as HTML; what is a file, pipe or device is treated as for a table."""

    @property
    def is_html(self) -> bool:
        """Whether it is to be HTML: the ending says."""
        return Path(self.name).suffix.lower() in (".html", ".htm")

    @property
    def _writer(self) -> Writer:
        ending = Path(self.name).suffix.lower()
        if not (ending == ".pdf" or self.is_html or (not ending and (self.is_standard or self._is_special))):
            raise SettingsError(
                f"--out is {self.name}, whose ending is neither .pdf nor .html: give it one of these, or '-' for PDF "
                "on standard output."
            )
        return write_bytes


@dataclass(frozen=True, slots=True)
class ClientFileOutput(Output):
    """A place to write a client's file to, as PDF or as JSON; what is a file, pipe or device is treated as above."""

    @property
    def is_pdf(self) -> bool:
        """Whether it is to be PDF: the ending says."""
        return Path(self.name).suffix.lower() == ".pdf"

    @property
    def _writer(self) -> Writer:
        ending = Path(self.name).suffix.lower()
        if ending not in (".pdf", ".json") and (ending or not (self.is_standard or self._is_special)):
            raise SettingsError(
                f"--out is {self.name}, whose ending is neither .json nor .pdf: give it one of these, or '-' for JSON "
                "on standard output."
            )
        return write_bytes
