"""Addresses that may be asked or told to people, and the one under which browsers reach this server."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from credit_panel.errors import SettingsError

PUBLIC_URL = "CREDIT_PANEL_PUBLIC_URL"

_LOCAL = ("localhost", "127.0.0.1", "::1")


def is_safe(address: str) -> bool:
    """Whether what is sent to an address is read by nobody else: it is TLS, or stays on this machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = not (parts.username or parts.password or parts.fragment)
    return bool(host) and plain and (parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL))


def safe_address(setting: str, text: str) -> str:
    """Return the address that a setting holds; raise a `SettingsError` that names the setting where it is not safe."""
    address = text.strip()
    if not is_safe(address) or urlsplit(address).query:
        raise SettingsError(
            f"{setting} is {address[:80]!r}: give a whole address that begins with https (http on this machine alone)."
        )
    return address


def public_url(env: Mapping[str, str]) -> str:
    """Return the address under which browsers reach this server, without a slash at its end; empty where unset.

    Raises
    ------
    SettingsError
        When the setting holds no address, or one that others can listen in on.
    """
    text = env.get(PUBLIC_URL, "")
    return safe_address(PUBLIC_URL, text).rstrip("/") if text.strip() else ""
