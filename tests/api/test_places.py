"""Requests that take long have places; one more is told to come again."""

from __future__ import annotations

import asyncio

import pytest
from event_loop import in_a_loop

from credit_panel.api.body import RefusedError
from credit_panel.api.places import SECONDS, Places, Turns


def test_one_more_than_there_are_places_is_sent_away_and_comes_again() -> None:
    places = Places(2)
    with places.one():
        with places.one(), pytest.raises(RefusedError) as refused, places.one():
            pass
        assert (refused.value.status_code, refused.value.headers) == (429, {"Retry-After": str(SECONDS)})
        with places.one():
            pass


def test_a_place_is_free_again_after_a_failure() -> None:
    places = Places(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broke"), places.one():
            raise ValueError("broke")


def test_so_many_are_worked_on_at_once_and_the_others_in_their_order() -> None:
    turns, working, order, most = Turns(2), 0, list[int](), 0

    async def work(number: int) -> None:
        nonlocal working, most
        async with turns.gate():
            working += 1
            most = max(most, working)
            order.append(number)
            await asyncio.sleep(0)
            working -= 1

    async def every() -> None:
        await asyncio.gather(*map(work, range(6)))

    for _ in range(2):  # each event loop has turns of its own
        in_a_loop(every)
    assert (most, order) == (2, [*range(6), *range(6)])
