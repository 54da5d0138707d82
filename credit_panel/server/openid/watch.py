"""Programs that send an access token of the provider, and sessions about which it is asked again."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from credit_panel.access.gate import Gate, Visitor
from credit_panel.access.identities import IdentityError
from credit_panel.access.store import AccessError
from credit_panel.server.openid.person import EACH, ask_again, by_token
from credit_panel.server.openid.provider import Provider, ProviderError
from credit_panel.server.openid.tokens import TokenError
from credit_panel.server.refusal import Refusal, TokenRefusedError

log = logging.getLogger(__name__)

_AT_ONCE = 4


class ProviderWatch:
    """Knows people by what the provider says of them, in threads of its own.

    Sessions, about which it may take long to answer, keep no program's token waiting, whose keys are remembered.

    Parameters
    ----------
    provider
        The provider.
    gate
        Who may come in.
    """

    def __init__(self, provider: Provider, gate: Gate) -> None:
        self._provider, self._gate = provider, gate
        self._checking = ThreadPoolExecutor(_AT_ONCE, "tokens")
        self._renewing = ThreadPoolExecutor(_AT_ONCE, "renewals")
        self._asking: dict[str, asyncio.Task[None]] = {}

    @property
    def takes_tokens(self) -> bool:
        """Whether programs may send tokens of the provider."""
        return bool(self._provider.settings.audience)

    async def by_token(self, token: str) -> Visitor:
        """Return whom an access token tells of.

        Raises
        ------
        TokenRefusedError
            When it opens nothing.
        """
        run = asyncio.get_running_loop().run_in_executor
        try:
            return await run(self._checking, by_token, self._provider, self._gate, token)
        except (TokenError, IdentityError) as error:
            raise TokenRefusedError(Refusal(401, "unauthorized", str(error))) from None
        except ProviderError as error:
            log.error("%s", error)
            sentence = "Tokens cannot be checked, since their provider does not answer as it should: try again later."
            raise TokenRefusedError(Refusal(503, "unavailable", sentence)) from None

    def look_again(self, who: Visitor) -> None:
        """Have the provider asked, beside the others' requests, whether somebody who works is still what they were."""
        if who.session and abs(time.time() - who.asked) > EACH and who.session not in self._asking:
            task = asyncio.create_task(self._look_again(who.session))
            self._asking[who.session] = task
            task.add_done_callback(lambda _: self._asking.pop(who.session, None))

    async def _look_again(self, session: str) -> None:
        try:
            run = asyncio.get_running_loop().run_in_executor
            await run(self._renewing, ask_again, self._provider, self._gate, session)
        except AccessError as error:
            log.error("%s", error)
