"""Seals: what tells that a file, or what a file says, is as it was written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE_RIGHTS, FOLDER_RIGHTS = 0o640, 0o750
"""Rights of what is about clients: the owner writes, the group reads, others have none."""


def seal_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a manifest's content, its seal left out."""
    unsealed = {key: value for key, value in content.items() if key != "seal"}
    return hashlib.sha256(json.dumps(unsealed, sort_keys=True).encode()).hexdigest()


def is_as_written(text: str, content: Mapping[str, Any]) -> bool:
    """Whether a manifest's text is what its content is written as: not even a blank of it is another."""
    return text in (json.dumps(content, indent=1), json.dumps(content))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restrict(folder: Path) -> None:
    """Take a folder and all that it holds from everybody but its owner and their group."""
    folder.chmod(FOLDER_RIGHTS)
    for path in folder.rglob("*"):
        path.chmod(FOLDER_RIGHTS if path.is_dir() else FILE_RIGHTS)
