"""Whoever sends file after file to a server leaves a place to all others."""

from __future__ import annotations

import asyncio
from functools import partial

from benchmarks.visitor import Visitor
from event_loop import outcome_of
from hand_made import hostile

from credit_panel.locale import translator
from credit_panel.uploads.reader import MOST_OF_ONE


async def crowd(server: str) -> str:
    """Have one address send files that take long, from page after page; return what its next page is told."""
    async with asyncio.TaskGroup() as tasks:
        visitors = [await Visitor(server, "application").__aenter__() for _ in range(MOST_OF_ONE + 1)]
        *others, last = visitors
        for visitor in visitors:
            await visitor.open_drop("file")
        sending = [tasks.create_task(visitor.send_file("slow.xlsx", hostile.longer_attribute())) for visitor in others]
        while not all(visitor.reading for visitor in others):
            await asyncio.sleep(0.05)
        said = await last.send_file("good.csv", hostile.GOOD)
        for task in sending:
            task.cancel()
    for visitor in visitors:
        await visitor.__aexit__(None, None, None)
    return said


def test_one_address_does_not_take_every_place(server: str) -> None:
    told = outcome_of(partial(crowd, server))
    words = "The server is reading other files: send this one again in a moment."
    assert any(translator(language).gettext(words) in told for language in ("fr", "en"))
