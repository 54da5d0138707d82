"""The line between a browser and its session: what a page cannot use is dropped and counted, and the page goes on.

Bokeh answers each message that it cannot apply with the traceback, and logs that, for as long as they come. Here such a
message is one warning a session, and the browser is told nothing of the server. What breaks in our own code while a
proper message is worked on is still logged with its traceback: that is a fault to mend. Bokeh has no setting for
this, so what is here takes the place of two classes of its server, and stands alone.
"""

from __future__ import annotations

import asyncio
import logging
import time
import traceback
import warnings
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import bokeh.server.asgi
import bokeh.server.core
from bokeh.core.types import ID
from bokeh.document import Document
from bokeh.protocol.message import Message
from bokeh.server.connection import ServerConnection
from bokeh.server.protocol_handler import ProtocolHandler
from bokeh.util.warnings import BokehUserWarning

from credit_panel.pages.line_reader import FragmentReader
from credit_panel.pages.owned_line import OwnedLine
from credit_panel.pages.owners import is_owner
from credit_panel.pages.packed_bytes import unpacks_to
from credit_panel.server.log_lines import client_address
from credit_panel.uploads.sender import sender
from credit_panel.views.parts.component import note_refusal

logger = logging.getLogger("credit_panel")

NEVER_SENT = frozenset({"PUSH-DOC"})
"""Messages that Bokeh would take and no page sends: a document in the place of the session's own."""

OF_THE_SERVER = frozenset({"RootAdded", "RootRemoved", "TitleChanged"})
"""Changes that BokehJS sends back when it has taken the document anew, after a cut: the session has them and keeps what
it has.  Taken, they would let a browser add to a session without end."""

NOT_OF_A_BROWSER = frozenset({"ColumnDataChanged", "ColumnsPatched", "ColumnsStreamed"})
"""Changes of the data behind a picture, which on these pages come from the server alone; streamed, they add without
end."""

MOST_EVENTS = 20
"""Gestures in one message of the line; a page sends them one by one."""

MOST_TEXT = 20_000
"""Letters in the new value of one property: the boxes take fewer, and a file comes as messages of its own."""

MOST_PULLS = 3
"""Times that one line may ask for the whole document, which takes as long as opening the page; a page asks once."""

MOST_DEPTH = 40
"""How deep one thing may lie in another in the new value of a property; those of a page are a dozen deep."""

MOST_UNPACKED = 5_000_000
"""Bytes that come packed with one message; a part of a file is fewer."""

MOST_MODELS = 100
"""Models that one message names in full; a page names the one that an event is about, and what it holds."""

NEVER_HELD = frozenset({"ndarray", "typed_array", "set", "slice"})
"""What no page sends, but a set of a few texts, and Bokeh would make as large, or take as long over, as it is told."""

Handler = Callable[[Message[Any], ServerConnection], Awaitable[Any]]
"""What applies a message, and answers it."""

_PASSING_ON = frozenset({__name__, "credit_panel.pages.visitor_page"})
"""Modules of ours that errors pass through without having come out of them."""


class PageLine(ProtocolHandler):
    """Hands each message over to its session, and lets none of them end in a traceback for the browser."""

    def __init__(self) -> None:
        super().__init__()
        self._pulls = 0

    async def handle(self, message: Message[Any], connection: ServerConnection) -> Any:
        """Apply a message, and answer it."""
        document = connection.session.document
        sender.set(client_address.get())
        if not is_owner(document):
            note_refusal("a message of somebody else than who opened the page", document)
            return _refuse(message, connection)
        handler = self._handlers.get(message.msgtype)
        if handler is None or message.msgtype in NEVER_SENT:
            note_refusal("a message of another type", document)
            return _refuse(message, connection)
        self._pulls += message.msgtype == "PULL-DOC-REQ"
        if self._pulls > MOST_PULLS:
            note_refusal("the document asked for again and again", document)
            return _refuse(message, connection)
        if _take_out(message, document):
            note_refusal("a change that no page makes", document)
        try:
            return await _one_by_one(handler, message, connection)
        except Exception as error:
            fault = error
        if is_ours(fault):
            logger.error("A message of a page broke something.", exc_info=fault)
        else:
            logger.debug("Bokeh could not apply a message.", exc_info=fault)
            note_refusal(f"a message that its page does not take ({type(fault).__name__})", document)
        return _refuse(message, connection)


def mind_the_line() -> None:
    """Have every connection of this process minded, and none of their words told as a warning of Bokeh's."""
    warnings.filterwarnings("ignore", "reference already known", BokehUserWarning)
    bokeh.server.asgi.ProtocolHandler = PageLine  # type: ignore[misc]
    bokeh.server.asgi.Receiver = FragmentReader  # type: ignore[misc]
    bokeh.server.core.ServerConnection = OwnedLine  # type: ignore[attr-defined]


def _refuse(message: Message[Any], connection: ServerConnection) -> Message[Any]:
    """Answer a message, outside of every `except`: Bokeh would add the traceback of what is caught there."""
    return connection.error(message, "This message cannot be used.")


async def _one_by_one(handler: Handler, message: Message[Any], connection: ServerConnection) -> Any:
    """Apply the events of a message one after the other; others have as much time between two as the first took."""
    events = message.content.get("events") if message.msgtype == "PATCH-DOC" else None
    if not isinstance(events, list) or len(events) < 2:
        return await handler(message, connection)
    answer, took, clock = None, 0.0, time.thread_time
    for event in events:
        await asyncio.sleep(took)
        began = clock()
        message.content["events"] = [event]
        answer = await handler(message, connection)
        took = clock() - began
    return answer


def _take_out(message: Message[Any], document: Document) -> bool:
    """Take out of a message what a browser does not change; return whether there was any that no page sends."""
    content = message.content
    if message.msgtype != "PATCH-DOC" or not isinstance(content, dict):
        return False
    events = content.get("events")
    odd = not isinstance(events, list) or len(content) > 1  # all of it would be decoded
    listed = events if isinstance(events, list) else []
    kept = [event for event in listed if not isinstance(event, dict) or str(event.get("kind")) not in OF_THE_SERVER]
    room = _Room(document)
    fitting = [event for event in kept if not _is_excessive(event, room)]
    told = [event for event in fitting if isinstance(event, dict) and str(event.get("kind")) == "MessageSent"]
    late = set(map(id, told[MOST_EVENTS:]))
    taken = [event for event in fitting if id(event) not in late]
    content.clear()
    content["events"] = taken
    return odd or len(taken) < len(kept)


class _Room:
    """What one message may still bring along: models named in full that the session has, and packed bytes."""

    def __init__(self, document: Document) -> None:
        self._document, self._models, self._packed = document, MOST_MODELS, list[str]()

    def takes_model(self, name: object) -> bool:
        """Return whether a model is the session's own, and not one too many: Bokeh would make one that it has not."""
        self._models -= 1
        return self._models >= 0 and isinstance(name, str) and self._document.get_model_by_id(ID(name)) is not None

    def takes_packed(self, packed: Sequence[str]) -> bool:
        """Return whether packed bytes are not too many, with all that came before."""
        self._packed += packed
        return not packed or unpacks_to(self._packed, MOST_UNPACKED)


def _is_excessive(event: object, room: _Room) -> bool:
    """Return whether a change would add data, models of its own, or texts, bytes or depths without end to the session.

    A gesture may be long: a part of a file is. It names the model in full that it was made on, which the session has.
    """
    kind = str(event.get("kind")) if isinstance(event, dict) else ""
    if kind in NOT_OF_A_BROWSER:
        return True
    sets = kind != "MessageSent"
    text, packed, rest = 0, list[str](), [(event, 0)]
    while rest:
        found, depth = rest.pop()
        if sets and depth > MOST_DEPTH:
            return True
        match found:
            case str(part):
                text += len(part)
            case {"type": "object", "id": name} if sets or not room.takes_model(name):
                return True  # a model whose property is set is named by its number alone
            case {"type": "set", "entries": entries} if not sets and _are_texts(entries):
                text += len(entries)  # the events that a model named in full listens for
            case {"type": str(type_)} if type_ in NEVER_HELD:
                return True
            case {"type": "map", "entries": entries} if not _by_names(entries):
                return True
            case {"type": "bytes", "data": str(data)}:
                packed.append(data)
            case dict(parts):
                rest += [(part, depth + 1) for pair in parts.items() for part in pair]
            case list(parts):
                rest += [(part, depth + 1) for part in parts]
    return (sets and (text > MOST_TEXT or bool(packed))) or not room.takes_packed(packed)


def _are_texts(entries: object) -> bool:
    """Return whether the entries of a set are a few texts, whose hashes nobody can choose."""
    return isinstance(entries, list) and len(entries) <= MOST_EVENTS and all(isinstance(one, str) for one in entries)


def _by_names(entries: object) -> bool:
    """Return whether the entries of a map are found by texts: numbers can be chosen so that looking takes for ever."""
    return isinstance(entries, list) and all(
        isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], str) for entry in entries
    )


def is_ours(error: BaseException) -> bool:
    """Return whether an error came out of what our code did, and not out of reading a message or setting a value."""
    modules = {str(frame.f_globals.get("__name__", "")) for frame, _ in traceback.walk_tb(error.__traceback__)}
    return any(module.startswith("credit_panel.") for module in modules - _PASSING_ON)
