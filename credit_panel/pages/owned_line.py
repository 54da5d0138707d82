"""The line of a page is opened for whoever opened the page, and a few times at most."""

from __future__ import annotations

from typing import Any

from bokeh.protocol.exceptions import ProtocolError
from bokeh.server.connection import ServerConnection
from bokeh.server.session import ServerSession

from credit_panel.pages.owners import is_owner

MOST_LINES = 8
"""Lines of one page at the same time: one, and those that a bad network has cut and the server does not yet know of."""


class OwnedLine(ServerConnection):
    """A connection to a session; somebody else's, or one too many, is closed before anything is sent on it.

    Raises
    ------
    ProtocolError
        When the session is not for who asks, or has its lines.
    """

    def __init__(self, protocol: Any, socket: Any, application_context: Any, session: ServerSession) -> None:
        if not is_owner(session.document):
            raise ProtocolError("the page is somebody else's")
        if session.connection_count >= MOST_LINES:
            raise ProtocolError("the page has its lines")
        super().__init__(protocol, socket, application_context, session)
