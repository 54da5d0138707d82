"""What one line of a page may be asked at most: things to make, long searches, many gestures, page after page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from benchmarks.visitor import Visitor
from pages import test_line
from server import raw

from credit_panel.portfolio import Portfolio
from credit_panel.settings import Settings

LONG_SEARCHES = ("x " * 100, "\u33d8" * 200, "ab " * 67, "other type " * 20, "1 " * 100)
"""Texts of many words; of the second each letter stands for two."""

PAGES_ASKED = 60


def excessive(server: str) -> Iterator[int]:
    """Messages that bring models, arrays and sets along, long searches, and many gestures in one message."""
    clients = [int(number) for number in Portfolio(Settings.from_env().portfolio_dir()).ids[:20]]
    asyncio.run(test_line.send(server, clients[0]))
    yield from (0 for _ in range(2 * len(test_line.EXCESSIVE) + 1))
    yield from (0 for _ in range(asyncio.run(_search(server, clients))))


def histories(server: str) -> Iterator[int]:
    """Batches of a thousand, as long as is taken, with histories in which everything is wrong."""
    for rows in ({"bureau": [1] * 3_700}, {"bureau": [{}] * 2_400}, {f"t{n}": 1 for n in range(700)}):
        body = json.dumps({"applications": [{"application": {}, "history": rows}] * 1_000}, separators=(",", ":"))
        yield raw.status(
            raw.ask(server, "POST", "/api/v1/score/batch", body=body.encode(), content_type="application/json")
        )


def pages_in_a_loop(server: str) -> Iterator[int]:
    """A page asked for on and on, each time when the last has come."""
    yield from (raw.status(raw.get(server, "/client")) for _ in range(PAGES_ASKED))


async def _search(server: str, clients: list[int]) -> int:
    """Send long searches, then one message that opens many clients; return how many were sent."""
    async with Visitor(server) as visitor:
        await visitor.open_client(clients[0])
        for text in LONG_SEARCHES:
            for kind in ("look", "open"):
                await visitor.send("PATCH-DOC", {"events": [_searched(visitor, {"kind": kind, "text": text})]})
        opened = [_searched(visitor, {"kind": "open", "text": str(number)}) for number in clients]
        await visitor.send("PATCH-DOC", {"events": opened})
        await visitor.rest()
        for language in ("en", "fr"):
            await visitor.set_language(language)
    return 2 * len(LONG_SEARCHES) + len(clients)


def _searched(visitor: Visitor, message: dict[str, str]) -> dict[str, object]:
    """Return what the search box sends."""
    box = next(model for model in visitor.models.values() if model["name"].startswith("SearchBox"))
    view = next(m["id"] for m in visitor.models.values() if m["attributes"].get("data", {}).get("id") == box["id"])
    data = {"type": "map", "entries": [["serial", 1], *([key, value] for key, value in message.items())]}
    values = {"type": "map", "entries": [["model", {"id": view}], ["data", data]]}
    event = {"type": "event", "name": "data_event", "values": values}
    return {"kind": "MessageSent", "msg_type": "bokeh_event", "msg_data": event}
