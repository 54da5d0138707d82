"""A browser changes what its page lets it change, and adds nothing to the document that the server keeps for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from benchmarks.visitor import Visitor
from event_loop import outcome_of

from credit_panel.pages.line import MOST_PULLS

ADDED: list[dict[str, Any]] = [
    {
        "kind": "RootAdded",
        "model": {"type": "object", "name": "Div", "id": "x1", "attributes": {"text": "x" * 100_000}},
    },
    {"kind": "TitleChanged", "title": "mine"},
]


def excessive(of: str) -> list[dict[str, Any]]:
    """Return changes of a model that would make a session grow, which a page never makes."""
    change = {"kind": "ModelChanged", "model": {"id": of}, "attr": "tags"}
    div = {"type": "object", "name": "Div", "id": "x2", "attributes": {}}
    return [
        change | {"new": ["x" * 1_500_000]},
        change | {"new": {"x" * 15_000: ["x" * 15_000]}},
        change | {"new": [div]},
        {"kind": "ColumnsStreamed", "model": {"id": of}, "attr": "data", "data": {"x": [1]}, "rollover": None},
        {"kind": "ColumnDataChanged", "model": {"id": of}, "attr": "data", "data": {"x": [1]}, "cols": None},
    ]


async def grow(server: str) -> tuple[list[Any], list[dict[str, Any]]]:
    """Send changes without end and one that is small; return what the model holds after each, and the errors."""
    async with Visitor(server) as visitor:
        root = (await visitor.pull())["roots"][0]["id"]
        kept = {"kind": "ModelChanged", "model": {"id": root}, "attr": "tags", "new": ["small"]}
        for event in [*excessive(root), kept]:
            await visitor.send("PATCH-DOC", {"events": [event]})
        (after,) = [model for model in (await visitor.pull())["roots"] if model["id"] == root]
        return after["attributes"].get("tags"), visitor.errors


def test_no_property_takes_texts_or_models_without_end(server: str) -> None:
    assert outcome_of(partial(grow, server)) == (["small"], [])


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
