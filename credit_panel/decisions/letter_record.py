"""That a letter was made, as plain values that the journal keeps."""

from __future__ import annotations

import hashlib
from typing import Any

from credit_panel.decisions.decision import Decision


def letter_made(pdf: bytes, language: str, standing: Decision | None, data_version: int) -> dict[str, Any]:
    """Return what tells which letter it was: language, hash of its PDF, data it rests on, decision that it tells."""
    told = {"language": language, "sha256": hashlib.sha256(pdf).hexdigest(), "data_version": data_version}
    return told if standing is None else told | {"decided": str(standing.decided)}
