"""Whatever a browser sends to a page: no traceback in the log, nothing told of the server, and the page goes on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from benchmarks.visitor import Visitor
from event_loop import outcome_of

from credit_panel.portfolio import ServedModel
from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.settings import Settings
from pages.serving import serving

LONGEST_LOG = 20_000
"""Bytes that the log of all these visits may take."""

PROTOCOL_ERROR = 1002
"""With which a line is closed on which something came that is no message."""

_LONG = "x" * 50_000
SHAPES: list[Any] = [
    None,
    {},
    [],
    0,
    -1.5,
    True,
    "text",
    [[]],
    {"serial": 1},
    {"serial": "1", "kind": "undo"},
    {"serial": 2**70, "kind": "undo"},
    {"kind": None, "serial": 2},
    {"kind": ["move"], "serial": 2},
    {"kind": "move", "serial": 2},
    {"kind": "move", "lever": "AMT_CREDIT", "value": "1e999", "gesture": 1, "serial": 3},
    {"kind": "move", "lever": {}, "value": 1, "gesture": 1, "serial": 3},
    {"kind": "move", "value": None, "serial": 3},
    {"kind": "type", "lever": "AMT_CREDIT", "text": 5, "serial": 4},
    {"kind": "type", "text": _LONG, "serial": 4},
    {"kind": "enter", "texts": ["AMT_CREDIT"], "serial": 5},
    {"kind": "enter", "texts": {"AMT_CREDIT": 5}, "serial": 5},
    {"kind": "restore", "language": "xx", "origin": 1, "texts": None, "serial": 5},
    {"kind": "begin", "name": 5, "size": "much", "serial": 6},
    {"kind": "part", "data": 1, "last": "no", "serial": 6},
    {"action": [], "value": {}, "serial": 7},
    {"action": "page", "value": {"a": 1}, "serial": 7},
    {"chosen": 5},
    {"kind": "column", "role": [], "value": 0, "on": "yes", "serial": 8},
    {"client": "100002", "outcome": 1, "reason": None, "comment": [], "serial": 9},
    {"kind": "look", "text": None, "serial": 9},
]
PATCH = '{"msgid":"1","msgtype":"PATCH-DOC"%s}'
NO_MESSAGES: tuple[tuple[str | bytes, ...], ...] = (
    (PATCH % "", "{}", '{"events":[' + "[]," * 100_000 + "[]]}"),
    (PATCH % "", "{}", '{"events":[' + "1," * 100_000 + "1]}"),
    (PATCH % ',"num_buffers":1000000', "{}", '{"events":[]}'),
    (PATCH % ',"num_buffers":"x"', "{}", '{"events":[]}'),
    (PATCH % ',"num_buffers":1', "{}", '{"events":[]}'),
    (PATCH % f',"more":"{_LONG}"', "{}", '{"events":[]}'),
    (PATCH % "", f'{{"more":"{_LONG}"}}', '{"events":[]}'),
    ("{}", "{}", "{}"),
    ("[]", "5", "null"),
    ("no JSON", "", ""),
    (b"bytes",),
    ('{"msgtype":[]}', "", ""),
)
UNREADABLE: list[Any] = [
    {"type": "object", "name": "NoSuchModel", "id": "p99998"},
    {"type": "number", "value": "nonsense"},
    {"type": "nonsense"},
    {"id": "p99999"},
]
"""Values that Bokeh cannot read, for whichever property."""

LED: dict[str, list[Any]] = {
    "language": ["xx", 5, None, []],
    "fragment": [5, None, "x" * 200_000],
    "mode": ["root", 5],
    "notice": [5, "mine"],
    "selected": ["nothing", 5, None],
}
"""Wrong values of what a browser may set of our components."""


def entries(value: Any) -> Any:
    """Return a value as Bokeh's protocol writes it."""
    if isinstance(value, dict):
        return {"type": "map", "entries": [[key, entries(part)] for key, part in value.items()]}
    return [entries(part) for part in value] if isinstance(value, list) else value


def events_of(visitor: Visitor) -> Iterator[dict[str, Any]]:
    """Yield malformed messages to every component, malformed gestures, and wrong values to each kind of model."""
    kinds: set[str] = set()
    for key, model in list(visitor.models.items()):
        if "data" in model["attributes"] and "esm" in model["attributes"]:
            for shape in SHAPES:
                yield sent(key, "data_event", data=shape)
            yield sent(key, "data_event", nothing=1)
            yield sent(key, "dom_event", node=[], data=None)
        if model["name"] == "Figure":
            for name in ("tap", "selectiongeometry", "rangesupdate", "pan", "reset", "doubletap"):
                for values in ({}, {"x": None, "y": []}, {"geometry": 5}, {"geometry": {"type": "rect"}}):
                    yield sent(key, name, **values)
        if not model["name"].startswith("panel."):
            for name, values in LED.items():
                if name in model["attributes"]:
                    yield from ({"kind": "ModelChanged", "model": {"id": key}, "attr": name, "new": v} for v in values)
        if model["name"] not in kinds:
            kinds.add(model["name"])
            for attribute in list(model["attributes"])[:12]:
                for value in UNREADABLE:
                    yield {"kind": "ModelChanged", "model": {"id": key}, "attr": attribute, "new": value}
    yield from (
        {"kind": "ModelChanged", "model": {"id": "p0"}, "attr": "x", "new": 1},
        {"kind": "ModelChanged", "model": None, "attr": 5},
        {"kind": "RootAdded", "model": {"id": "p99999"}},
        {"kind": "RootRemoved", "model": {"id": "p99999"}},
        {"kind": "TitleChanged", "title": [5]},
        {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": None},
        {"kind": "MessageSent", "msg_type": ["x"], "msg_data": {"type": "object", "name": "os.system"}},
        {"kind": ["MessageSent"]},
        {},
    )


def sent(model: str, name: str, **values: Any) -> dict[str, Any]:
    event = {"type": "event", "name": name, "values": entries({"model": {"id": model}, **values})}
    event["values"]["entries"][0][1] = {"id": model}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}


async def abuse(server: str, page: str, client: int) -> list[dict[str, Any]]:
    """Send a page all that is malformed, and return what it was told, once it has answered a proper wish."""
    async with Visitor(server, page) as visitor:
        if page == "client":
            await visitor.open_client(client)
        await visitor.rest()
        await visitor.open_every_tab()
        for event in events_of(visitor):
            await visitor.send("PATCH-DOC", {"events": [event]})
        for content in ({"events": None}, {"events": [5]}, [], {}, {"doc": {}}):
            await visitor.send("PATCH-DOC", content)
        await visitor.send("PUSH-DOC", {"doc": {"roots": [], "title": "mine"}})
        await visitor.rest()
        for language in ("en", "fr"):
            await visitor.set_language(language)
        return visitor.errors


async def shout(server: str, *parts: str | bytes) -> int:
    """Send a page what is no message of the protocol at all, and return the code with which the line is closed."""
    async with Visitor(server) as visitor:
        return await visitor.shout(*parts)


@pytest.mark.slow
def test_nothing_that_a_browser_sends_breaks_a_page(settings: Settings, served: ServedModel, tmp_path: Path) -> None:
    log, pages = tmp_path / "log.txt", (*PAGES, *FOOTER_PAGES)
    with serving(settings, log) as server:
        for page in pages:
            errors = outcome_of(partial(abuse, server, page, int(served.portfolio.ids[0])))
            assert errors
            assert {error["traceback"] for error in errors} == {None}
            assert {error["text"] for error in errors} == {"This message cannot be used."}
        for parts in NO_MESSAGES:
            assert outcome_of(partial(shout, server, *parts)) == PROTOCOL_ERROR
        text = log.read_text()
    assert "Traceback" not in text
    assert text.count("Dropped what a browser sent") == len(pages)
    assert len(text) < LONGEST_LOG
