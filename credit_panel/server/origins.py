"""Under which names browsers reach the server: those a user gives, written as a browser's Origin is compared.

The server compares the host and the port of an Origin. A browser leaves out the port that its scheme implies, and the
server then takes 80, over https too: what it has to be given for `https://bank.example` is `bank.example:80`.
"""

from __future__ import annotations

import ipaddress
import re

from credit_panel.errors import SettingsError

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_READ_IN_TWO_WAYS = frozenset("ßς\u200c\u200d")
"""Characters that Python's standard library writes otherwise than browsers do."""


def read_origins(text: str, own_port: int) -> list[str]:
    """Return the origins that ``CREDIT_PANEL_ORIGINS`` gives, as the server compares them.

    Parameters
    ----------
    text
        Hosts with or without their port, or addresses, separated by commas or spaces.
    own_port
        Port that the server listens on: a host alone means this one, and those that addresses leave out.

    Raises
    ------
    SettingsError
        When one of them is none, or stands for any host.
    """
    found: dict[str, None] = {}
    for part in text.replace(",", " ").split():
        found.update(dict.fromkeys(_read(part, own_port)))
    return list(found)


def at(host: str, port: int) -> str:
    """Return host and port as an address holds them: an IPv6 address stands in brackets."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def plain_host(text: str) -> str:
    """Return the name or the IP address of a host as browsers write it: lower case, ASCII, without brackets.

    Raises
    ------
    ValueError
        When it is neither.
    """
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        if bare != text or _READ_IN_TWO_WAYS & set(text):
            raise
    name = text.encode("idna").decode().lower()
    labels = name.removesuffix(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise ValueError(f"{text!r} is no host")
    return name


def port_number(text: str) -> int:
    """Return the port that `text` gives.

    Raises
    ------
    ValueError
        When it is no number from 1 to 65535 in plain digits.
    """
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65535:
        raise ValueError(f"{text!r} is no port")
    return int(text)


def _read(part: str, own_port: int) -> list[str]:
    if "*" in part:
        raise SettingsError(
            f"CREDIT_PANEL_ORIGINS holds '{part}', which would let other sites' pages use the server: "
            "name each host, as in bank.example or bank.example:8443."
        )
    scheme, separator, rest = part.partition("://")
    try:
        if separator and scheme.lower() not in ("http", "https"):
            raise ValueError(f"{scheme!r} is not what browsers open")
        host, port = _host_and_port(rest.partition("/")[0] if separator else part.removesuffix("/"))
    except ValueError as error:
        raise SettingsError(
            f"CREDIT_PANEL_ORIGINS holds '{part}', which is no address of a server: give the host that stands "
            "in the browser's address, and its port if it has one, as in bank.example or bank.example:8443."
        ) from error
    if port not in (None, 80, 443):
        return [at(host, port)]
    written = [at(host, 80)]
    written += [f"[{host}]"] if ":" in host else []  # no port is added to what holds a colon
    written += [at(host, 443)] if port == 443 else []
    written += [at(host, own_port)] if port is None and not separator else []
    return written


def _host_and_port(place: str) -> tuple[str, int | None]:
    try:
        return str(ipaddress.IPv6Address(place)), None  # without brackets there is no room for a port
    except ValueError:
        pass
    host, colon, port = place.rpartition(":") if re.search(r":[^\]]*$", place) else (place, "", "")
    return plain_host(host), port_number(port) if colon else None
