"""What answers where people log in, choose a password, look at their account, and log out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.passwords import check_new
from credit_panel.access.people import User
from credit_panel.access.store import AccessError
from credit_panel.rate_limit import RateLimit
from credit_panel.server.login import pages
from credit_panel.server.login.cookie import put, session_of, take
from credit_panel.server.login.form import read_form
from credit_panel.server.login.told import stranger_response
from credit_panel.server.rate_limits import asker
from credit_panel.server.refusal import Refusal, response_of, route_of
from credit_panel.server.server_settings import LOGIN_LIMIT, LOGIN_SETTING

if TYPE_CHECKING:
    from credit_panel.locale import Language

log = logging.getLogger(__name__)

Note = Callable[[str, str], None]
"""Keeps on record what somebody did: what, and who."""

_NAME_LIMIT = "10/minute;60/hour"
"""How often one name is tried, from wherever: who guesses slowly meets a long password, who guesses fast this."""
_AT_ONCE = 2
"""Passwords that are looked at side by side: each takes 64 MB and a core."""
_NO_METHOD = Refusal(405, "method-not-allowed", "The address does not take this method.")
_NO_FORM = Refusal(400, "bad-request", "This is no form of this page: load it again.")
_REFERRER = {"Cache-Control": "no-store"}


class LoginDesk:
    """Answers for `/login`, `/logout`, `/account`, `/session` and the bare address.

    Parameters
    ----------
    gate
        Who may come in.
    note
        Keeps on record who logged in and out, called beside the event loop.
    environ
        Where the limit of logins is set; None is the environment of the process.
    """

    def __init__(self, gate: Gate, note: Note | None = None, environ: Mapping[str, str] | None = None) -> None:
        self._gate, self._note = gate, note
        self._by_address = RateLimit.from_env(LOGIN_SETTING, LOGIN_LIMIT, environ)
        self._by_name = RateLimit(_NAME_LIMIT)
        self._threads = ThreadPoolExecutor(_AT_ONCE, "passwords")
        self._answers = {
            ("/login", "GET"): self._show_login,
            ("/login", "POST"): self._log_in,
            ("/logout", "POST"): self._log_out,
            ("/account", "GET"): self._show_account,
            ("/account", "POST"): self._change_password,
            ("/session", "GET"): self._tell_end,
            ("/session", "POST"): self._stay,
            ("/", "GET"): self._lead,
        }

    async def answers(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer a request, if it is for the desk; return whether it was."""
        path = route_of(scope)
        if scope["type"] != "http" or not any(known == path for known, _ in self._answers):
            return False
        answer = self._answers.get((path, "GET" if scope["method"] == "HEAD" else scope["method"]))
        request = Request(scope, receive)
        if answer is None:
            allowed = ", ".join(method for known, method in self._answers if known == path)
            response = response_of(_NO_METHOD, scope, headers={"Allow": allowed})
        else:
            try:
                form = await read_form(request) if scope["method"] == "POST" else {}
                response = await answer(request, form)
            except ClientDisconnect:
                return True
            except ValueError:
                response = response_of(_NO_FORM, scope)
        response.headers.update(_REFERRER)
        await response(scope, receive, send)
        return True

    async def _show_login(self, request: Request, _: Mapping[str, str]) -> Response:
        language = pages.language_of(request.scope)
        invitation = request.query_params.get("invitation", "")
        if invitation:
            user = self._gate.people.invited(invitation)
            if user is None:
                return page_response(pages.used_page(language), 403)
            return page_response(pages.password_page(language, user, invitation=invitation))
        return page_response(pages.login_page(language, wanted=wanted_page(request.query_params.get("next", ""))))

    async def _log_in(self, request: Request, form: Mapping[str, str]) -> Response:
        language = pages.language_of(request.scope, form.get("lang", ""))
        if "invitation" in form:
            return await self._accept(request, form)
        name, wanted = form.get("name", "").strip().lower()[:80], wanted_page(form.get("next", ""))
        wait = self._by_address.seconds_to_wait(asker(request.scope)) or self._by_name.seconds_to_wait(name)
        if wait:
            page = pages.login_page(language, wanted=wanted, name=name, fault="often", wait=wait)
            return page_response(page, 429, {"Retry-After": str(wait)})
        user = await self._apart(self._gate.people.knows, name, form.get("password", ""))
        if user is None:
            known = await asyncio.to_thread(self._gate.people.get, name)  # a stranger's text may be a password
            log.warning("a login as %s was refused", known.name if known else "nobody who is known")
            return page_response(pages.login_page(language, wanted=wanted, name=name, fault="wrong"), 401)
        return await self._let_in(request, user, wanted)

    async def _accept(self, request: Request, form: Mapping[str, str]) -> Response:
        """Take the password that somebody chooses at a one-use address, and let them in."""
        language, token = pages.language_of(request.scope, form.get("lang", "")), form["invitation"]
        user = self._gate.people.invited(token)
        if user is None:
            return page_response(pages.used_page(language), 403)
        fault = _fault(form, user.name)
        if fault:
            return page_response(pages.password_page(language, user, invitation=token, fault=fault), 422)
        user = await self._apart(self._gate.people.accept, token, form.get("password", ""))
        if user is None:
            return page_response(pages.used_page(language), 403)
        await self._on_record("invitation used", user.name)
        return await self._let_in(request, user, "")

    async def _let_in(self, request: Request, user: User, wanted: str) -> Response:
        token, target = await self._begin(request, user, wanted)
        response = RedirectResponse(f"/{target}", 303)
        put(response, request.scope, token)
        return response

    async def _begin(
        self, request: Request, user: User, wanted: str, seal: Callable[[str], str] | None = None
    ) -> tuple[str, str]:
        """Begin a session of its own for whoever has just proved who they are: what the browser had before ends.

        Returns
        -------
        tuple of str
            The session's secret, and the page to go on to.
        """
        begin, before = self._gate.sessions.begin, session_of(request.scope)
        token = await asyncio.to_thread(lambda: begin(user.name, instead_of=before, seal=seal))
        await self._on_record("logged in", user.name)
        who = Visitor(user.name, user, token)
        return token, wanted if pages.may_open(who, wanted) else pages.first_page(who)

    async def _log_out(self, request: Request, form: Mapping[str, str]) -> Response:
        token = session_of(request.scope)
        who = self._gate.by_session(token)
        if who is not None and form.get("where") == "everywhere":
            await asyncio.to_thread(self._gate.sessions.end_all_of, who.name)
            await self._on_record("logged out everywhere", who.name)
        elif who is not None:
            await asyncio.to_thread(self._gate.sessions.end, token)
            await self._on_record("logged out", who.name)
        response = RedirectResponse("/login", 303)
        take(response, request.scope)
        return response

    async def _show_account(self, request: Request, _: Mapping[str, str]) -> Response:
        who = self._gate.by_session(session_of(request.scope))
        if who is None:
            return stranger_response(request.scope)
        return page_response(self._account(who, pages.language_of(request.scope)))

    async def _change_password(self, request: Request, form: Mapping[str, str]) -> Response:
        """Lead whoever knows the present password, not whoever found a page open, to choosing another one."""
        who = self._gate.by_session(session_of(request.scope))
        if who is None:
            return stranger_response(request.scope)
        language = pages.language_of(request.scope, form.get("lang", ""))
        wait = self._by_name.seconds_to_wait(who.name)
        if wait or await self._apart(self._gate.people.knows, who.name, form.get("password", "")) is None:
            log.warning("a change of the password of %s was refused", who.name)
            fault: pages.Fault = "often" if wait else "wrong"
            return page_response(self._account(who, language, fault), 429 if wait else 401)
        token = await asyncio.to_thread(self._gate.people.invite, who.name)
        return RedirectResponse(f"/login?invitation={quote(token)}", 303)

    async def _tell_end(self, request: Request, _: Mapping[str, str]) -> Response:
        """Say when the session ends, which does not put that off."""
        end = self._gate.sessions.end_of(session_of(request.scope))
        return stranger_response(request.scope) if end is None else JSONResponse(asdict(end))

    async def _stay(self, request: Request, form: Mapping[str, str]) -> Response:
        """Note that somebody is there, though nothing of theirs is sent: they read, or type."""
        await asyncio.to_thread(self._gate.sessions.note, session_of(request.scope))
        return await self._tell_end(request, form)

    async def _lead(self, request: Request, _: Mapping[str, str]) -> Response:
        who = self._gate.by_session(session_of(request.scope))
        return RedirectResponse("/login" if who is None else f"/{pages.first_page(who)}", 303)

    def _account(self, who: Visitor, language: Language, fault: pages.Fault = "") -> str:
        return pages.account_page(language, who, idle=self._gate.settings.idle, fault=fault)

    async def _apart(self, look: Callable[[str, str], User | None], name: str, password: str) -> User | None:
        """Look at a password in threads of its own: who sends many keeps nobody else's work from theirs."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, look, name, password)

    async def _on_record(self, what: str, name: str) -> None:
        log.info("%s: %s", name, what)  # whether a journal is kept or not
        if self._note is not None:
            await asyncio.to_thread(self._note, what, name)


def page_response(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer that holds a page."""
    return Response(text, status, headers, media_type="text/html")


def wanted_page(text: str) -> str:
    """Return the page to go on to after the login, empty where it is none of ours: no address leads elsewhere."""
    page = text.strip("/")
    return page if pages.is_page(page) else ""


def _fault(form: Mapping[str, str], name: str) -> pages.Fault:
    """Return what is wrong with a password that somebody chose."""
    if form.get("password", "") != form.get("again", ""):
        return "unlike"
    try:
        check_new(form.get("password", ""), name)
    except AccessError:
        return "poor"
    return ""
