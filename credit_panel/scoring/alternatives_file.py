"""The file of a search for alternatives: beside the files of its model, sealed, and of that version alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from credit_panel.errors import BundleError
from credit_panel.scoring.alternatives import Search
from credit_panel.scoring.sealing import FILE_RIGHTS, is_as_written, seal_of

ALTERNATIVES = "alternatives.json"
_FORMAT = 1


def write_search(search: Search, folder: Path) -> Path:
    """Write a search into the folder of its model, whole or not at all, and return its file.

    Raises
    ------
    BundleError
        When it cannot be written.
    """
    content = {"format": _FORMAT, **asdict(search)}
    path = folder / ALTERNATIVES
    fresh = path.with_name(f".{ALTERNATIVES}.part")
    try:
        fresh.write_text(json.dumps({**content, "seal": seal_of(content)}, indent=1), encoding="utf-8")
        fresh.chmod(FILE_RIGHTS)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BundleError(f"{path} cannot be written ({error.strerror}): check its rights and the disk.") from error
    return path


def read_search(folder: Path, version: str) -> Search | None:
    """Read the search of the model in a folder; None when it was not searched.

    Parameters
    ----------
    version
        Version of the model.

    Raises
    ------
    BundleError
        When the file was changed after the search, or is of another version.
    """
    path = folder / ALTERNATIVES
    if not path.is_file():
        return None
    again = f"remove it, or search again with 'credit-panel alternatives {folder.name}'."
    try:
        text = path.read_text(encoding="utf-8")
        written: Mapping[str, Any] = json.loads(text)
        content = {name: value for name, value in written.items() if name not in ("seal", "format")}
        if written["seal"] != seal_of(written) or not is_as_written(text, written) or written["format"] != _FORMAT:
            raise BundleError(f"{path} was changed after the search, or is of another format: {again}")
        search = Search.from_json(content)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BundleError(f"{path} cannot be read: {again}") from error
    if search.version != version:
        raise BundleError(f"{path} tells of version {search.version} of the model, and this is {version}: {again}")
    return search
