"""A route, for the tests' server alone, that counts what is alive in the server's process."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import panel as pn
from bokeh.document import Document
from fastapi import APIRouter, FastAPI

from credit_panel.server.panel_part import panel_parts

ROUTES_FILE = "TESTS_ROUTES_FILE"
"""Variable of the environment that names a file for the addresses of all routes, of the pages' parts too."""


_TICK = 0.002


class Stretches:
    """The longest stretch of the event loop's own work, however busy the machine is beside it.

    Attributes
    ----------
    longest
        Seconds of the processor, since somebody last asked.
    """

    longest = 0.0

    async def watch(self) -> None:
        """Look again and again how much was worked in between."""
        while True:
            before = time.thread_time()
            await asyncio.sleep(_TICK)
            self.longest = max(self.longest, time.thread_time() - before)

    def told(self) -> float:
        """Return the longest, and begin anew."""
        longest, self.longest = self.longest, 0.0
        return longest


_stretches = Stretches()


@asynccontextmanager
async def _tell_routes(app: FastAPI) -> AsyncIterator[None]:
    if name := os.environ.get(ROUTES_FILE):
        own = [
            str(getattr(each, "path", ""))
            for route in app.routes
            for each in (route.effective_route_contexts() if hasattr(route, "effective_route_contexts") else [route])
        ]
        pages = [f"{page}{part}" for asgi in panel_parts(app) for page in asgi.core.app_paths for part in ("", "/ws")]
        Path(name).write_text(json.dumps(own + pages), encoding="utf-8")
    watching = asyncio.create_task(_stretches.watch())
    yield
    watching.cancel()


ROUTER = APIRouter(lifespan=_tell_routes)


def megabytes() -> float:
    """Return the memory of this process, 0 where the system does not tell as Linux does."""
    account = Path("/proc/self/statm")
    return int(account.read_text().split()[1]) * resource.getpagesize() / 1e6 if account.exists() else 0.0


@ROUTER.get("/census")
def census() -> dict[str, float]:
    """Count the sessions' objects after a collection, and what the process has used."""
    from credit_panel.pages.client_page import ClientPage
    from credit_panel.portfolio import Portfolio
    from credit_panel.state import ClientState
    from credit_panel.state.scenario import ScenarioState

    longest = _stretches.told()
    gc.collect()
    kinds = [type(o) for o in gc.get_objects()]  # not isinstance: lazy modules answer it with an import
    return {
        "pages": sum(issubclass(kind, ClientPage) for kind in kinds),
        "states": sum(issubclass(kind, ClientState) for kind in kinds),
        "scenarios": sum(issubclass(kind, ScenarioState) for kind in kinds),
        "brushes": sum(kind.__name__ == "BrushState" for kind in kinds),
        "dynamic_maps": sum(kind.__name__ == "DynamicMap" for kind in kinds),
        "portfolios": sum(issubclass(kind, Portfolio) for kind in kinds),
        "documents": sum(issubclass(kind, Document) for kind in kinds),
        "views": len(pn.state._views),
        "processor": time.process_time(),
        "longest_stretch": longest,
        "megabytes": megabytes(),
        "busy_watchers": len(pn.state.param.watchers.get("busy", {}).get("value", [])),
    }
