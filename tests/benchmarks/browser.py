"""What a visitor of /client waits for: ``PYTHONPATH=tests python tests/benchmarks/browser.py [--sessions 200]``.

A server of its own shows the portfolio that the environment names (CREDIT_PANEL_MODEL ...), and headless Chromium
visits it on the same cores, so every figure of the browser holds its own work too. Printed are: the server's processor
time for one visit; 20 arrivals at once; another client, and one what-if edit, from the key to the last change on the
screen; ten visitors who edit at once; and the server's memory while visitors come and go.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
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


def arrivals(server: str) -> list[float]:
    """Return the seconds that each of several visitors who arrive at once waits for the page's document."""

    def arrive(_: int) -> float:
        started = time.perf_counter()
        with urllib.request.urlopen(f"{server}/client") as answer:  # noqa: S310 - our own server
            answer.read()
        return time.perf_counter() - started

    with ThreadPoolExecutor(ARRIVALS) as pool:
        return list(pool.map(arrive, range(ARRIVALS)))


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


def editors(browser: Browser, server: str, clients: Sequence[int]) -> tuple[list[float], float]:
    """Return what each edit of several visitors took, in milliseconds, and how many they made a second.

    Each of them makes the next edit as soon as the last one is drawn.
    """
    quick = LAST_CHANGE.replace("> 300", "> 0")
    loop = f"""async ([act, look, until]) => {{
      const one = {quick.strip()}
      const taken = []
      while (Date.now() < until) {{ const t = await one([act, look]); if (t !== null) {{ taken.push(t) }} }}
      window.__taken = taken
    }}"""
    contexts, pages = [], []
    for client in clients:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        page = context.new_page()
        page.goto(f"{server}/client#client={client}")
        page.locator("h1", has_text=str(client)).wait_for()
        open_what_if(page)
        contexts.append(context)
        pages.append(page)
    seconds = 10
    until = (time.time() + 2 + seconds) * 1000
    for page in pages:
        page.evaluate("([loop, args]) => { eval(loop)(args) }", [f"({loop})", [PRESS, ".effect", until]])
    time.sleep(seconds + 8)
    taken = [t for page in pages for t in page.evaluate("() => window.__taken ?? []")]
    for context in contexts:
        context.close()
    return taken, len(taken) / (seconds + 2)


def coming_and_going(browser: Browser, server: str, clients: Sequence[int], sessions: int) -> list[float]:
    """Return the server's memory in MB after each tenth of the sessions, each of which edits once."""
    memory = []
    for i in track(range(sessions), description="Visitors come and go"):
        with visiting(browser, f"{server}/client#client={clients[i % len(clients)]}") as page:
            open_what_if(page)
            edits(page, 1)
        if (i + 1) % max(1, sessions // 10) == 0:
            time.sleep(7)  # the tests' server forgets a closed session after 5 s
            memory.append(state_of(server)["megabytes"])
    return memory


def quantiles(values: Sequence[float], unit: str = "ms") -> str:
    """Return the median and the 95th percentile in words; say when something never changed."""
    if None in values:
        return "no change was seen"
    return f"{np.median(values):,.0f} {unit}, p95 {np.quantile(values, 0.95):,.0f} {unit}"


def main() -> None:
    """Print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200, help="visitors who come and go")
    sessions = parser.parse_args().sessions
    settings = Settings.from_env()
    portfolio = Portfolio(settings.portfolio_dir())
    clients = [int(i) for i in portfolio.ids[:: len(portfolio) // 97]]
    table = Table("figure", "value", title=f"/client, {len(portfolio):,} applications, {os.cpu_count()} cores")
    with (
        tempfile.TemporaryDirectory() as scratch,
        serving(settings, Path(scratch) / "log.txt") as server,
        sync_playwright() as playwright,
    ):
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        paints = first_paint(browser, server, clients[0])
        table.add_row("one visit, server's processor", quantiles([p * 1e3 for p, _ in paints]))
        table.add_row("one visit, browser, to the client's name", quantiles([c * 1e3 for _, c in paints]))
        table.add_row(f"{ARRIVALS} arrivals at once", quantiles([a * 1e3 for a in arrivals(server)]))
        with visiting(browser, f"{server}/client#client={clients[0]}") as page:
            page.locator("h1", has_text=str(clients[0])).wait_for()
            table.add_row("another client, browser", quantiles(switches(page, clients[1:TIMES])))
            open_what_if(page)
            table.add_row("what-if edit, browser", quantiles(edits(page, TIMES)))
        taken, rate = editors(browser, server, clients[:EDITORS])
        table.add_row(f"{EDITORS} visitors editing at once", f"{quantiles(taken)}, {rate:.0f} edits a second")
        memory = coming_and_going(browser, server, clients, sessions)
        trail = " ".join(f"{m:,.0f}" for m in memory)
        table.add_row(f"server's memory over {sessions} sessions, MB", trail)
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main()
