"""Serve another model without dropping anybody: new pages and requests get it, open pages say so and keep theirs.

What is opened is held against its seals and its golden sample first. Where that fails, the former model is served on.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable

from bokeh.document import Document

from credit_panel.decisions.lasting import note_served
from credit_panel.errors import CreditPanelError
from credit_panel.pages.open_pages import OpenPages
from credit_panel.portfolio import ServedModel, current_model, serve_from_now
from credit_panel.scoring import verify_bundle
from credit_panel.server.reload_signal import RELOAD
from credit_panel.settings import Settings

logger = logging.getLogger("credit_panel")

_PAGES = OpenPages()


def hear_of_a_newer_model(served: ServedModel, document: Document, tell: Callable[[], None]) -> None:
    """Have the method `tell` called in the session of `document` when another model is served than it shows."""
    _PAGES.add(document, tell, served)


async def reload_when_asked(warm: Callable[[ServedModel], None]) -> None:
    """Open the model anew each time that it is asked for; one that cannot be opened leaves the former in its place.

    Parameters
    ----------
    warm
        Works out what the pages show of everybody; called beside the event loop, once the model is served.
    """
    while True:
        await RELOAD.asked()
        former = current_model()
        try:
            _import_at_once()
            served = await asyncio.to_thread(opened_anew, former)
        except CreditPanelError as error:
            logger.error("The model is not reloaded, and %s is served on: %s", former.identity, error)
            continue
        except Exception:
            logger.exception("The model is not reloaded, and %s is served on.", former.identity)
            continue
        if served is None:
            logger.info("The model is the one that is served: %s", former.identity)
            continue
        serve_from_now(served)
        _PAGES.tell(but=served)
        logger.info("The model %s is served now, in place of %s", served.identity, former.identity)
        del former
        try:
            await asyncio.to_thread(_note, served)
            await asyncio.to_thread(warm, served)
        except CreditPanelError as error:
            logger.error("%s", error)
        except Exception:
            logger.exception("What is shown of everybody could not be worked out.")
        del served


def opened_anew(former: ServedModel) -> ServedModel | None:
    """Return what lies on disk, once all of it is seen to be right; None when it is the one that is served.

    Raises
    ------
    BundleError, PortfolioError
        When the model or the portfolio cannot be served.
    ServiceError
        When the scoring service serves another model.
    """
    settings = Settings.from_env()
    verify_bundle(settings.bundle_dir())
    served = ServedModel.open(settings)
    if served.identity == former.identity and _is_current(former):
        return None
    served.verify()
    served.explain_client(int(served.portfolio.ids[0]))
    if os.environ.get("CREDIT_PANEL_API_URL"):
        from credit_panel.remote.opening import check_at_start

        check_at_start(served)
    return served


def _is_current(served: ServedModel) -> bool:
    try:
        served.portfolio.check_current(histories=True)
    except CreditPanelError:
        return False
    return True


def _note(served: ServedModel) -> None:
    """Keep on record that another model is served; where the journal does not take it now, it does later."""
    settings = Settings.from_env()
    if settings.journal != "off":
        note_served(settings, served).note()


def _import_at_once() -> None:
    """Import what the threads use: nothing is imported in a thread beside the visitors, see `later`."""
    import credit_panel.decisions.journal_log
    import credit_panel.journal.opening

    if os.environ.get("CREDIT_PANEL_API_URL"):
        import credit_panel.remote.opening  # noqa: F401
