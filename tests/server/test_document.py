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
