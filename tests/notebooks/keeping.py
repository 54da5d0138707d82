"""Run notebooks and keep them with small outputs: ``python tests/notebooks/keeping.py [NOTEBOOK ...]``.

Without a name all are run, against the portfolio that the environment names; only one of invented
clients is taken. What a browser draws is left out (a view is drawn when the notebook runs), what a reader can read is
kept.
"""

from __future__ import annotations

import argparse
import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from credit_panel.portfolio import current_model

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
DRAWN = frozenset({"application/vnd.holoviews_exec.v0+json", "application/vnd.holoviews_load.v0+json"})
"""Media types of what needs a browser and a kernel; the cell that has one shows its text only."""


def executed(path: Path, *, timeout: int = 120) -> nbformat.NotebookNode:
    """Return a notebook as it is after a run from its first cell to its last in a fresh kernel."""
    notebook = nbformat.read(path, as_version=4)
    resources = {"metadata": {"path": str(FOLDER)}}
    client = NotebookClient(notebook, timeout=timeout, resources=resources, record_timing=False)
    with ThreadPoolExecutor(1) as apart:  # an event loop of a browser may run in this thread; `execute` leaves one open
        apart.submit(lambda: asyncio.run(client.async_execute())).result()
    return notebook


def kept(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook that ran, with the outputs that are worth keeping."""
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number:02}", {}
        if cell.cell_type == "code":
            cell.outputs = [readable(out) for out in cell.outputs if out.output_type != "display_data"]
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12"},
    }
    return notebook


def readable(out: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return an output without what only a browser and a kernel can draw."""
    if DRAWN & set(out.get("data", {})):
        # a view's own text is all that it shows, one client's whole row included
        kind, _, rest = out.data["text/plain"].splitlines()[0].partition("(")
        out.data, out.metadata = {"text/plain": f"{kind}(…)" if rest else kind}, {}
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, default=sorted(FOLDER.glob("*.ipynb")))
    if not current_model().scorer.manifest.synthetic:
        parser.error("the portfolio is one of real clients, and no output of theirs is kept: set CREDIT_PANEL_MODEL")
    for path in parser.parse_args().notebooks:
        nbformat.write(kept(executed(path)), path)
        print(path.name, path.stat().st_size)


if __name__ == "__main__":
    main()
