"""Pages that nobody opened end one by one, and others have their turn between two of them."""

from __future__ import annotations

import asyncio
import gc
from itertools import pairwise

import httpx
from bokeh.document import Document
from bokeh.server.asgi import BokehASGI
from event_loop import in_a_loop

from credit_panel.server.session_ends import end_one_by_one

SESSIONS = 4
ROUNDS = 12
"""Rounds of the event loop in which a request is answered; without a pause there are 6 between two ends."""


def test_others_have_their_turn_between_two_sessions_that_end() -> None:
    happened: list[str] = []

    def page(doc: Document) -> None:
        doc.on_session_destroyed(lambda _: happened.append("end"))

    async def ask() -> None:
        served = BokehASGI(
            {"/page": page, "/same": page},
            check_unused_sessions_milliseconds=200,
            unused_session_lifetime_milliseconds=1,
        )
        end_one_by_one([served])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://127.0.0.1") as visitor:
            answers = [await visitor.get("/page") for _ in range(SESSIONS)]
        assert {answer.status_code for answer in answers} == {200}
        while happened.count("end") < SESSIONS:
            happened.append("turn")
            await asyncio.sleep(0)
        await served.core.stop()

    gc.freeze()  # each session that ends is a search for garbage through all that the other tests have imported
    try:
        in_a_loop(ask)
    finally:
        gc.unfreeze()
    ends = [place for place, what in enumerate(happened) if what == "end"]
    assert all(later - earlier > ROUNDS for earlier, later in pairwise(ends))
