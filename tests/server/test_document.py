"""A browser changes what its page lets it change, and adds nothing to the document that the server keeps for it."""

from __future__ import annotations

import asyncio
import base64
import gzip
from functools import partial
from typing import Any

from benchmarks.visitor import Visitor
from event_loop import outcome_of
from pages.test_malformed import sent

from credit_panel.pages.line import MOST_EVENTS, MOST_PULLS
from credit_panel.portfolio import ServedModel

ADDED: list[dict[str, Any]] = [
    {
        "kind": "RootAdded",
        "model": {"type": "object", "name": "Div", "id": "x1", "attributes": {"text": "x" * 100_000}},
    },
    {"kind": "TitleChanged", "title": "mine"},
]


BYTES = {"type": "bytes", "data": base64.b64encode(gzip.compress(bytes(50_000_000))).decode()}
"""What takes a thousand times its room where it is unpacked."""


def deep(levels: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(levels):
        found = [found]
    return found


def excessive(of: str) -> list[dict[str, Any]]:
    """Return changes of a model that would make a session grow, which a page never makes."""
    change = {"kind": "ModelChanged", "model": {"id": of}, "attr": "tags"}
    div = {"type": "object", "name": "Div", "id": "x2", "attributes": {}}
    return [
        change | {"new": ["x" * 1_500_000]},
        change | {"new": {"x" * 15_000: ["x" * 15_000]}},
        change | {"new": [div]},
        {"kind": "ColumnsStreamed", "model": {"id": of}, "attr": "data", "data": {"x": [1]}, "rollover": None},
        change | {"new": BYTES},
        change | {"new": deep(400)},
        {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": BYTES},
        {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": None, "more": BYTES},
        sent(of, "data_event", data={"action": [BYTES]}),
        {"kind": "ColumnDataChanged", "model": {"id": of}, "attr": "data", "data": {"x": [1]}, "cols": None},
    ]


async def grow(server: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """Send a change that is small, then some without end; return what the model holds after each, and the errors."""
    async with Visitor(server) as visitor:
        root = (await visitor.pull())["roots"][0]["id"]
        kept = {"kind": "ModelChanged", "model": {"id": root}, "attr": "tags", "new": ["small"]}
        for event in [kept, *excessive(root)]:
            await visitor.send("PATCH-DOC", {"events": [event]})
        await visitor.send("PATCH-DOC", {"events": [], "more": BYTES})
        await visitor.send("PATCH-DOC", {"events": BYTES})
        (after,) = [model for model in (await visitor.pull())["roots"] if model["id"] == root]
        return after["attributes"].get("tags"), visitor.errors


def test_no_property_takes_texts_or_models_without_end(server: str) -> None:
    assert outcome_of(partial(grow, server)) == (["small"], [])


async def crowd(server: str, client: int) -> list[int]:
    """Move a slider more often in one message than a page does; return the numbers of the moves that were answered."""
    async with Visitor(server) as visitor:
        await visitor.open_client(client)
        await visitor.open_what_if()
        await visitor.rest()
        board = next(key for key, model in visitor.models.items() if "levers" in model["attributes"])
        view = next(k for k, m in visitor.models.items() if m["attributes"].get("data", {}).get("id") == board)
        move = {"kind": "move", "lever": "AMT_CREDIT", "gesture": 1}
        moves = [{**move, "value": 200_000.0 + 1_000 * n, "serial": n} for n in range(1, MOST_EVENTS + 6)]
        await visitor.send("PATCH-DOC", {"events": [sent(view, "data_event", data=each) for each in moves]})
        answered: list[int] = []
        async with asyncio.timeout(60):
            while not answered:
                answered = [int(event["new"]) for event in await visitor.heard() if event.get("attr") == "answered"]
        return answered


def test_one_message_carries_a_few_events(server: str, served: ServedModel) -> None:
    answered = outcome_of(partial(crowd, server, int(served.portfolio.ids[0])))
    assert answered[-1] == MOST_EVENTS


async def add(server: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Send what adds to a document; return the documents before and after, and what it is for one pull too many."""
    async with Visitor(server) as visitor:
        pulled = [await visitor.pull()]
        for event in ADDED:
            await visitor.send("PATCH-DOC", {"events": [event]})
        pulled += [await visitor.pull() for _ in range(MOST_PULLS - 1)]
        return pulled, visitor.errors


def test_nothing_is_added_and_the_document_is_given_a_few_times(server: str) -> None:
    (before, *after), errors = outcome_of(partial(add, server))
    *same, refused = after
    assert refused == {}
    for document in same:
        assert [root["id"] for root in document["roots"]] == [root["id"] for root in before["roots"]]
        assert document["title"] == before["title"] != "mine"
    assert errors == []
