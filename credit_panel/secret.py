"""Secrets of the server: from the environment, or better from a file that only the server may read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from credit_panel.errors import SettingsError

_SHORTEST = 16


def secret(setting: str, environ: Mapping[str, str] | None = None, *, shortest: int = _SHORTEST) -> str:
    """Return a secret, empty where there is none.

    Parameters
    ----------
    setting
        The setting that holds it; the one of the same name with ``_FILE`` names a file that does, as credentials of
        systemd and secrets of containers are.
    shortest
        Characters of the shortest one that is taken: what a program sends is long, what people type need not be.

    Raises
    ------
    SettingsError
        When the file cannot be read, or what it or the environment holds is too short to be one.
    """
    environ = os.environ if environ is None else environ
    named = environ.get(f"{setting}_FILE", "")
    if named:
        try:
            found = Path(named).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"{setting}_FILE names a file that cannot be read: check the path and rights."
            ) from error
    else:
        found = environ.get(setting, "").strip()
    if (found or named) and len(found) < shortest:
        advice = "take a long random one" if shortest >= _SHORTEST else "take a longer one"
        raise SettingsError(f"{setting} is shorter than {shortest} characters: {advice}.")
    return found
