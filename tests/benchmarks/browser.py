"""What a visitor of /client waits for: ``PYTHONPATH=tests python tests/benchmarks/browser.py [--sessions 200]``.

A server of its own shows the portfolio that the environment names (CREDIT_PANEL_MODEL ...). In headless Chromium, which
works on the same cores: one visit, another client, and one what-if edit, each to the last change on the screen. Without
browsers, whose work would be that of their owners' machines: 20 arrivals at once, ten visitors who edit at once, and
the server's memory while visitors come and go.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from benchmarks.crowd import arrivals, come_and_go, editors
from conftest import CHROMIUM_FLAGS
from pages.conftest import IDLE
from pages.serving import serving
from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.progress import track
from rich.table import Table

from credit_panel.portfolio import Portfolio
from credit_panel.settings import Settings

ARRIVALS, EDITORS = 20, 10
TIMES = 20

# Runs `act`, then waits until `look` has changed and stayed the same for a while; gives the time to its last change.
LAST_CHANGE = """
async ([act, look]) => {
  const deep = (root, selector) => {
    const found = root.querySelector(selector)
    if (found) { return found }
    for (const node of root.querySelectorAll('*')) {
      const inner = node.shadowRoot && deep(node.shadowRoot, selector)
      if (inner) { return inner }
    }
    return null
  }
  const seen = () => { const node = deep(document, look); return (node?.shadowRoot ?? node)?.innerHTML ?? '' }
  const frame = () => new Promise(requestAnimationFrame)
  let last = seen()
  const started = performance.now()
  new Function('deep', act)(selector => deep(document, selector))
  let changed = null
  while (performance.now() - started < 5000) {
    await frame()
    const now = seen()
    if (now !== last) { last = now; changed = performance.now() }
    if (changed !== null && performance.now() - changed > 300) { return changed - started }
  }
  return null
}
"""
PRESS = """
const slider = deep('[data-lever="AMT_CREDIT"] .slider')
if (slider.valueAsNumber <= Number(slider.min)) { slider.value = slider.max } else { slider.stepDown() }
slider.dispatchEvent(new Event('input', { bubbles: true }))
"""


def state_of(server: str) -> dict[str, float]:
    """Return processor seconds, memory in MB and sessions of the server's process."""
    with urllib.request.urlopen(f"{server}/census") as answer:  # noqa: S310 - our own server
        return json.load(answer)


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page as a new visitor, and close it at the end."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(IDLE, timeout=60_000)
    yield page
    context.close()


def first_paint(browser: Browser, server: str, client: int) -> list[tuple[float, float]]:
    """Return, for each visit, the server's processor seconds and the clock's until the page is idle."""
    taken = []
    for _ in range(TIMES // 2):
        before, started = state_of(server)["processor"], time.perf_counter()
        with visiting(browser, f"{server}/client#client={client}") as page:
            page.locator("h1", has_text=str(client)).wait_for()
            clock = time.perf_counter() - started
            alone = state_of(server)["processor"]
            again = state_of(server)["processor"]  # what the question itself costs
            taken.append((alone - before - (again - alone), clock))
    return taken


def visits_alone(server: str, clients: Sequence[int]) -> list[float]:
    """Return the server's processor seconds for each of several visits, without the files that a browser keeps."""
    taken = []
    for client in clients:
        before = state_of(server)["processor"]
        asyncio.run(arrivals(server, [client]))
        alone = state_of(server)["processor"]
        taken.append(alone - before - (state_of(server)["processor"] - alone))
    return taken


def switches(page: Page, clients: Sequence[int]) -> list[float]:
    """Return the milliseconds from another number in the address to the last change of the decision."""
    return [
        page.evaluate(LAST_CHANGE, [f"window.location.hash = '#client={client}'", ".decision"]) for client in clients
    ]


def open_what_if(page: Page) -> None:
    """Open the what-if of the client on the page."""
    page.get_by_role("tab", name="What-if", exact=True).click()
    page.get_by_role("slider").first.wait_for()
    page.wait_for_timeout(500)


def edits(page: Page, times: int) -> list[float]:
    """Return the milliseconds from a step of a slider to the last change of the result."""
    return [page.evaluate(LAST_CHANGE, [PRESS, ".effect"]) for _ in range(times)]


def memory_over(server: str, clients: Sequence[int]) -> list[float]:
    """Return the server's memory in MB before and after each tenth of the visits, once their sessions are forgotten."""
    memory = [state_of(server)["megabytes"]]
    for part in track(np.array_split(clients, 10), description="Visitors come and go"):
        asyncio.run(come_and_go(server, [int(client) for client in part]))
        time.sleep(7)  # the tests' server forgets a closed session after 5 s
        memory.append(state_of(server)["megabytes"])
    return memory


def quantiles(values: Sequence[float], unit: str = "ms") -> str:
    """Return the median and the 95th percentile in words; say when something never changed."""
    if None in values:
        return "no change was seen"
    return f"{np.median(values):,.0f} {unit}, p95 {np.quantile(values, 0.95):,.0f} {unit}"


def in_a_browser(server: str, clients: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Give name and value of what one visitor sees."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        paints = first_paint(browser, server, clients[0])
        yield "one visit and all its files, server's processor", quantiles([p * 1e3 for p, _ in paints])
        yield "one visit, browser, to the client's name", quantiles([c * 1e3 for _, c in paints])
        with visiting(browser, f"{server}/client#client={clients[0]}") as page:
            page.locator("h1", has_text=str(clients[0])).wait_for()
            yield "another client, browser", quantiles(switches(page, clients[1:TIMES]))
            open_what_if(page)
            yield "what-if edit, browser", quantiles(edits(page, TIMES))
        browser.close()


def in_a_crowd(server: str, clients: Sequence[int], sessions: int) -> Iterator[tuple[str, str]]:
    """Give name and value of what many visitors have of the server."""
    visits = [p * 1e3 for p in visits_alone(server, clients[:TIMES])]
    yield "one visit to the decision, server's processor", quantiles(visits)
    came = asyncio.run(arrivals(server, clients[:ARRIVALS]))
    yield f"{ARRIVALS} arrivals at once, to the decision", quantiles([a * 1e3 for a in came])
    taken, rate = asyncio.run(editors(server, clients[:EDITORS]))
    yield f"{EDITORS} visitors editing at once", f"{quantiles([t * 1e3 for t in taken])}, {rate:.0f} edits a second"
    memory = memory_over(server, [clients[i % len(clients)] for i in range(sessions)])
    yield f"server's memory over {sessions} sessions, MB", " ".join(f"{m:,.0f}" for m in memory)


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200, help="visitors who come and go")
    sessions = parser.parse_args().sessions
    settings = Settings.from_env()
    portfolio = Portfolio(settings.portfolio_dir())
    clients = [int(i) for i in portfolio.ids[:: len(portfolio) // 97]]
    table = Table("figure", "value", title=f"/client, {len(portfolio):,} applications, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch, serving(settings, Path(scratch) / "log.txt", anew=True) as server:
        rows = [*in_a_browser(server, clients), *in_a_crowd(server, clients, sessions)]
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
