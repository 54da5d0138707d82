"""Logging in and out, and what an attacker tries there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from server import raw

from access.conftest import PASSWORD
from access.guarded import COOKIE, PAGE, Guarded, guarded
from credit_panel.access.roles import Role
from credit_panel.settings import Settings

FORM = {"name": "advisor", "password": PASSWORD}


def set_cookie(answer: object) -> str:
    return str(answer.headers["set-cookie"])  # type: ignore[attr-defined]


def secret(answer: object) -> str:
    found = re.match(rf"{COOKIE}=([^;]+);", set_cookie(answer))
    assert found
    return found[1]


def test_a_page_leads_to_the_login_and_the_login_back(server: Guarded) -> None:
    asked = server.get("/application", **PAGE)
    assert (asked.status_code, asked.headers["location"]) == (303, "./login?next=application")
    page = server.get("/login?next=application", **PAGE)
    assert page.status_code == 200
    assert 'name="next" value="application"' in page.text
    answer = server.post("/login", FORM | {"next": "application"})
    assert (answer.status_code, answer.headers["location"]) == (303, "./application")
    assert server.get("/api/v1/clients", secret(answer)).status_code == 200


def test_the_cookie_is_for_no_script_and_no_other_site(server: Guarded) -> None:
    said = set_cookie(server.post("/login", FORM))
    for word in ("HttpOnly", "SameSite=lax", "Path=/"):
        assert word in said
    assert "Secure" not in said
    assert "expires" not in said.lower()
    assert "max-age" not in said.lower()


def test_browsers_say_where_a_form_comes_from(server: Guarded) -> None:
    for path in ("/login", "/account", "/admin", "/admin/change"):
        assert server.get(path, **PAGE).headers["referrer-policy"] == "same-origin", path
    assert server.get("/livez").headers["referrer-policy"] == "no-referrer"


def test_the_bare_address_leads_to_the_first_page_of_ones_own(server: Guarded) -> None:
    for role, page in (("advisor", "client"), ("analyst", "portfolio"), ("admin", "admin"), ("nobody", "account")):
        assert server.get("/", server.session(role), **PAGE).headers["location"] == f"./{page}"
    assert server.get("/", **PAGE).headers["location"] == "./login"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%2f/evil.example",
        "javascript:alert(1)",
        "client@evil.example",
        "client/../../x",
        "client\r\nSet-Cookie: a=b",
        "portfolio",
        "logout",
        "",
    ],
)
def test_no_address_leads_elsewhere(server: Guarded, wanted: str) -> None:
    name = server.somebody(Role.ADVISOR)
    answer = server.post("/login", FORM | {"name": name, "next": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, "./client")
    assert "a=b" not in set_cookie(answer)


@pytest.mark.parametrize(
    "form",
    [
        {"name": "auditor", "password": "wrong password"},
        {"name": "auditor", "password": ""},
        {"name": "stranger", "password": PASSWORD},
        {"name": "auditor' OR '1'='1", "password": PASSWORD},
        {"name": "nobody", "password": ""},
        {"name": "<script>alert(1)</script>", "password": "x"},
        {},
    ],
)
def test_a_wrong_login_says_the_same_whoever_it_is(server: Guarded, form: dict[str, str]) -> None:
    answer = server.post("/login", form)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "Name and password do not go together" in answer.text
    assert "<script" not in answer.text
    assert 'name="password" type="password"' in answer.text
    assert PASSWORD not in answer.text


def test_the_log_says_who_came_in_and_who_did_not(server: Guarded) -> None:
    name, typed = server.somebody(Role.ADVISOR), "typed where the name belongs"
    session = secret(server.post("/login", {"name": name, "password": PASSWORD}))
    server.post("/login", {"name": name, "password": "wrong password"})
    server.post("/login", {"name": typed, "password": PASSWORD})
    server.get("/api/v1/model", session)
    said = (server.folder / "log.txt").read_text()
    assert f"{name}: logged in" in said
    assert f"a login as {name} was refused" in said
    assert "a login as nobody who is known was refused" in said
    assert f"{name} was refused view_model" in said
    for private in (typed, PASSWORD, session, "wrong password"):
        assert private not in said


def test_what_is_no_form_is_refused(server: Guarded) -> None:
    assert server.post("/login", FORM, content_type="application/json").status_code == 400
    assert server.post("/login", {"name": "x" * 5_000}).status_code == 400
    assert server.post("/login", {f"a{n}": "" for n in range(30)}).status_code == 400
    assert server.get("/login", method="DELETE").status_code == 405
    assert server.get("/logout", server.session("advisor")).status_code == 405


def test_a_session_that_somebody_else_chose_is_not_taken_on(server: Guarded) -> None:
    for planted in ("a" * 43, server.session("analyst")):
        answer = server.post("/login", FORM | {"name": "reviewer"}, planted)
        assert secret(answer) != planted
        assert server.get("/account", planted).status_code == 401
        assert server.get("/api/v1/clients", planted).status_code == 401


@pytest.mark.parametrize("forged", ["", "x", "a" * 43, "a" * 5_000, "é", "..", "advisor", '"', "a\x80"])
def test_a_forged_cookie_opens_nothing(server: Guarded, forged: str) -> None:
    server.session("advisor")
    sent = f"{COOKIE}={forged}".encode().decode("latin-1")
    assert raw.get(server.address, "/api/v1/clients", cookie=sent).split()[1] == b"401"


def test_a_page_of_another_site_can_neither_log_in_nor_out(server: Guarded) -> None:
    for path in ("/login", "/logout", "/account"):
        for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}):
            answer = server.post(path, FORM | {"where": "everywhere"}, server.session("advisor"), **headers)
            assert answer.status_code == 403, (path, headers)
            assert "set-cookie" not in answer.headers


def test_logging_out_here_leaves_the_others_and_everywhere_none(server: Guarded) -> None:
    one, two, three = (server.session("reviewer") for _ in range(3))
    answer = server.post("/logout", {"where": "here"}, one)
    assert (answer.status_code, answer.headers["location"]) == (303, "./login")
    assert f'{COOKIE}=""' in set_cookie(answer)
    assert [server.get("/account", s).status_code for s in (one, two, three)] == [401, 200, 200]
    server.post("/logout", {"where": "everywhere"}, two)
    assert [server.get("/account", s).status_code for s in (one, two, three)] == [401, 401, 401]


def test_an_account_says_who_one_is_and_which_pages_are_ones_own(server: Guarded) -> None:
    own = server.get("/account", server.session("advisor"), **PAGE)
    assert "You are logged in as advisor." in own.text
    assert "auditor" not in own.text
    assert 'href="admin"' not in own.text
    assert 'href="admin"' in server.get("/account", server.session("admin"), **PAGE).text


def test_a_one_use_address_is_good_once(server: Guarded) -> None:
    server.gate.people.add("invited", [Role.ADVISOR])
    address = f"/login?invitation={server.gate.people.invite('invited')}"
    for _ in range(2):  # whoever looks at a link first, a mail program's scanner say, does not use it
        page = server.get(address, **PAGE)
        assert "You are invited." in page.text
    token = address.partition("=")[2]
    form = {"invitation": token, "password": PASSWORD, "again": PASSWORD}
    assert server.post("/login", form | {"again": "another one, longer"}).status_code == 422
    assert server.post("/login", form | {"password": "short", "again": "short"}).status_code == 422
    taken = server.post("/login", form)
    assert (taken.status_code, taken.headers["location"]) == (303, "./client")
    assert server.get("/account", secret(taken)).status_code == 200
    for again in (server.post("/login", form), server.get(address, **PAGE)):
        assert again.status_code == 403
        assert "This address is no longer good" in again.text
        assert "set-cookie" not in again.headers


def test_another_password_needs_the_present_one(server: Guarded) -> None:
    session = server.session("auditor")
    refused = server.post("/account", {"password": "not this one"}, session)
    assert refused.status_code == 401
    assert "This is not your present password" in refused.text
    led = server.post("/account", {"password": PASSWORD}, session)
    assert led.headers["location"].startswith("./login?invitation=")


def test_a_revoked_user_is_out_at_once(server: Guarded) -> None:
    server.gate.people.add("leaving", [Role.ADVISOR])
    session = server.session("leaving")
    assert server.get("/api/v1/clients", session).status_code == 200
    server.gate.people.revoke("leaving")
    assert server.get("/api/v1/clients", session).status_code == 401
    assert server.handshake("/client/ws", session) == "unauthorized"


def test_roles_count_from_the_next_request_on(server: Guarded) -> None:
    server.gate.people.add("moving", [Role.ADVISOR])
    session = server.session("moving")
    assert server.get("/api/v1/clients", session).status_code == 200
    server.gate.people.set_roles("moving", [Role.ANALYST])
    assert server.get("/api/v1/clients", session).status_code == 403
    assert server.get("/api/v1/model", session).status_code == 200


@pytest.mark.long
def test_nobody_guesses_for_long_and_the_others_are_not_kept_out(settings: Settings, tmp_path: Path) -> None:
    with guarded(settings, tmp_path, CREDIT_PANEL_LOGIN_LIMIT="13/minute") as server:
        tried = [server.post("/login", {"name": "advisor", "password": f"guess {n}"}).status_code for n in range(11)]
        assert tried == [401] * 10 + [429]
        late = server.post("/login", FORM)
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) > 0
        assert server.post("/login", FORM | {"name": "analyst"}).status_code == 303
        assert server.post("/login", FORM | {"name": "auditor"}).status_code == 429


def test_where_the_users_cannot_be_read_nobody_comes_in(settings: Settings, tmp_path: Path) -> None:
    with guarded(settings, tmp_path) as server:
        session = server.session("advisor")
        assert server.get("/api/v1/clients", session).status_code == 200
        held = server.gate.settings.file.read_bytes()
        server.gate.settings.file.write_bytes(b"x" * len(held))
        for path in ("/client", "/api/v1/clients", "/account"):
            answer = server.get(path, session)
            assert answer.status_code == 503
            assert str(tmp_path) not in answer.text
        assert server.get("/livez").status_code == 200
        server.gate.settings.file.unlink()
        assert server.get("/api/v1/clients", session).status_code == 401


def test_the_sessions_of_the_file_are_hashes(server: Guarded) -> None:
    session = secret(server.post("/login", FORM | {"name": "reviewer"}))
    with sqlite3.connect(server.gate.settings.file) as file:
        kept = [row[0] for row in file.execute("SELECT token FROM sessions")]
    assert kept
    assert session not in kept
