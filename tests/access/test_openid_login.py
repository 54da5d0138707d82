"""Logging in at a provider of OpenID Connect, and everything that can be wrong on the way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from access.guarded import COOKIE, PAGE, Guarded
from access.provided import (
    ATTEMPT,
    CLIENT,
    SALES,
    RunningProvider,
    asked_again,
    come_back,
    confirmed,
    logged_in,
    sent_away,
    session_of,
    set_cookies,
)
from credit_panel.access.roles import Role


def wait_until(what: object) -> None:
    for _ in range(100):
        if what():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to pass")


def test_a_stranger_is_led_to_the_provider_and_back_to_where_they_were(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("anna.martin", **SALES)
    asked = openid.get("/application", **PAGE)
    assert asked.headers["location"] == "./login?next=application"
    page = openid.get("/login?next=application", **PAGE)
    assert 'href="login/openid?lang=en&amp;next=application"' in page.text
    assert "password" not in page.text.replace("name and password are asked for by 127.0.0.1", "")
    answer = logged_in(openid, "anna.martin", "application")
    assert answer.status_code == 200
    assert '"../application"' in answer.text
    session = set_cookies(answer)[COOKIE]
    assert openid.get("/api/v1/clients", session).status_code == 200
    assert openid.get("/api/v1/model", session).status_code == 403
    user = openid.gate.people.get("anna.martin")
    assert user is not None
    assert user.roles == (Role.ADVISOR,)


def test_what_is_asked_of_the_provider_is_bound_to_this_browser(openid: Guarded) -> None:
    away, attempt = sent_away(openid)
    asked = parse_qs(urlsplit(away).query)
    assert asked["response_type"] == ["code"]
    assert asked["client_id"] == [CLIENT]
    assert asked["redirect_uri"] == [f"{openid.address}/login/callback"]
    assert asked["code_challenge_method"] == ["S256"]
    assert "openid" in asked["scope"][0].split()
    other = parse_qs(urlsplit(sent_away(openid)[0]).query)
    for name in ("state", "nonce", "code_challenge"):
        assert asked[name] != other[name]
        assert attempt.partition(".")[0] not in asked[name][0]


def test_the_cookies_are_for_no_script_and_no_other_site(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("bea", **SALES)
    answer = logged_in(openid, "bea")
    for said in answer.headers.get_list("set-cookie"):
        for word in ("HttpOnly", "SameSite=lax", "Path=/"):
            assert word in said
    assert set_cookies(answer)[ATTEMPT] == '""'
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda back, attempt: (back, ""),
        lambda back, attempt: (back, "x" * 43),
        lambda back, attempt: (re.sub("state=[^&]+", "state=x", back), attempt),
        lambda back, attempt: (re.sub("[?&]state=[^&]+", "", back), attempt),
        lambda back, attempt: (f"{back}&iss=https://evil.example", attempt),
    ],
    ids=["no_cookie", "other_cookie", "other_state", "no_state", "other_issuer"],
)
def test_a_login_that_this_browser_did_not_begin_is_not_taken(
    openid: Guarded, running_provider: RunningProvider, spoil: object
) -> None:
    running_provider.knows("carl", **SALES)
    away, attempt = sent_away(openid)
    back, cookie = spoil(confirmed(away, "carl"), attempt)  # type: ignore[operator]
    answer = come_back(openid, back, cookie)
    assert answer.status_code == 400
    assert COOKIE not in set_cookies(answer)
    assert "This login was begun in another window or too long ago" in answer.text


def test_a_code_is_good_once_and_for_who_asked_for_it(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("dora", **SALES)
    away, attempt = sent_away(openid)
    back = confirmed(away, "dora")
    assert come_back(openid, back, attempt).status_code == 200
    assert come_back(openid, back, attempt).status_code == 403
    _, other = sent_away(openid)
    code = parse_qs(urlsplit(confirmed(sent_away(openid)[0], "dora")).query)["code"][0]
    state = parse_qs(urlsplit(sent_away(openid)[0]).query)["state"][0]
    assert come_back(openid, f"/login/callback?code={code}&state={state}", other).status_code == 400


def test_a_code_of_another_login_meets_another_verifier(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("emil", **SALES)
    stolen = parse_qs(urlsplit(confirmed(sent_away(openid)[0], "emil")).query)["code"][0]
    away, attempt = sent_away(openid)
    state = parse_qs(urlsplit(away).query)["state"][0]
    answer = come_back(openid, f"/login/callback?code={stolen}&state={state}", attempt)
    assert answer.status_code in (403, 502)
    assert COOKIE not in set_cookies(answer)


@pytest.mark.parametrize(("language", "said"), [("en", "The login was given up at"), ("fr", "La connexion a été")])
def test_who_gives_up_at_the_provider_reads_so(openid: Guarded, language: str, said: str) -> None:
    away, attempt = sent_away(openid)
    answer = come_back(openid, confirmed(away, "", "deny"), attempt, accept_language=language)
    assert answer.status_code == 403
    assert said in answer.text
    assert f'<html lang="{language}">' in answer.text


def test_who_has_no_role_comes_in_and_reads_so(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("frida", realm_access={"roles": ["canteen"]})
    answer = logged_in(openid, "frida")
    assert '"../account"' in answer.text
    account = openid.get("/account", set_cookies(answer)[COOKIE], **PAGE)
    assert "You have no role yet" in account.text
    assert "Your name and your roles come from 127.0.0.1" in account.text
    assert 'type="password"' not in account.text


def test_a_name_stays_with_who_had_it_first(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("subject-1", preferred_username="Gerd.Gross", **SALES)
    running_provider.knows("subject-2", preferred_username="gerd-gross", realm_access={"roles": ["it"]})
    session = session_of(openid, "subject-1")
    refused = logged_in(openid, "subject-2")
    assert refused.status_code == 403
    assert "is that of somebody else here" in refused.text
    running_provider.knows("subject-1", preferred_username="renamed", **SALES)
    again = session_of(openid, "subject-1")
    for each in (session, again):
        assert "You are logged in as gerd.gross." in openid.get("/account", each, **PAGE).text


def test_a_user_who_had_a_password_stays_who_they_are(openid: Guarded, running_provider: RunningProvider) -> None:
    openid.gate.people.add("heidi", [Role.ADMIN])
    running_provider.knows("subject-heidi", preferred_username="heidi", **SALES)
    session = session_of(openid, "subject-heidi")
    assert "You are logged in as heidi." in openid.get("/account", session, **PAGE).text
    assert openid.get("/api/v1/clients", session).status_code == 200
    user = openid.gate.people.get("heidi")
    assert user is not None
    assert user.roles == (Role.ADVISOR,)


def test_a_revoked_user_is_out_whatever_the_provider_says(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("ivo", **SALES)
    session = session_of(openid, "ivo")
    openid.gate.people.revoke("ivo")
    assert openid.get("/api/v1/clients", session).status_code == 401
    answer = logged_in(openid, "ivo")
    assert answer.status_code == 403
    assert "You may no longer log in here" in answer.text


def test_a_role_that_the_provider_takes_away_is_gone_during_the_session(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("jana", **SALES)
    session = session_of(openid, "jana")
    running_provider.knows("jana", realm_access={"roles": ["risk"]})
    assert openid.get("/api/v1/clients", session).status_code == 200
    asked_again(openid, session)
    wait_until(lambda: openid.get("/api/v1/clients", session).status_code == 403)
    assert openid.get("/api/v1/model", session).status_code == 200
    asked_again(openid, session)  # the tokens that came with the first answer are good for another
    assert openid.get("/api/v1/model", session).status_code == 200


def test_who_is_no_longer_known_at_the_provider_is_out(openid: Guarded, running_provider: RunningProvider) -> None:
    running_provider.knows("karl", **SALES)
    session = session_of(openid, "karl")
    running_provider.forgets("karl")
    asked_again(openid, session)
    wait_until(lambda: openid.get("/api/v1/clients", session).status_code == 401)


def test_logging_out_leads_to_the_provider_and_ends_the_session_here(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("olaf", **SALES)
    one, two, three = (session_of(openid, "olaf") for _ in range(3))
    answer = openid.post("/logout", {"where": "here"}, one)
    assert answer.status_code == 200
    found = re.search(r'content="0;url=([^"]+)"', answer.text)
    assert found
    away = urlsplit(found[1].replace("&amp;", "&"))
    asked = parse_qs(away.query)
    assert away.path == "/oauth2/end_session"
    assert asked["post_logout_redirect_uri"] == [f"{openid.address}/login"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert [openid.get("/account", s).status_code for s in (one, two, three)] == [401, 200, 200]
    openid.post("/logout", {"where": "everywhere"}, two)
    assert [openid.get("/account", s).status_code for s in (one, two, three)] == [401, 401, 401]


def test_no_token_of_the_provider_stands_in_the_file_of_users_or_the_log(
    openid: Guarded, running_provider: RunningProvider
) -> None:
    running_provider.knows("paul", **SALES)
    away, attempt = sent_away(openid)
    back = confirmed(away, "paul")
    session = set_cookies(come_back(openid, back, attempt))[COOKIE]
    found = re.search(r"id_token_hint=([\w.-]+)", openid.post("/logout", {"where": "here"}, session).text)
    assert found
    written = [file.read_bytes() for file in openid.folder.iterdir() if file.is_file()]
    for secret in (found[1], session, attempt, parse_qs(urlsplit(back).query)["code"][0]):
        assert not [file for file in written if secret.encode() in file]


@pytest.fixture(scope="module", autouse=True)
def quiet(openid: Guarded) -> Iterator[None]:
    """The log of the server holds no traceback at the end."""
    yield
    assert "Traceback" not in (openid.folder / "log.txt").read_text(encoding="utf-8")
