"""Where a visitor drops a file, or chooses one: it comes in parts, and one that is too large is stopped."""

from __future__ import annotations

import base64
import binascii
import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, Literal

import param
from pydantic import Field

from credit_panel.errors import UploadError
from credit_panel.uploads.unfinished import UNFINISHED
from credit_panel.views.parts.component import Component, Count, Message, Text
from credit_panel.views.parts.scripts import scripts

_LONGEST_NAME = 120


PART = 500_000
"""Bytes of one part."""


class Begun(Message):
    """A file was chosen: its name, and its size in bytes."""

    kind: Literal["begin"]
    name: Text
    size: Count


class Part(Message):
    """The next part of the file, in base64."""

    kind: Literal["part"]
    data: Annotated[str, Field(max_length=2 * PART)]
    last: bool


class FileDrop(Component):
    """A place for a file, or for several that come one after the other.

    The browser announces a file by name and size, and sends it part by part, each when the last one has arrived: a
    file above the limit is refused before it is read, and one that turns out larger than it said is dropped on the
    way, so that no more than the limit is ever held.

    Parameters
    ----------
    on_file
        What to do with a file: called with its name and its content, which is None when it was too large, and the
        error when there was no room for it.
    """

    words = param.Dict(default={}, doc="Its texts in the reader's language.")

    accept = param.String(
        default=".csv,.txt,.tsv,.xlsx", constant=True, doc="Endings of the files that the browser offers."
    )

    multiple = param.Boolean(default=False, constant=True, doc="Whether several files may be chosen at once.")

    part = param.Integer(default=PART, constant=True, doc="Bytes of one part.")

    message = Annotated[Begun | Part, Field(discriminator="kind")]

    _esm = scripts("parts/elements", "parts/file_drop")

    sheets = ("parts/file_drop",)

    def __init__(self, on_file: Callable[[str, bytes | UploadError | None], None], most: int, **params: Any) -> None:
        self._on_file, self._most = on_file, most
        self._name, self._open = "", False
        super().__init__(**{"margin": 0, "sizing_mode": "stretch_width", **params})
        self.on_message(self._receive)

    def _receive(self, message: Begun | Part) -> None:
        match message:
            case Begun(name=name, size=size):
                self._begin(_clean(name), size)
            case Part(data=data, last=last) if self._open:
                self._add(data, last=last)

    def _begin(self, name: str, size: int) -> None:
        self._name, self._open = name, size <= self._most
        if self._open:
            UNFINISHED.begin(self)
        else:
            UNFINISHED.take(self)
            self._on_file(name, None)

    def _add(self, data: str, *, last: bool) -> None:
        try:
            come = UNFINISHED.add(self, base64.b64decode(data, validate=True))
        except binascii.Error:
            self._end(UNFINISHED.take(self))  # no browser sends this: read what there is
        except UploadError as error:
            self._end(error)
        else:
            if last or come > self._most:
                content = UNFINISHED.take(self)
                self._end(content if come <= self._most else None)

    def _end(self, content: bytes | UploadError | None) -> None:
        self._open = False
        self._on_file(self._name, content)


def _clean(name: str) -> str:
    """Return the name of a file without characters that nobody sees, some of which turn what stands beside them."""
    return "".join(c for c in name if unicodedata.category(c)[0] != "C")[:_LONGEST_NAME].strip()
