"""Where the server listens: what is set is understood, or refused before anything starts."""

from __future__ import annotations

import socket

import pytest
from bokeh.server.util import check_allowlist

from credit_panel.errors import SettingsError
from credit_panel.server.listen import Listen


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


def test_what_is_not_set_is_this_machine_only() -> None:
    for environ in ({}, {"PORT": "", "ADDRESS": "", "CREDIT_PANEL_ORIGINS": ""}):
        assert Listen.from_env(environ) == Listen("127.0.0.1", 5006)


@pytest.mark.parametrize(
    ("address", "opened", "reached"),
    [
        ("127.0.0.1", "localhost:81", ["localhost:81", "127.0.0.1:81"]),
        ("LocalHost", "localhost:81", ["localhost:81"]),
        ("::1", "[::1]:81", ["[::1]:81", "localhost:81"]),
        ("[::1]", "[::1]:81", ["[::1]:81"]),
        ("0:0:0:0:0:0:0:1", "[::1]:81", ["[::1]:81"]),
        ("::", "[::1]:81", ["[::1]:81"]),
        ("0.0.0.0", "localhost:81", ["localhost:81", "127.0.0.1:81", f"{socket.gethostname().lower()}:81"]),  # noqa: S104
        ("192.0.2.7", "192.0.2.7:81", ["192.0.2.7:81"]),
        ("server.bank.example", "server.bank.example:81", ["server.bank.example:81"]),
    ],
)
def test_addresses(address: str, opened: str, reached: list[str]) -> None:
    listen = Listen.from_env({"ADDRESS": address, "PORT": "81"})
    assert listen.url("client") == f"http://{opened}/client"
    for host in reached:
        assert check_allowlist(host, listen.hosts()), host
    assert not check_allowlist("evil.example:81", listen.hosts())


@pytest.mark.parametrize(
    "address",
    [
        "0",
        "127.1",
        "1.2.3",
        "*",
        "localhost:80",
        "http://localhost",
        "[localhost]",
        "[::1]:80",
        " ",
        "a b",
        "a/b",
        "é à",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(SettingsError, match=r"^ADDRESS is .* which is no address: give .*\.$"):
        Listen.from_env({"ADDRESS": address})


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "+80", " 80", "80 80", "8e1", "８０", "80.0", "1_000"])
def test_what_is_no_port(port: str) -> None:
    with pytest.raises(SettingsError, match=r"^PORT is .* which is no port: give a number from 1 to 65535\.$"):
        Listen.from_env({"PORT": port})


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "0.0.0.0", "::1", "::"])  # noqa: S104
def test_a_taken_port_is_told(address: str) -> None:
    if ":" in address and not has_ipv6():
        pytest.skip("this machine has no IPv6")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"cannot listen on port {port} of {address} .*in use.*PORT"):
            Listen(address, port).check_free()
    Listen(address, port).check_free()


@pytest.mark.parametrize("address", ["192.0.2.99", "no-such-host.invalid", "2001:db8::7"])
def test_an_address_of_another_machine_is_told(address: str) -> None:
    with pytest.raises(SettingsError, match=f"of {address} .* ADDRESS to an address of this machine"):
        Listen(address, 5006).check_free()
