"""A provider of OpenID Connect that runs, a server that leads people there, and what a browser does between them."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2 as httpx
from pages.serving import serving

from access.guarded import COOKIE, PAGE, Guarded
from credit_panel.access.access_settings import AccessSettings
from credit_panel.access.gate import Gate
from credit_panel.settings import Settings

CLIENT, AUDIENCE = "credit-panel", "credit-panel-api"
ATTEMPT = "credit-panel-login"
_client = httpx.Client(timeout=60)


SALES = {"realm_access": {"roles": ["sales", "offline_access"]}}
"""Claims of somebody whose role the provider tells."""


@dataclass(frozen=True)
class RunningProvider:
    """A provider, and what it is told to do."""

    issuer: str

    def knows(self, subject: str, **claims: object) -> str:
        """Have the provider know somebody; return their name."""
        told = {"preferred_username": subject, **claims}
        assert _client.put(f"{self.issuer}/users/{subject}", json=told).status_code == 204
        return subject

    def forgets(self, subject: str) -> None:
        """Have the provider give no more tokens for what it gave."""
        _client.post(f"{self.issuer}/users/{subject}/revoke-tokens")

    @contextmanager
    def answering(self, **faults: Mapping[str, Any]) -> Iterator[None]:
        """Have it answer some paths badly; `oauth2_token` is `/oauth2/token`."""
        named = {f"/{path.replace('__', '.').replace('_', '/')}": fault for path, fault in faults.items()}
        _client.put(f"{self.issuer}/control/faults", json=named)
        try:
            yield
        finally:
            _client.put(f"{self.issuer}/control/faults", json={})

    def asked(self) -> list[str]:
        """Return the paths that it was asked for."""
        return list(_client.get(f"{self.issuer}/control/asked").json())

    def token(self, header: Mapping[str, str] | None = None, **claims: object) -> str:
        """Return an access token that it signed, for the API; claims of None are left out."""
        now = int(time.time())
        told = {"iss": self.issuer, "aud": AUDIENCE, "sub": "program", "exp": now + 300, "iat": now, **claims}
        sent = {"claims": {name: value for name, value in told.items() if value is not None}, "header": header or {}}
        return _client.post(f"{self.issuer}/control/sign", json=sent).text


@contextmanager
def provider() -> Iterator[RunningProvider]:
    """Run a provider on a free port of this machine."""
    command = [sys.executable, str(Path(__file__).with_name("provider_server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield RunningProvider(f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}")
        finally:
            process.terminate()
            process.wait(timeout=20)


def openid_environ(issuer: str) -> dict[str, str]:
    """Return the settings of a server that people log in to at a provider."""
    return {
        "CREDIT_PANEL_LOGIN": "openid",
        "CREDIT_PANEL_OPENID_ISSUER": issuer,
        "CREDIT_PANEL_OPENID_CLIENT_ID": CLIENT,
        "CREDIT_PANEL_OPENID_CLIENT_SECRET": "a secret of the client",
        "CREDIT_PANEL_OPENID_ROLES_CLAIM": "realm_access.roles",
        "CREDIT_PANEL_OPENID_ROLES": "advisor=sales,branches;auditor=audit;analyst=risk;admin=it",
        "CREDIT_PANEL_OPENID_AUDIENCE": AUDIENCE,
    }


@contextmanager
def provided(settings: Settings, folder: Path, issuer: str, **environ: str) -> Iterator[Guarded]:
    """Serve to those who log in at a provider."""
    file = folder / "users.sqlite"
    own = openid_environ(issuer) | {"CREDIT_PANEL_ACCESS_FILE": str(file), "CREDIT_PANEL_LOGIN_LIMIT": "none"} | environ
    gate = Gate(AccessSettings.from_env(own | {"CREDIT_PANEL_ACCESS_FILE": str(file)}))
    with serving(settings, folder / "log.txt", environ=own) as address:
        yield Guarded(address, gate, folder)


def set_cookies(answer: httpx.Response) -> dict[str, str]:
    """Return the cookies that an answer sets."""
    return dict(re.match(r"([^=]+)=([^;]*)", said).groups() for said in answer.headers.get_list("set-cookie"))  # type: ignore[union-attr, misc]


def sent_away(server: Guarded, wanted: str = "client") -> tuple[str, str]:
    """Begin a login; return where the browser is led, and the cookie that it keeps."""
    answer = server.get(f"/login/openid?next={wanted}", **PAGE)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"], set_cookies(answer)[ATTEMPT]


def confirmed(address: str, subject: str, action: str = "") -> str:
    """Have somebody confirm who they are at the provider; return where it leads them."""
    form = {"action": action} if action else {"sub": subject}
    answer = _client.post(address, data=form)
    assert answer.status_code in (302, 303), answer.text
    return urljoin(address, answer.headers["location"])


def come_back(server: Guarded, back: str, attempt: str, **headers: str) -> httpx.Response:
    """Follow the provider back to the server."""
    parts = urlsplit(back)
    return server.get(f"{parts.path}?{parts.query}", cookie=f"{ATTEMPT}={attempt}", **PAGE | headers)


def logged_in(server: Guarded, subject: str, wanted: str = "client") -> httpx.Response:
    """Log somebody in; return the answer that lets them in."""
    away, attempt = sent_away(server, wanted)
    return come_back(server, confirmed(away, subject), attempt)


def session_of(server: Guarded, subject: str) -> str:
    """Log somebody in; return the secret of their session."""
    answer = logged_in(server, subject)
    assert answer.status_code == 200, answer.text
    return set_cookies(answer)[COOKIE]


def asked_again(server: Guarded, session: str) -> None:
    """Have the server think that the provider was last asked long ago, and do something in the session."""
    with sqlite3.connect(server.gate.settings.file) as file:
        file.execute("UPDATE sessions SET asked = 0")
    server.get("/api/v1/fields", session)
