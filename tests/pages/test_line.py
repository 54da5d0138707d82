"""What one message of a page may bring along: no model that the session has not, no array, and nothing told of it."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from benchmarks.visitor import Visitor
from bokeh.document import Document
from bokeh.protocol.message import Message
from event_loop import outcome_of

from credit_panel.pages import line
from credit_panel.portfolio import ServedModel
from credit_panel.settings import Settings
from pages.serving import serving

FORGED = "x\n2026-11-30 INFO credit_panel: forged, client 100002"


def array(content: object, dtype: object, kind: str = "ndarray") -> dict[str, Any]:
    return {"type": kind, "array": content, "dtype": dtype, "shape": [1], "order": "little"}


def of_models(name: str, key: str, count: int) -> list[dict[str, Any]]:
    return [{"type": "object", "name": name, "id": key.format(i)} for i in range(count)]


EXCESSIVE: dict[str, Any] = {
    "an array as large as it says": array(1, "(1500000,)f8"),
    "an array of long texts": array([1] * 300, "U500000"),
    "an array of a list": array([1.0] * 5_000, "float64"),
    "an array within a set": {"type": "set", "entries": [array([1], "f8")]},
    "an array that is a slice's end": {"type": "slice", "start": 0, "stop": array([1], "(9,)f8"), "step": 1},
    "a set of numbers of one hash": {"type": "set", "entries": [(2**61 - 1) * i for i in range(3_000)]},
    "a map by numbers": {"type": "map", "entries": [[(2**61 - 1) * i, 0] for i in range(3_000)]},
    "a typed array": array(
        {"type": "bytes", "data": "H4sIAAAAAAAAA2NgAAAAAP//AwAAAAAAAAAAAA=="}, "uint8", "typed_array"
    ),
    "a model": of_models("Figure", "x{}", 1),
    "many models": of_models("DataTable", "x{}", 500),
    "a model twice, by a name that looks like a line of the log": of_models("Range1d", FORGED, 2),
    "a model within what is known": {"type": "map", "entries": [["a", of_models("Range1d", "y{}", 1)]]},
}


def spin(seconds: float) -> None:
    """Take the processor as long, as the making of a page or a gesture does: at a stretch."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


async def send(server: str, client: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Send all of it; return what was told, and the texts that a page still shows."""
    async with Visitor(server, "client") as visitor:
        await visitor.open_client(client)
        own = next(iter(visitor.models))
        for data in EXCESSIVE.values():
            told = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": data}
            await visitor.send("PATCH-DOC", {"events": [told]})
            changed = {"kind": "ModelChanged", "model": {"id": own}, "attr": "tags", "new": data}
            await visitor.send("PATCH-DOC", {"events": [changed]})
        known = of_models("Range1d", own, 500)
        told = {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": known}
        await visitor.send("PATCH-DOC", {"events": [told]})
        await visitor.rest()
        for language in ("en", "fr"):
            await visitor.set_language(language)
        return visitor.errors, list(visitor.models)


@pytest.mark.long
def test_it_is_dropped_and_the_page_goes_on(settings: Settings, served: ServedModel, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    with serving(settings, log) as server:
        errors, models = outcome_of(partial(send, server, int(served.portfolio.ids[0])))
        text = log.read_text()
    assert errors == []  # an empty message is none to complain of
    assert models
    assert text.count("Dropped what a browser sent") == 1
    assert "forged" not in text
    assert "already known" not in text
    assert "Traceback" not in text


def test_others_have_their_turn_between_the_gestures_of_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "is_owner", lambda document: True)
    done: list[str] = []

    async def work(message: Message[Any], _: object) -> str:
        spin(0.02)
        done.append(message.content["events"][0]["msg_data"])
        return "answered"

    async def others() -> None:
        while len(done) < 5:
            await asyncio.sleep(0)
            done.append("others") if done and done[-1] != "others" else None

    async def ask() -> str:
        page, document = line.PageLine(), Document()
        page._handlers["PATCH-DOC"] = work  # Bokeh has no other way in
        told = [{"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": name} for name in "abc"]
        message: Any = SimpleNamespace(msgtype="PATCH-DOC", content={"events": told})
        answer, _ = await asyncio.gather(
            page.handle(message, SimpleNamespace(session=SimpleNamespace(document=document))), others()
        )
        return str(answer)

    assert outcome_of(ask) == "answered"
    assert done[:5] == ["a", "others", "b", "others", "c"]
