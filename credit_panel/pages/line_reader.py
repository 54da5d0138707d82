"""What comes over the line, put together to messages: short heads, no blocks of bytes, not too many parts."""

from __future__ import annotations

from typing import Any

from bokeh.protocol.exceptions import MessageError, ProtocolError, ValidationError
from bokeh.protocol.message import Message
from bokeh.protocol.receiver import Receiver

_MARKS = "[{,"
MOST_MARKS = 50_000
"""Brackets and commas of the longest message: what is read one by one would hold up every other visitor."""

LONGEST_HEAD = 2_000
"""Letters of what goes before the content of a message: kept until the rest comes, it must not fill the memory."""


class FragmentReader(Receiver):
    """Puts messages together from what comes over the line; what is no message closes it, as Bokeh does."""

    async def consume(self, fragment: str | bytes) -> Message[Any] | None:
        """Take one more fragment; return the message that it completes, if it does."""
        if isinstance(fragment, str) and sum(map(fragment.count, _MARKS)) > MOST_MARKS:
            raise ProtocolError("a message of too many parts")
        if self._current_consumer != self._CONTENT and len(fragment) > LONGEST_HEAD:
            raise ProtocolError("a message with too long a head")
        try:
            message = await super().consume(fragment)
        except (MessageError, ProtocolError, ValidationError):
            raise
        except Exception as error:  # Bokeh looks into what it reads before it has checked it
            raise ProtocolError("no message of the protocol") from error
        if self._partial is not None and self._partial.header.get("num_buffers", 0) != 0:
            raise ProtocolError("a message with blocks of bytes, of which no page sends any")
        return message
