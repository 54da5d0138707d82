"""One brush over the linked pictures: ``python tests/benchmarks/brush.py [DATA MODELS NAME]...``.

Each three names are a portfolio that ``credit-panel build`` made, such as ``data models synthetic``; without any, that
of the environment is taken. For each it prints

- the server's time for one brush: the cohort, four pictures, the rate map and the figures, as a session does it;
- the same gesture under ``holoviews.link_selections`` over the same four pictures, for comparison;
- from the release of the mouse to the last change of the page in headless Chromium, and the processor time that the
  server and the page spend on it, which tells more than the clock where the machine is shared;
- what one more session adds to the server's memory.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BRUSHES = 12
SESSIONS = 15
CHANGED = """() => {
  window.last = 0
  const seen = new WeakSet()
  const look = root => {
    if (seen.has(root)) { return }
    seen.add(root)
    const watcher = new MutationObserver(() => { window.last = performance.now() })
    watcher.observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
    for (const node of root.querySelectorAll("*")) { if (node.shadowRoot) { look(node.shadowRoot) } }
  }
  look(document)
  for (const name of ["fillRect", "drawImage", "fill", "clearRect", "fillText"]) {
    const own = CanvasRenderingContext2D.prototype[name]
    CanvasRenderingContext2D.prototype[name] = function (...given) {
      window.last = performance.now()
      return own.apply(this, given)
    }
  }
}"""
"""Notes when the page was last changed, a canvas painted on too."""
RELEASED = """() => window.addEventListener(
  "pointerup", () => { window.released = performance.now() }, { once: true, capture: true })"""


def median(call: Callable[[int], object]) -> float:
    """Return the median duration of a call in milliseconds, the first two left out."""
    durations = []
    for i in range(BRUSHES + 2):
        started = time.perf_counter()
        call(i)
        durations.append(time.perf_counter() - started)
    return statistics.median(durations[2:]) * 1e3


def on_the_server() -> dict[str, float]:
    """Time a brush as a session does it, and the same under `link_selections`."""
    import holoviews as hv
    import pandas as pd
    from holoviews.operation import histogram as count
    from holoviews.operation.datashader import rasterize

    from credit_panel.portfolio import current_model
    from credit_panel.portfolio.plot_frame import plot_frame
    from credit_panel.state import CohortState
    from credit_panel.state.brush import BrushState
    from credit_panel.views.portfolio.cohort_figures import CohortFiguresView
    from credit_panel.views.portfolio.linked import LinkedView

    served = current_model()
    brush = BrushState(cohort=CohortState(served))
    views = [LinkedView(brush=brush, language="en"), CohortFiguresView(brush=brush, language="en")]
    models = [view.__panel__().get_root() for view in views]
    gesture = brush.range_stream("first")
    found = {"clients": float(len(served.portfolio))}
    found["server, one brush, ms"] = median(lambda i: gesture.event(boundsx=(480 + 5 * i, 600)))
    frame = hv.Dataset(pd.DataFrame(plot_frame(served.portfolio).positions))
    linked = hv.link_selections.instance()
    parts = [count(frame, dimension=name, dynamic=True) for name in ("points", "DAYS_BIRTH", "AMT_INCOME_TOTAL")]
    points = hv.Points(frame, ["AMT_CREDIT", "ext_source_mean"])
    plot = hv.renderer("bokeh").get_plot(linked(hv.Layout([*parts, rasterize(points)])))
    streams = [s for all_streams in hv.streams.Stream.registry.values() for s in all_streams]
    boxes = [s for s in streams if isinstance(s, hv.streams.SelectionXY)]

    def drag(i: int) -> None:
        low = 480 + 5 * i
        boxes[0].event(bounds=(low, 0, 600, 1), x_selection=(low, 600), y_selection=(0, 1))

    found["server, link_selections, ms"] = median(drag)
    del models, plot
    return found


def in_the_browser(settings: object, sessions: int = SESSIONS) -> dict[str, float]:
    """Time a brush from the release of the mouse to the last change of the page; count what a session weighs."""
    from conftest import CHROMIUM_FLAGS as FLAGS
    from pages.serving import serving
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        serving(settings, Path(folder) / "log", anew=True) as address,
        sync_playwright() as p,
    ):
        browser = p.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)

        def visit():
            page = browser.new_context(viewport={"width": 1440, "height": 1600}, locale="en-GB").new_page()
            page.goto(f"{address}/portfolio", timeout=120_000)
            page.locator("[role=img][aria-label^=Scatter]").wait_for(timeout=120_000)
            page.wait_for_timeout(1500)
            return page

        page = visit()
        settle(address)
        page.evaluate(CHANGED)
        chromium = page.context.new_cdp_session(page)
        chromium.send("Performance.enable")
        box = page.locator("[role=img][aria-label^='Histogram of: points']").bounding_box()
        y = box["y"] + box["height"] / 2
        durations, served, worked = [], [], []
        for i in range(BRUSHES):
            page.mouse.move(box["x"] + box["width"] * 0.3 + 6 * i, y)
            page.mouse.down()
            page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=3)
            page.evaluate(RELEASED)
            before, busy = census(address)["processor"], main_thread(chromium)
            page.mouse.up()
            page.wait_for_timeout(1500)
            worked.append(main_thread(chromium) - busy)
            durations.append(page.evaluate("window.last - window.released"))
            after = census(address)["processor"]
            asking = census(address)["processor"] - after
            served.append(after - before - asking)
        weighed = [census(address)["megabytes"]]
        pages = [visit() for _ in range(sessions)]
        weighed.append(census(address)["megabytes"])
        del pages
        browser.close()
    return {
        "browser, mouse up to last change, ms": statistics.median(durations[2:]),
        "browser, slowest, ms": max(durations[2:]),
        "processor of the server a brush, ms": statistics.median(served[2:]) * 1e3,
        "processor of the page a brush, ms": statistics.median(worked[2:]) * 1e3,
        "one more session, MB": (weighed[1] - weighed[0]) / sessions,
        "server's process, MB": weighed[1],
    }


def census(address: str) -> dict[str, float]:
    """Return the memory and the processor time of the server's process; asking costs a collection of its garbage."""
    with urllib.request.urlopen(f"{address}/census") as answer:  # noqa: S310 - our own server
        return json.load(answer)


def main_thread(chromium: CDPSession) -> float:
    """Return for how many seconds the page's main thread has worked."""
    metrics = chromium.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def settle(address: str) -> None:
    """Wait until the server has made ready what its other pages need."""
    for _ in range(60):
        before = census(address)["processor"]
        time.sleep(1)
        if census(address)["processor"] - before < 0.2:
            return


def main() -> None:
    """Measure each portfolio in processes of their own."""
    from credit_panel.settings import Settings

    given = sys.argv[1:]
    if given[:1] == ["--server"]:
        print(json.dumps(on_the_server()))
        return
    triples = [given[i : i + 3] for i in range(0, len(given), 3)]
    chosen = [Settings(Path(d), Path(m), name) for d, m, name in triples] or [Settings.from_env()]
    for settings in chosen:
        environ = os.environ | {
            "CREDIT_PANEL_DATA_DIR": str(settings.data_dir.resolve()),
            "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir.resolve()),
            "CREDIT_PANEL_MODEL": settings.model,
        }
        command = [sys.executable, __file__, "--server"]
        answer = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
        figures = json.loads(answer.stdout.splitlines()[-1]) | in_the_browser(settings)
        for name, value in figures.items():
            print(f"{name:40} {value:12,.1f}", flush=True)


if __name__ == "__main__":
    main()
