"""Load what the first page does not need once the server answers: half of all that a server imports.

Nothing is imported in a thread beside the visitors. That has hung, two threads each waiting for what the other held
(an import, a compiler's lock); and libraries that look whether another is there, as Narwhals and Panel do, find it half
made. So imports are made where the visitors are answered, one library at a time, with their requests in between; the
thread reads and counts, and imports nothing, which a test looks after. Whoever asks for a page that needs all of it
waits until it is there, and nobody else does.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from credit_panel.errors import CreditPanelError
from credit_panel.pages.reloading import reload_when_asked
from credit_panel.pages.sessions import open_sessions
from credit_panel.portfolio import ServedModel, current_model
from credit_panel.portfolio.cohorts.figures import cohort_figures
from credit_panel.portfolio.plot_frame import plot_frame
from credit_panel.portfolio.range_seen import ranges_of
from credit_panel.portfolio.similar import neighbour_index
from credit_panel.portfolio.statistics.density import density_of_all
from credit_panel.rate_limit import LIBRARY

STEPS = (
    LIBRARY,  # counts who comes how often; until it is there, lines are not counted
    "pandas",  # HoloViews reads what it draws by it
    "colorcet",
    "holoviews",
    "holoviews.plotting.bokeh",
    "hvplot",
    "xlsxwriter",
    "credit_panel.charts.drawing",
    "credit_panel.views.portfolio.linked",
    "credit_panel.pages.portfolio_page",
    "credit_panel.pages.application_page",
    "credit_panel.pages.model_page",
)
"""What is imported, in this order; what takes long by itself is a step of its own."""

WAITING = ("/portfolio", "/model")
"""Addresses of the pages, and beginnings of their sockets', that wait for all of it."""

PAUSE = 0.02
"""Seconds for the visitors after each step, at least."""

QUIET, PATIENCE = 0.3, 10.0
"""Loading begins when no visitor has sent anything for so many seconds, and at the latest after so many."""

_BETWEEN_LOOKS = 1.0
"""Seconds between two looks for a moment without visitors."""

_NOT_LOADED = "Part of what the other pages need could not be loaded."

_log = logging.getLogger(__name__)


class Later:
    """What is loaded later, and who waits for it.

    Attributes
    ----------
    loaded
        Set when all is there.
    wanted
        Whether somebody waits for it.
    """

    def __init__(self) -> None:
        self.loaded = asyncio.Event()
        self.wanted = False
        self._heard = 0.0

    def hear(self) -> None:
        """Note that a visitor has just sent something."""
        self._heard = asyncio.get_running_loop().time()

    async def wait(self) -> None:
        """Wait until all is loaded."""
        self.wanted = True
        await self.loaded.wait()

    async def load(self) -> None:
        """Load everything; what cannot be loaded is left to the page that needs it, which says so."""
        await self._quiet()
        reading = asyncio.create_task(asyncio.to_thread(read_model))
        try:
            for name in STEPS:
                await asyncio.sleep(PAUSE)
                import_at_once(name)
            await reading
            self.loaded.set()
            await asyncio.to_thread(neighbour_index, current_model().portfolio)
        except CreditPanelError as error:
            _log.error("%s %s", _NOT_LOADED, error)
        except Exception:
            _log.exception(_NOT_LOADED)
        finally:
            self.loaded.set()
        gc.freeze()  # at once: each search for garbage through all that was imported takes 0.15 s
        await clean_when_alone()

    async def _quiet(self) -> None:
        """Wait while the first visitors are busy, unless one of them waits for this."""
        self.hear()
        loop = asyncio.get_running_loop()
        latest = loop.time() + PATIENCE
        while not self.wanted and loop.time() < min(self._heard + QUIET, latest):
            await asyncio.sleep(PAUSE)


def import_at_once(name: str) -> None:
    """Import a module without looking for garbage, of which an import makes little."""
    gc.disable()
    try:
        import_module(name)
    finally:
        gc.enable()


def read_model(served: ServedModel | None = None) -> None:
    """Read and count what the pages show of everybody; None is the model that is served."""
    served = served or current_model()
    ranges_of(served.portfolio)
    cohort_figures(served, None)
    density_of_all(plot_frame(served.portfolio), "AMT_CREDIT", "ext_source_mean")


async def clean_when_alone() -> None:
    """Give back what was garbage when all was loaded, once no visitor's objects would stay with what is kept."""
    while open_sessions():
        await asyncio.sleep(_BETWEEN_LOOKS)
    gc.unfreeze()
    gc.collect()
    gc.freeze()


class WaitForLater:
    """ASGI middleware: hears when visitors send something, and holds up the pages that need what is loaded later."""

    def __init__(self, app: ASGIApp, later: Later) -> None:
        self._app = app
        self._later = later

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the application answer, when what it needs is there."""
        if scope["type"] not in ("http", "websocket") or self._later.loaded.is_set():
            await self._app(scope, receive, send)
            return
        self._later.hear()
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if any(path == page or path.startswith(f"{page}/") for page in WAITING):
            await self._later.wait()

        async def heard() -> Message:
            message = await receive()
            self._later.hear()
            return message

        await self._app(scope, heard, send)


@asynccontextmanager
async def _begin(app: FastAPI) -> AsyncIterator[None]:
    later = Later()
    # a started application takes no middleware; ours stands in the list too, for who builds the stack again
    app.user_middleware.insert(0, Middleware(WaitForLater, later=later))
    app.middleware_stack = WaitForLater(app.middleware_stack or app.build_middleware_stack(), later)
    loading, reloading = asyncio.create_task(later.load()), asyncio.create_task(_reload(later))
    yield
    loading.cancel()
    reloading.cancel()


async def _reload(later: Later) -> None:
    await later.loaded.wait()  # a model is opened in a thread, which imports nothing
    await reload_when_asked(read_all)


def read_all(served: ServedModel) -> None:
    """Read what the pages show of everybody, and the index of those who are alike."""
    read_model(served)
    neighbour_index(served.portfolio)


ROUTER = APIRouter(lifespan=_begin)
