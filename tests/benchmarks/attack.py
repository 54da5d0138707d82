"""An attacker's day, of bounded size: ``PYTHONPATH=tests python tests/benchmarks/attack.py [--only WORD]``.

A server of its own shows the portfolio that the environment names (CREDIT_PANEL_MODEL ...). Every input that once broke
the server is sent to it, and their neighbours: addresses, headers, tokens, origins, hosts, methods, bodies, what is no
request, malformed messages of pages, and files that cost more to read than to send. Beside them one prober asks for
/liveness; its longest wait is the longest time for which nobody was answered, and the one without any attack says what
the machine itself adds. The longest work is the event loop's own, in time of the processor, at a stretch: on a busy
machine it says more. The program fails when an answer is of 500 or more, the log holds a traceback or a line without
end, or the server is gone.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from benchmarks.excessive import excessive, histories, pages_in_a_loop
from benchmarks.prober import Prober
from benchmarks.visitor import Visitor
from bokeh.util.token import get_session_id
from hand_made import hostile
from pages.serving import serving
from pages.test_malformed import NO_MESSAGES, abuse, shout
from rich.console import Console
from rich.table import Table
from server import attacks, raw

from credit_panel.portfolio import Portfolio
from credit_panel.server.command import FOOTER_PAGES, PAGES
from credit_panel.settings import Settings
from credit_panel.uploads.exchange import named

LONGEST_LINE = 1_200
Attack = Callable[[str], Iterator[int]]
"""Sends its inputs to a server, and yields the status of each answer: 0 where there is none, or a line was closed."""


class Census(NamedTuple):
    """What lives in the server's process, and the event loop's longest work at a stretch in between, in ms."""

    megabytes: float
    pages: int
    stretch: float


def census(server: str) -> Census:
    with urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
        found = json.load(answer)
    return Census(found["megabytes"], int(found["pages"]), 1e3 * found["longest_stretch"])


def quiet(server: str) -> Iterator[int]:
    """Nothing, for as long as a few attacks take."""
    time.sleep(5)
    yield raw.status(raw.get(server, "/liveness"))


def addresses(server: str) -> Iterator[int]:
    yield from (raw.status(raw.get(server, path)) for path, _ in attacks.ADDRESSES)


def headers(server: str) -> Iterator[int]:
    yield from (
        raw.status(raw.get(server, "/glossary", **given))
        for given in [*attacks.HEADERS, *attacks.LONG_HEADERS, *attacks.UPGRADES]
    )


def sessions(server: str) -> Iterator[int]:
    """Sessions that are brought along, and tokens that the server never gave."""
    issued = raw.token_of(server)
    for given in attacks.TOKENS:
        yield raw.status(raw.handshake(server, "/client/ws", protocols=f"bokeh, {given}", origin=server))
    for origin in attacks.ORIGINS:
        yield raw.status(raw.handshake(server, "/client/ws", protocols=f"bokeh, {issued}", origin=origin))
    yield raw.status(raw.get(server, "/client", bokeh_session_id=get_session_id(issued)))
    yield raw.status(raw.get(server, f"/client?bokeh-token={issued}"))
    if get_session_id(raw.token_of(server)) == get_session_id(issued):
        sys.exit("A session was given to two visitors.")


def hosts(server: str) -> Iterator[int]:
    yield from (raw.status(raw.get(server, "/client", host=host)) for host in attacks.HOSTS)


def methods(server: str) -> Iterator[int]:
    for path in ("/client", "/docs", "/api/v1/score", "/static/js/bokeh.min.js"):
        yield from (raw.status(raw.ask(server, method, path)) for method in attacks.METHODS)


def no_requests(server: str) -> Iterator[int]:
    yield from (raw.status(raw.send(server, request, no_more=True)) for request in attacks.NO_REQUESTS)


def bodies(server: str) -> Iterator[int]:
    for body in attacks.BODIES:
        yield raw.status(raw.ask(server, "POST", "/api/v1/score", body=body, content_type="application/json"))
    yield from (raw.status(raw.get(server, f"/api/v1/clients/{number}/score")) for number in attacks.NUMBERS)


def every_route(server: str) -> Iterator[int]:
    """Odd questions and numbers to every route that reads, odd bodies to every one that takes some."""
    client = str(Portfolio(Settings.from_env().portfolio_dir()).ids[0])
    with urlopen(f"{server}/openapi.json") as answer:  # noqa: S310 - our own server
        routes = json.load(answer)["paths"]
    for route, methods in routes.items():
        path = route.replace("{client_id}", client)
        if "get" in methods:
            yield from (raw.status(raw.get(server, f"{path}?{query}")) for query in attacks.QUERIES)
        if "get" in methods and path != route:
            yield from (raw.status(raw.get(server, route.replace("{client_id}", n))) for n in attacks.NUMBERS)
        if "post" in methods:
            for body in attacks.BODIES:
                yield raw.status(raw.ask(server, "POST", path, body=body, content_type="application/json"))


def letters(server: str) -> Iterator[int]:
    """Letters to many clients at the same time."""
    paths = [f"/api/v1/clients/{n}/letter" for n in Portfolio(Settings.from_env().portfolio_dir()).ids[:12]]
    with ThreadPoolExecutor(6) as pool:
        yield from pool.map(lambda path: raw.status(raw.get(server, path)), paths)


def messages(server: str) -> Iterator[int]:
    """Messages that no page sends, and what is no message."""
    client = int(Portfolio(Settings.from_env().portfolio_dir()).ids[0])
    for page in (*PAGES, *FOOTER_PAGES):
        yield from (0 for _ in asyncio.run(abuse(server, page, client)))
    yield from (asyncio.run(shout(server, *parts)) * 0 for parts in NO_MESSAGES)


def files(page: str, tab: str, made: Mapping[str, Callable[[], bytes]], place: int = 0) -> Attack:
    """Return what drops file after file into one of a page's places for them."""

    async def send(server: str) -> int:
        async with Visitor(server, page) as visitor:
            await visitor.open_drop(tab, place)
            for name, make in made.items():
                content = await asyncio.to_thread(make)
                named_file = named(content) if made is hostile.HISTORIES else (f"{name}.csv", content)
                await visitor.send_file(*named_file)
        return len(made)

    def attack(server: str) -> Iterator[int]:
        yield from (0 for _ in range(asyncio.run(send(server))))

    return attack


ATTACKS: Mapping[str, Attack] = {
    "nothing": quiet,
    "addresses": addresses,
    "headers": headers,
    "sessions and origins": sessions,
    "hosts": hosts,
    "methods": methods,
    "no requests": no_requests,
    "bodies and numbers": bodies,
    "every route": every_route,
    "histories": histories,
    "letters": letters,
    "messages of pages": messages,
    "excessive messages": excessive,
    "pages in a loop": pages_in_a_loop,
    "files of applications": files("application", "file", hostile.APPLICATIONS),
    "files of histories": files("application", "file", hostile.HISTORIES, place=1),
    "drift files": files("model", "drift", hostile.DRIFT),
}


def visit(server: str) -> None:
    """Do what honest visitors do, so that all that is loaded once is loaded."""
    for page in (*PAGES, *FOOTER_PAGES):
        raw.get(server, f"/{page}")
    good = {"good": lambda: hostile.GOOD}
    for attack in (files("application", "file", good), files("model", "drift", good), headers, letters):
        list(attack(server))
    time.sleep(3)  # what the pages of these visitors still work out counts for no attack


def main() -> None:
    """Print one line a kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="a part of the names of the kinds that are sent")
    only = parser.parse_args().only
    table = Table("kind", "inputs", "answers", "longest wait, ms", "longest work, ms", "server, MB")
    worst = 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.txt"
        with serving(Settings.from_env(), log, anew=True) as server, Prober(server) as prober:
            visit(server)
            before = census(server)
            for name, attack in ATTACKS.items():
                if only in name:
                    census(server)
                    time.sleep(0.5)
                    prober.longest()
                    statuses = list(attack(server))
                    waited = prober.longest()
                    worst = max(worst, *statuses)
                    told = ", ".join(str(status) for status in sorted(set(statuses) - {0}))
                    counted = census(server)
                    figures = (f"{each:.0f}" for each in (waited, counted.stretch, counted.megabytes))
                    table.add_row(name, str(len(statuses)), told, *figures)
            time.sleep(6)  # sessions that nobody uses are let go of by then
            after = census(server)
        said = log.read_text(encoding="utf-8")
    table.caption = (
        f"Memory {after.megabytes / before.megabytes:.2f} times that before; {after.pages} pages left; log "
        f"{len(said):,} characters, its longest line {max(map(len, said.splitlines())):,}."
    )
    Console(width=120).print(table)
    if "Traceback" in said:
        print(said[said.index("Traceback") - 300 :][:4_000], file=sys.stderr)
    if worst >= 500 or "Traceback" in said or max(map(len, said.splitlines())) > LONGEST_LINE:
        sys.exit(f"The server broke: worst status {worst}, {said.count('Traceback')} tracebacks.")


if __name__ == "__main__":
    main()
