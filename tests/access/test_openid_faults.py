"""What a provider may answer that lets nobody in, and what they read then."""

from __future__ import annotations

import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from access.guarded import COOKIE, PAGE, Guarded
from access.provided import (
    CLIENT,
    SALES,
    RunningProvider,
    asked_again,
    come_back,
    confirmed,
    logged_in,
    provided,
    sent_away,
    session_of,
    set_cookies,
)
from credit_panel.settings import Settings


@pytest.mark.parametrize("name", [None, "", "x", "Jean Dupont", "<script>", "a" * 81, "bob\u202e", 7, ["bob"]])
def test_an_odd_name_is_refused(openid: Guarded, running_provider: RunningProvider, name: object) -> None:
    running_provider.knows("nameless", preferred_username=name, **SALES)
    answer = logged_in(openid, "nameless")
    assert answer.status_code == 403
    assert "gives no user name that can be used here" in answer.text
    assert "<script>" not in answer.text.partition("<main>")[2]


def test_while_the_provider_is_down_who_is_in_stays_and_nobody_else_comes(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("lena", **SALES)
    session = session_of(openid, "lena")
    away, attempt = sent_away(openid)
    back = confirmed(away, "lena")
    with running_provider.answering(oauth2_token={"body": "", "status": 503}):
        asked_again(openid, session)
        answer = come_back(openid, back, attempt)
        assert answer.status_code == 503
        assert "does not answer: try again in a minute" in answer.text
        french = come_back(openid, confirmed(sent_away(openid)[0], "lena"), "x" * 43, accept_language="fr")
        assert "Se connecter à nouveau" in french.text
        assert openid.get("/api/v1/clients", session).status_code == 200


@pytest.mark.parametrize(
    "body",
    ["", "nonsense", "[]", "null", '{"id_token": 5}', "{}", '{"id_token": "a.b.c"}', "[" * 100_000, "x" * 2_000_000],
    ids=range(9),
)
def test_nonsense_of_the_provider_lets_nobody_in(openid: Guarded, running_provider: RunningProvider, body: str) -> None:
    running_provider.knows("mona", **SALES)
    away, attempt = sent_away(openid)
    back = confirmed(away, "mona")
    with running_provider.answering(oauth2_token={"body": body}):
        answer = come_back(openid, back, attempt)
    assert answer.status_code == 502
    assert COOKIE not in set_cookies(answer)
    assert re.search("gives an answer that cannot be used|cannot be believed", answer.text)


def test_an_identity_of_another_login_client_or_provider_is_not_believed(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("nora", **SALES)
    away, attempt = sent_away(openid)
    nonce, back = parse_qs(urlsplit(away).query)["nonce"][0], confirmed(away, "nora")
    good = {"sub": "nora", "aud": CLIENT, "nonce": nonce, "preferred_username": "nora", **SALES}
    now = int(time.time())
    for wrong in (
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"]},
        {"azp": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": now - 120},
        {"exp": None},
    ):
        token = running_provider.token(**{**good, **wrong})
        with running_provider.answering(oauth2_token={"body": f'{{"id_token": "{token}"}}'}):
            answer = come_back(openid, back, attempt)
        assert answer.status_code == 502, wrong
        assert COOKIE not in set_cookies(answer)
    token = running_provider.token(**good)
    with running_provider.answering(oauth2_token={"body": f'{{"id_token": "{token}"}}'}):
        assert come_back(openid, back, attempt).status_code == 200


def test_a_provider_that_is_down_or_another_from_the_first_is_told_of(
    settings: Settings, running_provider: RunningProvider, tmp_path: Path
) -> None:
    public = "https://bank.example/risk"
    with provided(settings, tmp_path, running_provider.issuer, CREDIT_PANEL_PUBLIC_URL=f"{public}/") as server:
        for body, status, said in (
            ("", 503, "does not answer: try again in a minute"),
            ("{}", 502, "gives an answer that cannot be used"),
            ('{"issuer": "https://evil.example"}', 502, "gives an answer that cannot be used"),
        ):
            fault = {"body": body, "status": 503 if not body else 200}
            with running_provider.answering(**{"__well-known_openid-configuration": fault}):
                answer = server.get("/login/openid", **PAGE)
                assert answer.status_code == status
                assert said in answer.text
                told = server.get("/api/v1/model", authorization=f"Bearer {running_provider.token()}")
                assert told.status_code == 503
                assert told.json()["type"] == "urn:credit-panel:problem:unavailable"
        led = server.get("/login/openid", **PAGE)
        assert led.status_code == 303
        # below a path a proxy takes off, the server does not know where it is reached
        assert parse_qs(urlsplit(led.headers["location"]).query)["redirect_uri"] == [f"{public}/login/callback"]
    assert "CREDIT_PANEL_OPENID_ISSUER" in (tmp_path / "log.txt").read_text(encoding="utf-8")
