"""Run notebooks and keep them with small outputs: ``python tests/notebooks/keeping.py [NOTEBOOK ...]``.

Without a name all are run, against the portfolio that the environment names; only one of invented
clients is taken. Of what a browser draws a still picture is kept (a view is drawn when the notebook runs), and what a
reader can read.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import os
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from PIL import Image
from playwright.sync_api import Browser, TimeoutError, sync_playwright

from credit_panel.portfolio import current_model

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
ALL_DRAWN = """() => {
  const open = []
  const look = root => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) { look(node.shadowRoot) }
      if (node.dataset?.picture && !node.closest("details:not([open])")) { open.push(node) }
    }
  }
  look(document)
  return open.every(place => place.querySelector("[role=img]"))
}"""
"""Whether every picture that is not folded away is drawn."""

TALLEST = 1_600
"""Pixels of a still picture that are kept: the rest of a long view is for who runs the notebook."""

RESULT = "execute_result"
DRAWN = frozenset({"application/vnd.holoviews_exec.v0+json", "application/vnd.holoviews_load.v0+json"})
"""Media types of what needs a browser and a kernel; the cell that has one shows its text only."""


def executed(path: Path, *, timeout: int = 120, whole: bool = False) -> nbformat.NotebookNode:
    """Return a notebook as it is after a run from its first cell to its last in a fresh kernel.

    Parameters
    ----------
    whole
        Whether its outputs hold the scripts that they need, so that what is exported shows itself without a network.
    """
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(FOLDER)}}
    if whole:
        os.environ["PANEL_INLINE"] = "true"  # which the kernel inherits
    client = NotebookClient(notebook, timeout=timeout, resources=resources, record_timing=False)
    with ThreadPoolExecutor(1) as apart:  # an event loop of a browser may run in this thread; `execute` leaves one open
        apart.submit(lambda: asyncio.run(client.async_execute())).result()
    os.environ.pop("PANEL_INLINE", None)
    return notebook


def exported(notebook: nbformat.NotebookNode) -> str:
    """Return a notebook that ran as one page of HTML."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Panel's loading cells hold nothing that a page could show
        return str(HTMLExporter().from_notebook_node(notebook)[0])


def stills(notebook: nbformat.NotebookNode, browser: Browser) -> dict[str, bytes]:
    """Return a picture of each view that a notebook shows, by its cell, as a browser without a network draws it."""
    page = browser.new_context(offline=True, viewport={"width": 920, "height": 900}, locale="en-GB").new_page()
    found = {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notebook.html"
        path.write_text(exported(notebook), encoding="utf-8")
        page.goto(path.as_uri())
        try:
            page.wait_for_function("() => window.Bokeh", timeout=30_000)
        except TimeoutError:  # where hvPlot is imported before `pn.extension()`, scripts stay on the network
            page.context.close()
            return {}
        page.wait_for_timeout(6_000)
        page.wait_for_function(ALL_DRAWN, timeout=60_000)
        for cell in notebook.cells:
            if any(DRAWN & set(out.get("data", {})) for out in cell.get("outputs", []) if out.output_type == RESULT):
                shown = page.locator(f'[id="cell-id={cell.id}"] .jp-OutputArea-executeResult .jp-OutputArea-output')
                found[cell.id] = small(shown.screenshot())
    page.context.close()
    return found


def small(picture: bytes) -> bytes:
    """Return the top of a picture, in so many colours as a drawing has."""
    out = io.BytesIO()
    whole = Image.open(io.BytesIO(picture)).convert("RGB")
    whole.crop((0, 0, whole.width, min(whole.height, TALLEST))).quantize(128).save(out, "PNG", optimize=True)
    return out.getvalue()


def kept(
    notebook: nbformat.NotebookNode, pictures: Mapping[str, bytes] = MappingProxyType({})
) -> nbformat.NotebookNode:
    """Return a notebook that ran, with the outputs that are worth keeping, and the pictures of its views by cell."""
    for number, cell in enumerate(notebook.cells):
        picture = pictures.get(cell.id)
        cell.id, cell.metadata = f"cell-{number:02}", {}
        if cell.cell_type == "code":
            cell.outputs = [readable(out, picture) for out in cell.outputs if out.output_type != "display_data"]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12"},
    }
    return notebook


def readable(out: nbformat.NotebookNode, picture: bytes | None = None) -> nbformat.NotebookNode:
    """Return an output with a still picture in the place of what only a browser and a kernel can draw."""
    if DRAWN & set(out.get("data", {})):
        # a view's own text is all that it shows, one client's whole row included
        kind, _, rest = out.data["text/plain"].splitlines()[0].partition("(")
        out.data, out.metadata = {"text/plain": f"{kind}(…)" if rest else kind}, {}
        if picture is not None:
            out.data["image/png"] = base64.b64encode(picture).decode("ascii")
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, default=sorted(FOLDER.glob("*.ipynb")))
    if not current_model().scorer.manifest.synthetic:
        parser.error("the portfolio is one of real clients, and no output of theirs is kept: set CREDIT_PANEL_MODEL")
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for path in parser.parse_args().notebooks:
            ran = executed(path, whole=True)
            nbformat.write(kept(ran, stills(ran, browser)), path)
            print(path.name, path.stat().st_size, flush=True)


if __name__ == "__main__":
    main()
