"""Who has to log in, as the settings say it; it needs nothing but Python, like all that is checked before a start."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.errors import SettingsError
from credit_panel.settings import Settings

LOGIN_SETTING, FILE_SETTING = "CREDIT_PANEL_LOGIN", "CREDIT_PANEL_ACCESS_FILE"
IDLE_SETTING = "CREDIT_PANEL_IDLE_MINUTES"
IDLE_MINUTES = 30
_LONGEST_IDLE = 12 * 60

Login = Literal["", "users", "openid", "proxy"]
"""Who asks for a login: nobody until there are users; this server; a provider of OpenID Connect; a proxy in front."""
_LOGINS: Mapping[str, Login] = {"": "", "users": "users", "openid": "openid", "proxy": "proxy"}


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """How a server lets people in.

    Parameters
    ----------
    login
        Who asks for a login.
    file
        Where the users are kept.
    idle
        Seconds without a request after which a session ends.
    openid
        The provider at which people log in; None where they do so elsewhere.
    """

    login: Login
    file: Path
    idle: float = 60.0 * IDLE_MINUTES
    openid: OpenIdSettings | None = None

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> AccessSettings:
        """Read ``CREDIT_PANEL_LOGIN``, ``CREDIT_PANEL_ACCESS_FILE``, ``CREDIT_PANEL_IDLE_MINUTES`` and the provider's.

        Raises
        ------
        SettingsError
            When one of them cannot be used.
        """
        env = os.environ if environ is None else environ
        login = env.get(LOGIN_SETTING, "").strip().lower()
        if login not in _LOGINS:
            raise SettingsError(
                f"{LOGIN_SETTING} is {login[:20]!r}: give 'users' for users of this server, 'openid' for those of a "
                "provider of OpenID Connect, or 'proxy' where a proxy in front lets through who has logged in alone."
            )
        idle = env.get(IDLE_SETTING, "").strip() or str(IDLE_MINUTES)
        if not (idle.isascii() and idle.isdigit() and 1 <= int(idle) <= _LONGEST_IDLE):
            raise SettingsError(f"{IDLE_SETTING} is {idle[:20]!r}: give whole minutes from 1 to {_LONGEST_IDLE}.")
        given = env.get(FILE_SETTING, "")
        file = Path(given).expanduser() if given else Settings.from_env(env).data_dir / "users.sqlite"
        return cls(
            _LOGINS[login],
            file.absolute(),
            60.0 * int(idle),
            OpenIdSettings.from_env(env) if login == "openid" else None,
        )


def is_this_machine(address: str) -> bool:
    """Return whether nothing but this machine reaches a server that listens on an address."""
    bare = address.strip("[]").partition("%")[0]
    if bare.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def check_address(address: str, login: Login, *, has_users: bool) -> None:
    """Raise a `SettingsError` when a server would be open to other machines without a login.

    Parameters
    ----------
    address
        Where it is to listen.
    has_users
        Whether there is anybody who can log in.
    """
    if login or has_users or is_this_machine(address):
        return
    raise SettingsError(
        f"The server would let everybody in who reaches {address}: set {LOGIN_SETTING}=users (it then prints the "
        f"address at which the first user logs in), {LOGIN_SETTING}=openid for a provider of OpenID Connect, "
        f"{LOGIN_SETTING}=proxy where a proxy in front of it asks for the "
        "login, or ADDRESS=127.0.0.1 for this machine alone."
    )
