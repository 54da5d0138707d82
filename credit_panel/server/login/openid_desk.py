"""What answers where people log in at a provider of OpenID Connect, come back from it, and log out here and there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from credit_panel.access.claims import ClaimError
from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.identities import IdentityError
from credit_panel.server.login import openid_pages, pages
from credit_panel.server.login.cookie import ATTEMPT, put, session_of, take
from credit_panel.server.login.desk import LoginDesk, Note, page_response, wanted_page
from credit_panel.server.openid.attempt import Attempt
from credit_panel.server.openid.person import log_in
from credit_panel.server.openid.provider import Provider, ProviderError
from credit_panel.server.openid.sealed import seal, unseal
from credit_panel.server.openid.tokens import TokenError
from credit_panel.server.rate_limits import asker

log = logging.getLogger(__name__)

_ON_THE_WAY = 10 * 60
"""Seconds that somebody has at the provider."""
_LONGEST_CODE = 4_000
_LONGEST_HINT = 3_000
"""Characters of the ID token that goes into an address; longer ones servers do not take."""
_AT_ONCE = 4


class OpenIdDesk(LoginDesk):
    """Answers for `/login`, the way to the provider and back, `/logout`, `/account` and the bare address.

    Parameters
    ----------
    gate
        Who may come in.
    provider
        Where they log in.
    note
        Keeps on record who logged in and out.
    environ
        Where the limit of logins is set; None is the environment of the process.
    """

    def __init__(
        self, gate: Gate, provider: Provider, note: Note | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(gate, note, environ)
        self._provider = provider
        self._asking = ThreadPoolExecutor(_AT_ONCE, "provider")
        for address in (("/login", "POST"), ("/account", "POST")):
            del self._answers[address]
        self._answers |= {
            ("/login", "GET"): self._show_way,
            ("/login/openid", "GET"): self._lead_away,
            ("/login/callback", "GET"): self._take_back,
        }

    async def _show_way(self, request: Request, _: Mapping[str, str]) -> Response:
        wanted = wanted_page(request.query_params.get("next", ""))
        language = pages.language_of(request.scope)
        return page_response(openid_pages.way_page(language, self._provider.settings.host, wanted))

    async def _lead_away(self, request: Request, _: Mapping[str, str]) -> Response:
        language = pages.language_of(request.scope)
        wait = self._by_address.seconds_to_wait(asker(request.scope))
        if wait:
            return self._told(language, "often", 429, {"Retry-After": str(wait)})
        try:
            addresses = await self._beside(self._provider.addresses)
        except ProviderError as error:
            return self._refused(language, error)
        attempt = Attempt.begin(wanted_page(request.query_params.get("next", "")))
        away = attempt.address(addresses.authorization, self._provider.settings, self._back(request), language)
        response = RedirectResponse(away, 303)
        put(response, request.scope, attempt.cookie, ATTEMPT, _ON_THE_WAY)
        return response

    async def _take_back(self, request: Request, _: Mapping[str, str]) -> Response:
        response = await self._answer_for(request)
        take(response, request.scope, ATTEMPT)
        return response

    async def _answer_for(self, request: Request) -> Response:
        language, told = pages.language_of(request.scope), request.query_params
        attempt, code = Attempt.of(session_of(request.scope, ATTEMPT)), told.get("code", "")
        issuer = told.get("iss", self._provider.settings.issuer)  # RFC 9207: who else could have sent this
        if attempt is None or not attempt.is_of(told.get("state", "")) or issuer != self._provider.settings.issuer:
            return self._told(language, "stale", 400)
        if not code or len(code) > _LONGEST_CODE:
            return self._told(language, "denied" if told.get("error") == "access_denied" else "refused", 403)
        try:
            enter = partial(log_in, self._provider, self._gate, code, attempt, self._back(request))
            user, given = await self._beside(enter)
        except (ProviderError, TokenError, ClaimError, IdentityError) as error:
            return self._refused(language, error)
        token, target = await self._begin(request, user, wanted_page(attempt.wanted), partial(seal, given))
        response = page_response(openid_pages.landing_page(language, target, kept=target == attempt.wanted))
        put(response, request.scope, token)
        return response

    async def _log_out(self, request: Request, form: Mapping[str, str]) -> Response:
        """Log out here, then lead to the provider, which would let the browser in again without a question."""
        session = session_of(request.scope)
        given = unseal(self._gate.sessions.sealed(session), session) if session else None
        response = await super()._log_out(request, form)
        if given is None:
            return response
        try:
            there = (await self._beside(self._provider.addresses)).logout
        except ProviderError as error:
            log.error("%s", error)
            there = ""
        if not there:
            return response
        asked = {"client_id": self._provider.settings.client_id, "post_logout_redirect_uri": self._at(request, "login")}
        if given.hint and len(given.hint) <= _LONGEST_HINT:
            asked["id_token_hint"] = given.hint
        away = f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}"
        leaving = page_response(
            openid_pages.leaving_page(pages.language_of(request.scope), self._provider.settings.host, away)
        )
        take(leaving, request.scope)
        return leaving

    def _account(self, who: Visitor, language: Any, fault: pages.Fault = "") -> str:
        idle, host = self._gate.settings.idle, self._provider.settings.host
        return pages.account_page(language, who, idle=idle, provider=host)

    def _back(self, request: Request) -> str:
        return self._at(request, "login/callback")

    def _at(self, request: Request, path: str) -> str:
        """Return an address of this server as browsers know it."""
        own = self._provider.settings.public_url
        if not own:
            seen = urlsplit(str(request.url))
            own = f"{seen.scheme}://{seen.netloc}{request.scope.get('root_path', '').rstrip('/')}"
        return f"{own}/{path}"

    async def _beside(self, work: Callable[[], Any]) -> Any:
        """Wait for the provider in threads of its own: a slow one keeps nobody else's work from theirs."""
        return await asyncio.get_running_loop().run_in_executor(self._asking, work)

    def _refused(self, language: Any, error: ProviderError | TokenError | ClaimError | IdentityError) -> Response:
        log.error("a login at the provider failed: %s", error)
        if isinstance(error, TokenError):
            return self._told(language, "token", 502)
        status = {"unreachable": 503, "nonsense": 502}.get(error.fault, 403)
        return self._told(language, error.fault, status)

    def _told(
        self, language: Any, fault: openid_pages.OpenIdFault, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        return page_response(openid_pages.fault_page(language, self._provider.settings.host, fault), status, headers)
