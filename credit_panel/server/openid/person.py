"""Who somebody is, from what the provider gives: for a code at the login, anew for a session, by a token of a program.

All of this waits for the network and the disk: it is called beside the event loop.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from credit_panel.access.claims import ClaimError, claimed, roles_of, value_of
from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.identities import IdentityError
from credit_panel.access.people import User
from credit_panel.server.openid.attempt import Attempt
from credit_panel.server.openid.provider import Provider, ProviderError
from credit_panel.server.openid.sealed import Given, seal, unseal
from credit_panel.server.openid.tokens import TokenError, access, identity

log = logging.getLogger(__name__)

EACH = 300.0
"""Seconds after which the provider is asked again whether somebody who works is still what they were."""


def log_in(provider: Provider, gate: Gate, code: str, attempt: Attempt, back: str) -> tuple[User, Given]:
    """Return who comes back from the provider with a code, and what it gave for them.

    Raises
    ------
    ProviderError, TokenError, ClaimError, IdentityError
        When they cannot be let in.
    """
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": attempt.verifier}
    told = provider.tokens(form)
    claims = identity(told.get("id_token"), provider, attempt.nonce)
    who = claimed(_completed(claims, told, provider), provider.settings)
    given = Given(who.subject, _text(told.get("refresh_token")), _text(told.get("id_token")))
    return gate.identities.enter(provider.settings.issuer, who), given


def ask_again(provider: Provider, gate: Gate, session: str) -> None:
    """Ask the provider whether who works in a session is still what they were; end it where they are not known now.

    Where the provider gave nothing to ask with, the roles of the login stay until the session ends; where it does not
    answer, so do those of the last answer.
    """
    if not gate.sessions.take_turn(session, EACH):
        return
    given = unseal(gate.sessions.sealed(session), session)
    if given is None or not given.refresh:
        return
    try:
        told = provider.tokens({"grant_type": "refresh_token", "refresh_token": given.refresh})
        claims = identity(told["id_token"], provider, None) if "id_token" in told else {"sub": given.subject}
        who = claimed(_completed(claims, told, provider), provider.settings)
        if who.subject != given.subject:
            raise TokenError("signature")
        gate.identities.enter(provider.settings.issuer, who)
    except ProviderError as error:
        if error.fault != "refused":
            log.error("%s", error)
            return
        _end(gate, session, str(error))
    except (ClaimError, IdentityError, TokenError) as error:
        _end(gate, session, str(error))
    else:
        renewed = Given(given.subject, _text(told.get("refresh_token")) or given.refresh, given.hint)
        gate.sessions.reseal(session, seal(renewed, session))


def by_token(provider: Provider, gate: Gate, token: str) -> Visitor:
    """Return whom an access token tells of, with the roles that it gives.

    Raises
    ------
    TokenError, ProviderError, IdentityError
        When it opens nothing.
    """
    claims, settings = access(token, provider), provider.settings
    subject = _text(claims.get("sub"))
    known = gate.identities.known(settings.issuer, subject) if subject else None
    if known is not None and known.revoked:
        raise IdentityError("revoked", f"The user {known.name} may log in no more.")
    called = _text(value_of(claims, settings.name_claim)) or _text(claims.get("client_id")) or subject
    name = "".join(c for c in called if c.isalnum() or c in "._@+-")[:60]
    user = User(f"token:{name}" if known is None else known.name, roles_of(claims, settings))
    return Visitor(user.name, user)


def _completed(claims: Mapping[str, Any], told: Mapping[str, Any], provider: Provider) -> Mapping[str, Any]:
    """Add what the provider says elsewhere, where a claim that counts is not among those that it signed."""
    settings, bearer = provider.settings, _text(told.get("access_token"))
    if bearer and any(value_of(claims, name) is None for name in (settings.name_claim, settings.roles_claim)):
        more = provider.userinfo(bearer)
        if more and more.get("sub") != claims.get("sub"):  # OpenID Connect Core, 5.3.2
            raise TokenError("signature")
        return {**more, **claims}
    return claims


def _end(gate: Gate, session: str, why: str) -> None:
    log.warning("a session was ended: %s", why)
    gate.sessions.end(session)


def _text(found: object) -> str:
    return found if isinstance(found, str) else ""
