"""All settings of the server, read once before it starts: what is wrong with one is said, and nothing is served.

It needs nothing but Python, like all that is checked before the libraries are installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from credit_panel.access.access_settings import AccessSettings
from credit_panel.change_setting import keeps_changes
from credit_panel.errors import SettingsError
from credit_panel.rate_limit import UPLOAD_LIMIT, UPLOAD_SETTING, RateLimit
from credit_panel.secret import secret
from credit_panel.server.embedding import framed_by
from credit_panel.server.log_lines import logging_settings

API_SETTING, LINE_SETTING = "CREDIT_PANEL_API_LIMIT", "CREDIT_PANEL_LINE_LIMIT"
API_LIMIT = "12000/minute"
"""Requests of one address: more than two cores answer, so that one program alone is never held up for nothing."""
LINE_LIMIT = "1200/minute"
"""Lines that one address opens: behind a proxy that is not believed all visitors have the same one, and after a restart
all of them come back at once."""

LOGIN_SETTING, LOGIN_LIMIT = "CREDIT_PANEL_LOGIN_LIMIT", "60/minute"
"""Passwords that one address tries: behind a proxy that is not believed everybody who begins to work has the same."""

TOKEN_SETTING = "CREDIT_PANEL_METRICS_TOKEN"  # noqa: S105 - its name, not the token
"""The setting that holds the token which `/metrics` asks for; without it there are none."""

PIN_SETTING, SHORTEST_PIN = "CREDIT_PANEL_CLIENT_MODE_PIN", 4
"""The setting that holds the code which leaving the client's view asks for, and its fewest characters."""


def client_mode_pin(environ: Mapping[str, str] | None = None) -> str:
    """Return the code that leaving the client's view asks for; empty where none is set.

    Raises
    ------
    SettingsError
        When it cannot be read, or is too short.
    """
    return secret(PIN_SETTING, environ, shortest=SHORTEST_PIN)


def check_settings(environ: Mapping[str, str]) -> None:
    """Raise the first fault of `setting_faults`, a `SettingsError`."""
    for fault in setting_faults(environ):
        raise fault


def setting_faults(environ: Mapping[str, str]) -> list[SettingsError]:
    """Return what is wrong with the settings of the server, beside where it listens."""
    readers: tuple[Callable[[], object], ...] = (
        lambda: framed_by(environ),
        lambda: RateLimit.from_env(API_SETTING, API_LIMIT, environ),
        lambda: RateLimit.from_env(LINE_SETTING, LINE_LIMIT, environ),
        lambda: RateLimit.from_env(LOGIN_SETTING, LOGIN_LIMIT, environ),
        lambda: AccessSettings.from_env(environ),
        lambda: RateLimit.from_env(UPLOAD_SETTING, UPLOAD_LIMIT, environ),
        lambda: logging_settings(environ),
        lambda: secret(TOKEN_SETTING, environ),
        lambda: client_mode_pin(environ),
        lambda: keeps_changes(environ),
    )
    faults = []
    for read in readers:
        try:
            read()
        except SettingsError as error:
            faults.append(error)
    return faults
