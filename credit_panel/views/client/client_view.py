"""What the views of one client have in common: a state, and one block of HTML made of it."""

from __future__ import annotations

import param
from param.parameters import NoNone

from credit_panel.state import ClientState
from credit_panel.views.parts.drawn_view import HtmlView


class ClientView(HtmlView):
    """A view of the client that is open in a visitor's state."""

    state = param.ClassSelector(class_=ClientState, allow_None=NoNone, doc="The visitor's client.")

    @param.depends("state.explanation", "state.unknown", "state.recent", "state.decided", watch=True)
    def _follow(self) -> None:
        self.redraw()
