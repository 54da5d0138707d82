"""Where the server is to run: what the files for nginx, systemd and containers have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlunsplit

from credit_panel.errors import SettingsError
from credit_panel.settings import plain_name

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ADDRESS = re.compile(r"[0-9A-Fa-f.:\[\]]*")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_PATH = re.compile(r"/[A-Za-z0-9._/@+-]*")
HTTPS = 443
"""The port that browsers take without being told."""
_MOST_SERVERS = 64
_LAST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Site:
    """A machine that serves Credit Panel: its name, and where things lie.

    Parameters
    ----------
    host
        Name under which browsers reach it, without port.
    prefix
        Path below which it is reached, such as ``/risk``; empty when it has the name to itself.
    servers
        Processes: one a core or fewer.
    first_port
        Port of the first process, on 127.0.0.1; the others have those that follow.
    address
        Address that nginx listens on; empty is every one of the machine.
    https_port, http_port
        Ports that nginx listens on; the second leads to the first.
    certificate, key
        Files of the TLS certificate, with its chain, and of its key.
    home
        Folder of the environment with the command ``credit-panel``.
    state
        Folder of portfolios, models and the journal.
    model
        Name of the model to serve.

    Raises
    ------
    SettingsError
        When one of them cannot stand in a configuration.
    """

    host: str
    prefix: str = ""
    servers: int = 2
    first_port: int = 5101
    address: str = ""
    https_port: int = HTTPS
    http_port: int = 80
    certificate: str = "/etc/ssl/credit-panel/fullchain.pem"
    key: str = "/etc/ssl/credit-panel/privkey.pem"
    home: str = "/opt/credit-panel"
    state: str = "/var/lib/credit-panel"
    model: str = "synthetic"

    def __post_init__(self) -> None:
        """Refuse what would end a directive, or be read as another."""
        _check("--host", self.host, _HOST, "a host name in small letters, such as risk.bank.example")
        _check("--prefix", self.prefix, _PREFIX, "a path such as /risk, without a slash at its end")
        _check("--address", self.address, _ADDRESS, "an IP address")
        plain_name(self.model, given_in="in --model ")
        for option in ("certificate", "key", "home", "state"):
            _check(f"--{option}", getattr(self, option), _PATH, "an absolute path without spaces")
        if not 1 <= self.servers <= _MOST_SERVERS:
            raise SettingsError(f"--servers is {self.servers}: give a number from 1 to {_MOST_SERVERS}.")
        own = [*self.ports, self.https_port, self.http_port]
        if min(own) < 1 or max(own) > _LAST_PORT or len(set(own)) < len(own):
            raise SettingsError(
                f"The ports {', '.join(map(str, own))} cannot be used together: give ports from 1 to {_LAST_PORT}, "
                "each once."
            )

    @property
    def ports(self) -> tuple[int, ...]:
        """Ports of the processes."""
        return tuple(range(self.first_port, self.first_port + self.servers))

    @property
    def origin(self) -> str:
        """Address under which browsers reach the machine."""
        place = self.host if self.https_port == HTTPS else f"{self.host}:{self.https_port}"
        return urlunsplit(("https", place, "", "", ""))

    @property
    def listen(self) -> str:
        """What stands before the port in nginx's ``listen``."""
        return f"{self.address}:" if self.address else ""


def _check(option: str, value: str, allowed: re.Pattern[str], what: str) -> None:
    if not allowed.fullmatch(value):
        raise SettingsError(f"{option} is '{value[:60]}', which is not {what}: correct it.")
