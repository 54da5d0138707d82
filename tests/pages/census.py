"""A route, for the tests' server alone, that counts what is alive in the server's process."""

from __future__ import annotations

import gc

import panel as pn
from bokeh.document import Document
from fastapi import APIRouter

ROUTER = APIRouter()


@ROUTER.get("/census")
def census() -> dict[str, int]:
    """Count the sessions' objects after a collection."""
    from credit_panel.pages.client_page import ClientPage
    from credit_panel.state import ClientState
    from credit_panel.state.scenario import ScenarioState

    gc.collect()
    kinds = [type(o) for o in gc.get_objects()]  # not isinstance: lazy modules answer it with an import
    return {
        "pages": sum(issubclass(kind, ClientPage) for kind in kinds),
        "states": sum(issubclass(kind, ClientState) for kind in kinds),
        "scenarios": sum(issubclass(kind, ScenarioState) for kind in kinds),
        "documents": sum(issubclass(kind, Document) for kind in kinds),
        "views": len(pn.state._views),
        "busy_watchers": len(pn.state.param.watchers.get("busy", {}).get("value", [])),
    }
