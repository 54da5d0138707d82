"""A component of ours in the browser, and its door: what a browser sends is data from outside like any other.

Everything that comes in is checked once, here, by the types that the component declares. What does not fit is dropped
and counted: one warning a session, no traceback, and the page goes on.
"""

from __future__ import annotations

import logging
import weakref
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Final

import panel as pn
import param
from bokeh.document import Document
from bokeh.events import Event
from panel.models.esm import DataEvent
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from credit_panel.charts.palette import follow_theme
from credit_panel.views.parts.style_sheets import bare_stylesheets, stylesheets

logger = logging.getLogger("credit_panel")

LONGEST_TEXT = 4_000
"""Characters of the longest text that a box may send; the boxes themselves take fewer."""

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Key = Annotated[str, Field(max_length=200)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, lt=2**53)]

NOT_YET: Final = object()
"""What `act` returns when it will `answer` by itself, once work beside the event loop is done."""

_refused: weakref.WeakKeyDictionary[Document, int] = weakref.WeakKeyDictionary()


class Message(BaseModel):
    """What a component sends; a subclass names its parts.

    Its numbers and texts must be of their type, without conversion, and nothing else may come along.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    serial: Count
    """Its number, counted on from that of the last answer."""


class Component(pn.custom.JSComponent):
    """A component whose browser side sends messages of one declared type, and may set a few declared parameters.

    A subclass says which by its class attributes; `on_message` says what is done with a message. Each message is
    answered by its serial number, also one that could not be taken, so that the browser never waits for ever.
    """

    message: ClassVar[Any] = None
    """Type of the messages, a subclass of `Message` or a union of some; None where the browser sends none."""

    led: ClassVar[Mapping[str, Any]] = {}
    """Types of the parameters that the browser may set, by name."""

    sheets: ClassVar[tuple[str, ...]] = ()
    """Its style sheets as ``room/name``."""

    based: ClassVar[bool] = True
    """Whether it takes the style sheet that the views share, too."""

    answered = param.Integer(default=0, doc="Serial number of the last message that was answered.")

    def __init__(self, **params: Any) -> None:
        self._act: Callable[[Any], object] | None = None
        super().__init__(**params)
        follow_theme(self, _take_theme)

    @property
    def _stylesheets(self) -> list[str]:  # type: ignore[override]
        if not self.sheets:
            return []
        return stylesheets(*self.sheets) if self.based else bare_stylesheets(*self.sheets)

    def take_theme(self) -> None:
        """Show in the theme that there is by now."""
        self.param.trigger("stylesheets")

    def on_message(self, act: Callable[[Any], object]) -> None:
        """Say what is done with each message that fits; all that it changes is sent at once, with the answer.

        Parameters
        ----------
        act
            Called with the message; where it returns `NOT_YET`, it calls `answer` later.
        """
        self._act = act

    def receive(self, content: object) -> None:
        """Take what the browser sent, if it is a message of this component."""
        try:
            message = _reader(type(self)).validate_python(content)
        except (ValidationError, RecursionError):
            note_refusal(f"a message to {type(self).__name__}")
            self.answer(content.get("serial") if isinstance(content, dict) else None)
            return
        with pn.io.hold():
            done: object = None
            try:
                done = None if self._act is None else self._act(message)
            finally:
                if done is not NOT_YET:
                    self.answered = message.serial

    def answer(self, serial: object) -> None:
        """Tell the browser that a message of this number needs no more."""
        if isinstance(serial, int) and not isinstance(serial, bool) and 0 <= serial < 2**53:
            self.answered = serial

    def _process_event(self, event: Event) -> None:
        if isinstance(event, DataEvent) and self.message is not None:
            self.receive(event.data)
        else:
            note_refusal(f"an event of {type(self).__name__}")

    def _process_events(self, events: dict[str, Any]) -> None:
        fitting = {name: value for name, value in events.items() if self.may_set(name, value)}
        if len(fitting) < len(events):
            note_refusal(f"a value of {type(self).__name__}")
        if fitting:
            super()._process_events(fitting)

    def may_set(self, name: str, value: object) -> bool:
        """Return whether the browser may set a parameter to a value."""
        if name not in self.led:
            return False
        try:
            _led_reader(type(self), name).validate_python(value, strict=True)
        except ValidationError:
            return False
        return True


def note_refusal(what: str, document: Document | None = None) -> None:
    """Count something that a browser sent and that was dropped; the first of each session is told in the log.

    Parameters
    ----------
    document
        That of the session; that of the running callback when None.
    """
    document = document or pn.state.curdoc
    if document is None:
        return
    count = _refused.get(document, 0) + 1
    _refused[document] = count
    if count == 1:
        logger.warning("Dropped what a browser sent, and what else of its session does not fit: %s.", what)


def _take_theme(component: Component) -> None:
    component.take_theme()


@cache
def _reader(component: type[Component]) -> TypeAdapter[Any]:
    return TypeAdapter(component.message)


@cache
def _led_reader(component: type[Component], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(component.led[name])
