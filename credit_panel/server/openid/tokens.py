"""Signed tokens: which are the provider's, for us, and good now; everything else is refused, with a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from joserfc import errors, jwt
from joserfc.jwk import JWKRegistry, Key
from joserfc.jws import extract_compact
from joserfc.registry import Header

from credit_panel.errors import CreditPanelError
from credit_panel.server.openid.provider import Provider

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA")
"""Signatures that are believed: those that only the provider can make. No `none`, and none with a shared secret."""

LEEWAY = 60
"""Seconds by which two clocks may differ."""
LONGEST = 16_000
"""Characters of the longest token."""

TokenFault = Literal["malformed", "algorithm", "signature", "issuer", "audience", "expired", "kind"]
"""What is wrong with a token."""

_SENTENCES: Mapping[TokenFault, str] = {
    "malformed": "The token is no signed token (JWT) of a provider: send the access token as it was given.",
    "algorithm": "The token is not signed in a way that is believed: the provider has to sign with RS256, say.",
    "signature": "The token is not signed by the provider of this server: get one there.",
    "issuer": "The token is of another provider: get one of the provider of this server.",
    "audience": "The token is meant for somebody else: ask the provider for one whose audience is this server.",
    "expired": "The token is out of date, or not good yet: get a new one.",
    "kind": "The token says who somebody is, and is no access token: send the access token.",
}


class TokenError(CreditPanelError):
    """A token is not to be believed.

    Parameters
    ----------
    fault
        Why not.
    """

    def __init__(self, fault: TokenFault) -> None:
        self.fault = fault
        super().__init__(_SENTENCES[fault])


def verified(
    token: str, provider: Provider, audience: str, now: Callable[[], float] = time.time
) -> tuple[Header, dict[str, Any]]:
    """Return header and claims of a token that the provider signed, for us, and that is good now.

    Parameters
    ----------
    audience
        Whom it has to be meant for.

    Raises
    ------
    TokenError
        When it is not to be believed.
    ProviderError
        When the keys to tell by cannot be had.
    """
    try:
        header = extract_compact(token[: LONGEST + 1].encode()).headers() if len(token) <= LONGEST else {}
    except (errors.JoseError, ValueError, TypeError, RecursionError) as error:
        raise TokenError("malformed") from error
    if header.get("alg") not in ALGORITHMS:
        raise TokenError("algorithm" if header else "malformed")
    found = _checked(token, header, provider)
    claims = found.claims
    if str(claims.get("iss", "")).rstrip("/") != provider.settings.issuer.rstrip("/"):
        raise TokenError("issuer")
    meant = claims.get("aud")
    several = meant if isinstance(meant, list) else [meant]
    if audience not in several:
        raise TokenError("audience")
    try:
        jwt.JWTClaimsRegistry(int(now()), LEEWAY, exp={"essential": True}).validate(claims)
    except errors.JoseError as error:
        raise TokenError("expired") from error
    return header, claims


def identity(token: object, provider: Provider, nonce: str | None) -> dict[str, Any]:
    """Return the claims of an ID token; `nonce` is the one that was sent along, None where none was."""
    if not isinstance(token, str):
        raise TokenError("malformed")
    own = provider.settings.client_id
    _, claims = verified(token, provider, own)
    if claims.get("azp", own) != own or (
        isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims
    ):
        raise TokenError("audience")
    if nonce is not None and claims.get("nonce") != nonce:
        raise TokenError("signature")
    return claims


def access(token: str, provider: Provider) -> dict[str, Any]:
    """Return the claims of an access token that a program sends; an ID token, which pages are given, is none."""
    header, claims = verified(token, provider, provider.settings.audience)
    kind = str(header.get("typ", "")).lower().removeprefix("application/")
    if (
        kind != "at+jwt"
        and claims.get("typ") != "Bearer"
        and (claims.get("typ") == "ID" or {"nonce", "at_hash", "c_hash"} & set(claims))
    ):
        raise TokenError("kind")
    return claims


def _checked(token: str, header: Header, provider: Provider) -> jwt.Token:
    for anew in (False, True):
        fitting = _fitting(provider.keys(anew=anew), header)
        for key in fitting:
            try:
                return jwt.decode(token, key, algorithms=ALGORITHMS)
            except (errors.BadSignatureError, errors.InvalidKeyTypeError, errors.UnsupportedKeyOperationError):
                continue
            except (errors.JoseError, ValueError, TypeError, RecursionError) as error:
                raise TokenError("malformed") from error
        if fitting and header.get("kid"):
            break  # the key has this name: another answer would hold the same
    raise TokenError("signature")


def _fitting(keys: tuple[Mapping[str, Any], ...], header: Header) -> list[Key]:
    """Return the keys that may have signed a token: those of its name, or all where it names none."""
    kid, found = header.get("kid"), []
    for data in keys:
        if data.get("kty") == "oct" or data.get("use", "sig") != "sig" or (kid and data.get("kid") != kid):
            continue
        if data.get("alg", header["alg"]) != header["alg"]:
            continue
        try:
            found.append(JWKRegistry.import_key(dict(data)))
        except (errors.JoseError, ValueError, TypeError, KeyError):
            continue  # of a kind that nobody here knows
    return found
