"""Numbers that take seconds: worked out beside the event loop, so that the page answers meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import panel as pn

from credit_panel.errors import CreditPanelError, UnforeseenError
from credit_panel.locale import Translator

logger = logging.getLogger("credit_panel")


class LatestWork:
    """Work of one view; only what was asked for last is shown, and nothing once the visitor has left."""

    def __init__(self) -> None:
        self._asked = 0

    def begin[Outcome](self, work: Callable[[], Outcome], finish: Callable[[Outcome | CreditPanelError], None]) -> None:
        """Run `work` in a thread, where it must touch nothing on screen; `finish` takes what it returns or raises.

        `finish` runs under the lock of the page: what the visitor does in the same moment is applied before or after
        it. Panel loses a change of the browser that arrives while a coroutine changes the page without that lock.
        """
        self._asked += 1
        asked, document = self._asked, pn.state.curdoc
        served = document is not None and document.session_context is not None

        async def run() -> None:
            outcome = await asyncio.to_thread(_outcome_of, work)

            def end() -> None:
                # the session of a closed page is gone, and its document with it
                left = served and document is not None and document.session_context is None
                if asked == self._asked and not left:
                    finish(outcome)

            pn.state.execute(end, schedule=True)

        pn.state.execute(run)

    def forget(self) -> None:
        """Show nothing of what is being worked out."""
        self._asked += 1


def unforeseen_words(t: Translator) -> str:
    """Return what is told of an `UnforeseenError`."""
    return t.gettext("The server could not work this out: try again, or tell whoever runs it; its log says why.")


def _outcome_of[Outcome](work: Callable[[], Outcome]) -> Outcome | CreditPanelError:
    try:
        return work()
    except CreditPanelError as error:
        return error
    except Exception:  # a page that waits must be told, whatever broke
        logger.exception("Work for a page broke off.")
        return UnforeseenError()
