"""A route, for the tests' server alone, that counts what is alive in the server's process."""

from __future__ import annotations

import gc
import resource
import time
from pathlib import Path

import panel as pn
from bokeh.document import Document
from fastapi import APIRouter

ROUTER = APIRouter()


def megabytes() -> float:
    """Return the memory of this process, 0 where the system does not tell as Linux does."""
    account = Path("/proc/self/statm")
    return int(account.read_text().split()[1]) * resource.getpagesize() / 1e6 if account.exists() else 0.0


@ROUTER.get("/census")
def census() -> dict[str, float]:
    """Count the sessions' objects after a collection, and what the process has used."""
    from credit_panel.pages.client_page import ClientPage
    from credit_panel.state import ClientState
    from credit_panel.state.scenario import ScenarioState

    gc.collect()
    kinds = [type(o) for o in gc.get_objects()]  # not isinstance: lazy modules answer it with an import
    return {
        "pages": sum(issubclass(kind, ClientPage) for kind in kinds),
        "states": sum(issubclass(kind, ClientState) for kind in kinds),
        "scenarios": sum(issubclass(kind, ScenarioState) for kind in kinds),
        "brushes": sum(kind.__name__ == "BrushState" for kind in kinds),
        "dynamic_maps": sum(kind.__name__ == "DynamicMap" for kind in kinds),
        "documents": sum(issubclass(kind, Document) for kind in kinds),
        "views": len(pn.state._views),
        "processor": time.process_time(),
        "megabytes": megabytes(),
        "busy_watchers": len(pn.state.param.watchers.get("busy", {}).get("value", [])),
    }
