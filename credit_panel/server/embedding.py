"""Whose pages may show ours in a frame: nobody's, unless CREDIT_PANEL_FRAMED_BY names them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from credit_panel.errors import SettingsError

SETTING = "CREDIT_PANEL_FRAMED_BY"
_SOURCE = re.compile(r"(https?://)?[a-z0-9.-]+(:[0-9]{1,5})?")


def framed_by(environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the origins that the setting names.

    Raises
    ------
    SettingsError
        When one of them is none.
    """
    given = (os.environ if environ is None else environ).get(SETTING, "")
    origins = tuple(part.rstrip("/").lower() for part in given.replace(",", " ").split())
    for origin in origins:
        if not _SOURCE.fullmatch(origin):
            raise SettingsError(
                f"{SETTING} holds '{origin}', which is no address of a site: give the host, and its port if it has "
                "one, as in intranet.bank.example or intranet.bank.example:8443."
            )
    return origins
