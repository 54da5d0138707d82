"""What `credit-panel doctor` says of the login: who asks for it, who could come in, and whether a provider answers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from credit_panel.access.access_settings import AccessSettings, check_address
from credit_panel.access.gate import Gate
from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.cli.findings import Finding
from credit_panel.errors import CreditPanelError, SettingsError
from credit_panel.server.listen import Listen


def login(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Say how people log in, and what keeps them from it."""
    try:
        settings = AccessSettings.from_env(environ)
    except SettingsError:
        return  # told of among the settings of the server
    if settings.login == "proxy":
        yield Finding("ok", "Login: at a proxy in front of this server, which knows of no roles (CREDIT_PANEL_LOGIN)")
    elif settings.openid is not None:
        yield from _provider(settings.openid)
    yield from _users(settings, environ)


def _users(settings: AccessSettings, environ: Mapping[str, str]) -> Iterator[Finding]:
    gate = Gate(settings)
    try:
        people = [user for user in gate.people.everybody() if not user.revoked]
        check_address(Listen.from_env(environ).address, settings.login, has_users=gate.closed)
    except CreditPanelError as error:
        yield Finding("fault", str(error))
        return
    if settings.login in ("proxy", "openid"):
        return
    ready = sum(user.ready for user in people)
    if not gate.closed:
        yield Finding("ok", "Login: none is asked for, since there are no users and nobody reaches it from elsewhere")
    elif ready:
        yield Finding("ok", f"Login: with a password, {ready} of {len(people)} users have chosen one")
    else:
        yield Finding(
            "note", "Login: with a password, which nobody has chosen yet: the server prints an address for it."
        )


def _provider(settings: OpenIdSettings) -> Iterator[Finding]:
    from credit_panel.server.openid.provider import Provider

    roles = ", ".join(role for role, values in settings.roles.items() if values)
    yield Finding(
        "ok",
        f"Login: at {settings.issuer} as {settings.client_id}; {settings.roles_claim} gives the roles {roles}",
    )
    if not settings.audience:
        yield Finding("ok", "The API takes no token of the provider, since CREDIT_PANEL_OPENID_AUDIENCE is not set")
    provider = Provider(settings)
    try:
        addresses = provider.addresses()
        keys = provider.keys()
    except CreditPanelError as error:
        yield Finding("note", str(error))
        return
    out = "logs people out there too" if addresses.logout else "has no address to log people out"
    yield Finding("ok", f"The provider answers, has {len(keys)} keys, and {out}")
