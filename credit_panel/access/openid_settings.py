"""How people log in at a provider of OpenID Connect, as the settings say it: providers differ in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlsplit

from credit_panel.access.public_url import public_url, safe_address
from credit_panel.access.roles import Role
from credit_panel.errors import SettingsError
from credit_panel.secret import secret

ISSUER, CLIENT, SECRET = (f"CREDIT_PANEL_OPENID_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET"))
SCOPES, NAME, GROUPS = (f"CREDIT_PANEL_OPENID_{name}" for name in ("SCOPES", "NAME_CLAIM", "ROLES_CLAIM"))
ROLES, AUDIENCE = "CREDIT_PANEL_OPENID_ROLES", "CREDIT_PANEL_OPENID_AUDIENCE"

_ITSELF: Mapping[Role, frozenset[str]] = MappingProxyType({role: frozenset({str(role)}) for role in Role})


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """A provider, what this server is to it, and what its words mean here.

    Parameters
    ----------
    issuer
        Address of the provider, as its tokens name it.
    client_id, client_secret
        What it calls this server, and what this server proves itself with; the second is empty for a public client.
    scopes
        What is asked of it.
    name_claim, roles_claim
        The claims that hold a person's name, and what they are; dots lead into a claim.
    roles
        For each role, the values of the second claim that give it.
    audience
        What tokens that programs send have to be meant for; empty where none are taken.
    public_url
        Address under which browsers reach this server; empty for the one that they ask for.
    """

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    name_claim: str = "preferred_username"
    roles_claim: str = "groups"
    roles: Mapping[Role, frozenset[str]] = field(default_factory=lambda: _ITSELF)
    audience: str = ""
    public_url: str = ""

    @property
    def host(self) -> str:
        """The provider's name, as people know it."""
        return urlsplit(self.issuer).hostname or self.issuer

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> OpenIdSettings:
        """Read the settings ``CREDIT_PANEL_OPENID_…`` and ``CREDIT_PANEL_PUBLIC_URL``.

        Raises
        ------
        SettingsError
            When one of them is missing or cannot be used.
        """
        client_id = env.get(CLIENT, "").strip()
        if not client_id:
            raise SettingsError(f"{CLIENT} is not set: give the name under which the provider knows this server.")
        scopes = tuple(env.get(SCOPES, "").split()) or ("openid", "profile", "email")
        if "openid" not in scopes:
            raise SettingsError(f"{SCOPES} has to hold 'openid', as in 'openid profile email'.")
        return cls(
            issuer=safe_address(ISSUER, env.get(ISSUER, "")),
            client_id=client_id,
            client_secret=secret(SECRET, env),
            scopes=scopes,
            name_claim=env.get(NAME, "").strip() or "preferred_username",
            roles_claim=env.get(GROUPS, "").strip() or "groups",
            roles=_roles(env.get(ROLES, "")),
            audience=env.get(AUDIENCE, "").strip(),
            public_url=public_url(env),
        )


def _roles(text: str) -> Mapping[Role, frozenset[str]]:
    """Read which values give which role, as in ``advisor=sales,branches;reviewer=credit committee``."""
    if not text.strip():
        return _ITSELF
    found: dict[Role, frozenset[str]] = {}
    for part in filter(str.strip, text.split(";")):
        role, equals, listed = part.partition("=")
        values = frozenset(value.strip() for value in listed.split(",") if value.strip())
        if not equals or role.strip() not in list(Role) or not values:
            raise SettingsError(
                f"{ROLES} has {part.strip()[:60]!r}: give each role its values, as in 'advisor=sales,branches;"
                f"reviewer=credit committee', where a role is one of {', '.join(Role)}."
            )
        found[Role(role.strip())] = values
    return MappingProxyType(found)
