"""Whether changed data of clients may be kept: what a deployment has to say before anybody can."""

from __future__ import annotations

import os
from collections.abc import Mapping

from credit_panel.errors import SettingsError

SETTING = "CREDIT_PANEL_CLIENT_CHANGES"
_JOURNAL = "CREDIT_PANEL_JOURNAL_URL"


def keeps_changes(environ: Mapping[str, str] | None = None) -> bool:
    """Return whether ``CREDIT_PANEL_CLIENT_CHANGES`` is ``keep``.

    Raises
    ------
    SettingsError
        When it is neither ``keep`` nor ``off``, or there is no journal to keep them in.
    """
    environ = os.environ if environ is None else environ
    said = environ.get(SETTING, "").strip().lower() or "off"
    if said not in ("off", "keep"):
        raise SettingsError(f"{SETTING} is {said[:20]!r}: give keep, or off.")
    if said == "keep" and environ.get(_JOURNAL) == "off":
        raise SettingsError(
            f"{SETTING} is keep, and the journal that changes are kept in is turned off: unset {_JOURNAL}, or "
            f"{SETTING}."
        )
    return said == "keep"
