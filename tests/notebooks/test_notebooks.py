"""Every notebook runs from its first cell to its last, and is kept with small outputs and no data but figures."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from credit_panel.portfolio import Book

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
VIEW = "application/vnd.holoviews_exec.v0+json"


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> nbformat.NotebookNode:
    return nbformat.read(request.param, as_version=4)


def printed(notebook: nbformat.NotebookNode) -> str:
    return "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", []))


def test_it_runs_and_shows_the_figures_of_the_book(notebook: nbformat.NotebookNode, served_book: Book) -> None:
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "notebooks")}}).execute()
    refused = next(i for i in served_book.portfolio.ids if served_book.explain_client(int(i)).outcome == "refuse")
    explanation = served_book.explain_client(int(refused))
    assert f"Client {refused}: refuse" in printed(notebook)
    assert f"probability of default {explanation.probability:.1%}" in printed(notebook)
    shown = [out for cell in notebook.cells for out in cell.get("outputs", []) if VIEW in out.get("data", {})]
    assert len(shown) >= 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_kept_executed_and_small(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert path.stat().st_size < 100_000
    assert not any(out.output_type == "error" for cell in code for out in cell.outputs)
