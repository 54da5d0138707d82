"""Access tokens of the provider, sent to the API by programs."""

from __future__ import annotations

import base64
import json
import time

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from access.guarded import PAGE, Guarded
from access.provided import CLIENT, RunningProvider, session_of

RISK = {"realm_access": {"roles": ["risk"]}}


def sent(server: Guarded, token: str, path: str = "/api/v1/model") -> tuple[int, str]:
    answer = server.get(path, authorization=f"Bearer {token}")
    told = answer.json()
    if answer.status_code == 401:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["www-authenticate"].startswith("Bearer ")
        assert told["type"] == "urn:credit-panel:problem:unauthorized"
    return answer.status_code, told.get("detail", "")


def test_a_token_opens_what_its_roles_grant(openid: Guarded, running_provider: RunningProvider) -> None:
    token = running_provider.token(**RISK)
    assert sent(openid, token)[0] == 200
    assert sent(openid, token, "/api/v1/clients")[0] == 403
    assert sent(openid, running_provider.token())[0] == 403
    assert openid.get("/client", authorization=f"Bearer {token}", **PAGE).status_code == 303


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"aud": "somebody-else"}, "meant for somebody else"),
        ({"aud": CLIENT}, "meant for somebody else"),
        ({"aud": None}, "meant for somebody else"),
        ({"aud": {"credit-panel-api": 1}}, "meant for somebody else"),
        ({"iss": "https://evil.example"}, "of another provider"),
        ({"iss": None}, "of another provider"),
        ({"exp": int(time.time()) - 120}, "out of date"),
        ({"exp": None}, "out of date"),
        ({"exp": "never"}, "out of date"),
        ({"nbf": int(time.time()) + 600}, "not good yet"),
        ({"nonce": "of a login"}, "no access token"),
        ({"typ": "ID"}, "no access token"),
    ],
)
def test_a_token_that_is_not_for_us_now_is_refused_with_the_reason(
    openid: Guarded, running_provider: RunningProvider, claims: dict[str, object], said: str
) -> None:
    status, told = sent(openid, running_provider.token(**{**RISK, **claims}))
    assert status == 401
    assert said in told


def test_nobody_but_the_provider_signs(openid: Guarded, running_provider: RunningProvider) -> None:
    good = running_provider.token(**RISK)
    header, payload, signature = good.split(".")
    told = json.loads(base64.urlsafe_b64decode(payload + "=="))
    kid = json.loads(base64.urlsafe_b64decode(header + "=="))["kid"]
    own = RSAKey.generate_key(2048)
    public = own.as_dict(private=False)
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    published = str(running_provider.issuer).encode()
    for forged, said in (
        (jwt.encode({"alg": "RS256", "kid": kid}, told, own), "not signed by the provider"),
        (jwt.encode({"alg": "RS256"}, told, own), "not signed by the provider"),
        (jwt.encode({"alg": "RS256", "kid": "unknown"}, told, own), "not signed by the provider"),
        (jwt.encode({"alg": "RS256", "jwk": public}, told, own), "no"),
        (jwt.encode({"alg": "HS256", "kid": kid}, told, OctKey.import_key(published * 2)), "not signed in a way"),
        (f"{none}.{payload}.", "not signed in a way"),
        (f"{none}.{payload}.{signature}", "not signed in a way"),
        (f"{header}.{payload}.", "not signed by the provider"),
        (f"{header}.{payload}x.{signature}", "no"),
        (f"{header}.{signature}", "no signed token"),
        ("nothing", "no signed token"),
        (f"{good}.", "no"),
        ("a.b.c", "no signed token"),
        (f"{'x' * 7_000}.y.z", "no signed token"),
    ):
        status, detail = sent(openid, forged.encode().decode("latin-1"))
        assert status == 401, forged
        assert said in detail, forged


def test_a_key_of_the_server_is_still_one(openid: Guarded) -> None:
    from credit_panel.access.actions import Action

    token = openid.gate.keys.add("beside-tokens", [Action.VIEW_MODEL], 60.0)
    assert sent(openid, token)[0] == 200
    assert openid.get("/api/v1/model", authorization="Bearer cp_nothing").status_code == 401


def test_a_revoked_user_is_refused_by_token_too(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("quentin", **RISK)
    session_of(openid, "quentin")
    token = running_provider.token(sub="quentin", **RISK)
    assert sent(openid, token)[0] == 200
    openid.gate.people.revoke("quentin")
    assert "may log in no more" in sent(openid, token)[1]


def test_keys_are_remembered_and_asked_for_anew_once_a_minute_at_most(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    sent(openid, running_provider.token(**RISK))
    before = running_provider.asked().count("/jwks")
    own = RSAKey.generate_key(2048)
    for number in range(20):
        sent(openid, running_provider.token(**RISK))
        assert sent(openid, jwt.encode({"alg": "RS256", "kid": f"k{number}"}, {"iss": "x"}, own))[0] == 401
    assert running_provider.asked().count("/jwks") <= before + 1


def test_a_provider_that_is_slow_keeps_nobody_elses_work_from_theirs(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("rosa", realm_access={"roles": ["risk"]})
    session = session_of(openid, "rosa")
    with running_provider.answering(userinfo={"delay": 3}, oauth2_token={"delay": 3}):
        started = time.monotonic()
        assert openid.get("/livez").status_code == 200
        assert openid.get("/api/v1/model", session).status_code == 200
        assert time.monotonic() - started < 2
