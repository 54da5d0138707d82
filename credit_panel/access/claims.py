"""Who somebody is and what they may do, as the verified claims of a provider say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from credit_panel.access.openid_settings import OpenIdSettings
from credit_panel.access.roles import Role
from credit_panel.errors import CreditPanelError

ClaimFault = Literal["name", "unverified"]
"""What is wrong with what a provider says: no name that can be used, an address of mail that it does not vouch for."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,78}[a-z0-9]")
_LONGEST_SUBJECT = 255
_MOST_VALUES = 2_000
_MAIL = "email"


class ClaimError(CreditPanelError):
    """What the provider says of somebody cannot be used.

    Parameters
    ----------
    fault
        What is wrong.
    """

    def __init__(self, fault: ClaimFault, sentence: str) -> None:
        self.fault = fault
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Claimed:
    """Somebody as a provider tells of them.

    Parameters
    ----------
    subject
        What tells them from everybody else at this provider, for ever.
    name
        How they are called now.
    roles
        What they are.
    """

    subject: str
    name: str
    roles: tuple[Role, ...]


def claimed(claims: Mapping[str, Any], settings: OpenIdSettings) -> Claimed:
    """Return who verified claims tell of.

    Raises
    ------
    ClaimError
        When there is no name that can be used, or it rests on an address of mail that is not vouched for.
    """
    used = {settings.name_claim, settings.roles_claim}
    vouched = claims.get("email_verified")
    if _MAIL in used and not (vouched is True or vouched == "true"):
        raise ClaimError(
            "unverified",
            f"The provider {settings.host} does not vouch for the address of mail (email_verified): have it do so, or "
            "name other claims in CREDIT_PANEL_OPENID_NAME_CLAIM and CREDIT_PANEL_OPENID_ROLES_CLAIM.",
        )
    subject, name = claims.get("sub"), value_of(claims, settings.name_claim)
    name = name.strip().lower() if isinstance(name, str) else ""
    if not (isinstance(subject, str) and 0 < len(subject) <= _LONGEST_SUBJECT) or not _NAME.fullmatch(name):
        raise ClaimError(
            "name",
            f"The provider {settings.host} gives no name that can be used in the claim {settings.name_claim}: name "
            "another claim in CREDIT_PANEL_OPENID_NAME_CLAIM.",
        )
    return Claimed(subject, name, roles_of(claims, settings))


def roles_of(claims: Mapping[str, Any], settings: OpenIdSettings) -> tuple[Role, ...]:
    """Return what somebody is: nothing, where no value of the claim gives a role."""
    found = value_of(claims, settings.roles_claim)
    listed = found if isinstance(found, list) else [found]
    values = {str(value) for value in listed[:_MOST_VALUES] if isinstance(value, str | int)}
    return tuple(role for role in Role if values & settings.roles.get(role, frozenset()))


def value_of(claims: Mapping[str, Any], name: str) -> Any:
    """Return a claim, None where there is none; dots lead into a claim, where none has the whole name.

    Examples
    --------
    >>> value_of({"realm_access": {"roles": ["advisor"]}}, "realm_access.roles")
    ['advisor']
    """
    if name in claims:
        return claims[name]
    first, _, rest = name.partition(".")
    inner = claims.get(first)
    return value_of(inner, rest) if rest and isinstance(inner, Mapping) else None
