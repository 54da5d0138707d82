"""Bodies that never end fill no memory: above a sum the next is refused, and all is well when they are gone."""

from __future__ import annotations

import select
import time
from contextlib import ExitStack

from credit_panel.api.body import MOST_BYTES
from credit_panel.api.errors import SentenceRoute
from server import raw

COUNT = SentenceRoute.most_held // MOST_BYTES + 10
SECONDS = 60.0


def test_half_sent_bodies_are_refused_above_a_sum(server: str) -> None:
    kind = {"content_type": "application/json"}
    body = b'{"application": "' + b"x" * (MOST_BYTES - 100)
    request = raw.written(server, "POST", "/api/v1/score", body=body, **kind).replace(
        str(len(body)).encode(), str(len(body) + 50).encode(), 1
    )
    with ExitStack() as stack:
        lines = [stack.enter_context(raw.opened(server)) for _ in range(COUNT)]
        for line in lines:
            line.sendall(request)
        answered, until = list[bytes](), time.monotonic() + SECONDS
        while len(answered) < 9 and time.monotonic() < until:
            readable, _, _ = select.select(lines, [], [], 1.0)
            answered += [line.recv(65_536) for line in readable]
            lines = [line for line in lines if line not in readable]
    assert {raw.status(answer) for answer in answered} == {429}
    assert all(raw.headers(answer)["retry-after"] for answer in answered)
    while raw.status(raw.ask(server, "POST", "/api/v1/score", body=b"{}", **kind)) == 429:
        assert time.monotonic() < until
    assert raw.status(raw.ask(server, "POST", "/api/v1/score", body=b"{}", **kind)) == 422
