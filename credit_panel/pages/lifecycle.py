"""Let go of what Panel keeps of a closed page.

Two things of Panel 1.10 outlive a session: the views that its page registered in the process-wide state, and the
HoloViews plots inside Material layouts (their cleanup runs after Bokeh emptied the models). A third does so too, and
costs more while it lives: the page watches whether anybody's request is being worked on, so that one visitor's click
sends two messages to every other visitor.

What is here uses private attributes, so it stands alone; a test that opens and closes pages says when Panel no longer
needs it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import panel as pn
from bokeh.application.application import SessionContext
from bokeh.document import Document
from panel.viewable import Viewable


def release_when_closed(page: Viewable) -> None:
    """Release all that Panel keeps of `page` when the session that built it ends."""
    doc = pn.state.curdoc
    for release in (partial(_release_views, doc), partial(_release_plots, page)):
        pn.state.on_session_destroyed(release)


def unwatch_busy(page: Viewable) -> None:
    """Drop the watcher that ``Page.busy`` leaves on the process-wide state."""
    for watcher in list(pn.state.param.watchers.get("busy", {}).get("value", [])):
        if getattr(getattr(watcher.fn, "__self__", None), "self", None) is page:
            pn.state.param.unwatch(watcher)


def _release_views(doc: Document | None, _: SessionContext) -> None:
    """Drop the views that the document registered in the process-wide state."""
    for reference, view in list(pn.state._views.items()):
        if view[2] is doc:
            pn.state._views.pop(reference)


def _release_plots(page: Viewable, _: SessionContext) -> None:
    """Clean up the plots, so that HoloViews' class-level callbacks let go of them."""
    panes: list[Any] = list(page.select(pn.pane.HoloViews))
    for pane in panes:
        for reference in list(pane._plots):
            pane._plots.pop(reference)[0].cleanup()
