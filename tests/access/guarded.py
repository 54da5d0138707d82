"""A server with users, and requests as one of them sends them."""

from __future__ import annotations

import json
import secrets
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx2 as httpx
from pages.census import ROUTES_FILE
from pages.serving import serving
from server import raw

from access.conftest import PASSWORD
from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.access.roles import Role
from credit_panel.settings import Settings

PAGE = {"accept": "text/html", "accept-language": "en"}
COOKIE = "credit-panel-session"
_TRUSTED = ssl.create_default_context()
"""Certificates, read once: a client of its own for each request would read them anew."""


@dataclass(frozen=True)
class Guarded:
    """A running server that asks for a login, with a user for each role, named by it, and one with none."""

    address: str
    gate: Gate
    folder: Path

    def session(self, name: str) -> str:
        """Return the secret of a new session."""
        return self.gate.sessions.begin(name)

    def somebody(self, *roles: Role) -> str:
        """Return the name of a new user with a password: how often one name logs in is limited."""
        name = f"somebody-{secrets.token_hex(4)}"
        self.gate.people.add(name, roles)
        self.gate.people.set_password(name, PASSWORD)
        return name

    def get(self, path: str, session: str = "", *, method: str = "GET", **headers: str) -> httpx.Response:
        """Ask for a path as it is written, and follow no redirect."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"cookie": f"{COOKIE}={session}"} if session else {}
        return httpx.request(method, self.address + path, headers=given, timeout=60, verify=_TRUSTED)

    def post(self, path: str, form: Mapping[str, str], session: str = "", **headers: str) -> httpx.Response:
        """Send a form."""
        given = PAGE | {"content-type": "application/x-www-form-urlencoded"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        given |= {"cookie": f"{COOKIE}={session}"} if session else {}
        return httpx.post(self.address + path, headers=given, content=urlencode(form), timeout=60, verify=_TRUSTED)

    def handshake(self, path: str, session: str = "", **headers: str) -> str:
        """Return the kind of refusal for who wants to open a websocket without a page's token."""
        more = {"cookie": f"{COOKIE}={session}"} if session else {}
        answer = raw.get(
            self.address,
            path,
            connection="Upgrade",
            upgrade="websocket",
            sec_websocket_version="13",
            sec_websocket_key="dGhlIHNhbXBsZSBub25jZQ==",
            origin=f"http://{urlsplit(self.address).netloc}",
            **more,
            **headers,
        )
        return str(json.loads(answer.partition(b"\r\n\r\n")[2])["type"]).rpartition(":")[2]


@contextmanager
def guarded(settings: Settings, folder: Path, *, anew: bool = False, **environ: str) -> Iterator[Guarded]:
    """Serve with a user for each role."""
    file = folder / "users.sqlite"
    gate = Gate(AccessSettings("users", file))
    for role in Role:
        gate.people.add(str(role), [role])
        gate.people.set_password(str(role), PASSWORD)
    gate.people.add("nobody", [])
    own = {"CREDIT_PANEL_ACCESS_FILE": str(file), ROUTES_FILE: str(folder / "routes.json")}
    own |= {"CREDIT_PANEL_LOGIN_LIMIT": "none", **environ}
    with serving(settings, folder / "log.txt", environ=own, anew=anew) as address:
        yield Guarded(address, gate, folder)
