"""The lender's logo, as its letters bear it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from credit_panel.errors import SettingsError

_LARGEST = 100_000
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that stands above the lender's name.

    Parameters
    ----------
    kind
        Its format.
    content
        The file.
    """

    kind: Literal["svg", "png"]
    content: bytes

    @classmethod
    def read(cls, name: str, setting: str) -> Logo:
        """Read the file that a setting names.

        Raises
        ------
        SettingsError
            When it cannot be read, is too large, or is neither SVG nor PNG.
        """
        try:
            with Path(name).expanduser().open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            raise SettingsError(f"{setting} is {name}, which cannot be read: {error.strerror}.") from error
        if len(content) > _LARGEST:
            raise SettingsError(f"{setting} is {name}, which is larger than {_LARGEST // 1000} kB: make it smaller.")
        if content.startswith(_PNG):
            return cls("png", content)
        if b"<svg" in content[:2000]:
            return cls("svg", content)
        raise SettingsError(f"{setting} is {name}, which is neither SVG nor PNG: save it as one of these.")

    def plain(self, alt: str) -> dict[str, Any]:
        """Return it as templates take it: of a PDF as numbers, of a page as an address that holds it."""
        kind = "image/svg+xml" if self.kind == "svg" else "image/png"
        address = f"data:{kind};base64,{base64.b64encode(self.content).decode()}"
        return {"format": self.kind, "bytes": list(self.content), "address": address, "alt": alt}
