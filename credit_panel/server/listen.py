"""Where the server listens and who may reach it, read from the environment and checked before anything long."""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlunsplit

from credit_panel.access.public_url import public_url
from credit_panel.errors import SettingsError
from credit_panel.server.origins import at, plain_host, port_number, read_origins

DEFAULT_PORT = 5006
DEFAULT_ADDRESS = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Listen:
    """Where one server listens.

    Parameters
    ----------
    address
        Host name or IP address of this machine; 0.0.0.0 and :: are all of them.
    port
        Port.
    origins
        Other names under which browsers reach it, as host:port.
    public_url
        Address under which people reach it, empty where the settings name none.
    """

    address: str = DEFAULT_ADDRESS
    port: int = DEFAULT_PORT
    origins: tuple[str, ...] = ()
    public_url: str = ""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Listen:
        """Read ``ADDRESS``, ``PORT``, ``CREDIT_PANEL_ORIGINS`` and ``CREDIT_PANEL_PUBLIC_URL``; what is empty is unset.

        Raises
        ------
        SettingsError
            When one of them cannot be used.
        """
        address = _address(environ.get("ADDRESS") or DEFAULT_ADDRESS)
        port = _port(environ.get("PORT") or str(DEFAULT_PORT))
        origins = tuple(read_origins(environ.get("CREDIT_PANEL_ORIGINS") or "", port))
        return cls(address, port, origins, public_url(environ))

    @property
    def everywhere(self) -> bool:
        """Whether it listens on every network of the machine."""
        return _is_ip(self.address) and ipaddress.ip_address(self.address).is_unspecified

    @property
    def here(self) -> str:
        """Host and port under which a browser of this machine reaches it."""
        nearest = {"0.0.0.0": "localhost", "127.0.0.1": "localhost", "::": "::1"}  # noqa: S104 - told, not listened on
        return at(nearest.get(self.address, self.address), self.port)

    def url(self, page: str = "") -> str:
        """Return the address of a page for a browser of this machine."""
        return urlunsplit(("http", self.here, f"/{page}", "", ""))

    @property
    def login(self) -> str:
        """The address at which people log in."""
        return f"{self.public_url}/login" if self.public_url else self.url("login")

    def hosts(self) -> list[str]:
        """Return every host:port under which a browser may reach it: its own names and the ones given."""
        own = ["localhost", "127.0.0.1", "::1", *(_own_names() if self.everywhere else [self.address])]
        return list(dict.fromkeys([*(name for host in own for name in _compared(host, self.port)), *self.origins]))

    def check_free(self) -> None:
        """Raise a `SettingsError` when the server could not listen there."""
        try:
            places = socket.getaddrinfo(self.address, self.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            refused = [error for place in places if (error := _refusal(place))]
        except OSError as error:
            places, refused = [], [error]
        not_here = [error for error in refused if error.errno == errno.EADDRNOTAVAIL]
        if refused and (len(refused) > len(not_here) or len(refused) >= len(places)):
            reason = refused[0].strerror or refused[0]
            raise SettingsError(
                f"The server cannot listen on port {self.port} of {self.address} ({reason}): "
                "set PORT to a free port, or ADDRESS to an address of this machine."
            )


def _address(text: str) -> str:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    try:
        if not _is_ip(bare):
            return plain_host(text)
        return str(ipaddress.ip_address(bare))  # fe80::1%eth0 keeps the card that it names
    except ValueError as error:
        raise SettingsError(
            f"ADDRESS is '{text}', which is no address: give an IP address or a host name of this machine, without "
            "its port, or 0.0.0.0 to listen on every network."
        ) from error


def _port(text: str) -> int:
    try:
        return port_number(text)
    except ValueError as error:
        raise SettingsError(f"PORT is '{text}', which is no port: give a number from 1 to 65535.") from error


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _compared(host: str, port: int) -> list[str]:
    """Return what the Origin of a page at this host and port is compared with."""
    return read_origins(at(host.partition("%")[0], port), port)


def _own_names() -> list[str]:
    """Return the names and addresses of this machine that are known without asking another one."""
    names = [socket.gethostname()]
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))  # sends nothing: the system says which address it would send from
                names.append(probe.getsockname()[0])
        except OSError:
            continue
    return [name for name in names if _is_host(name)]


def _is_host(text: str) -> bool:
    try:
        plain_host(text)
    except ValueError:
        return False
    return True


def _refusal(place: tuple[int, int, int, str, tuple[object, ...]]) -> OSError | None:
    family, kind, protocol, _, where = place
    try:
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind(where)
            listener.listen()
    except OSError as error:
        return error
    return None
