"""Every notebook runs from its first cell to its last, and is kept with small outputs and nothing of this machine."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import nbformat
import pytest
from PIL import Image
from playwright.sync_api import Browser

from credit_panel.settings import Settings
from notebooks.conftest import Ran
from notebooks.keeping import DRAWN, FOLDER, executed, kept, readable, small, stills

NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
MOST_BYTES = 400_000
STILL = "their controls need a running kernel"
MACHINE = re.compile(r"(?<![\w.:/<])/(?:home|root|tmp|work|usr|Users|private|var|opt)/|[A-Z]:\\\\|file://")


@pytest.fixture(
    params=[
        pytest.param(path, marks=pytest.mark.slow if number else pytest.mark.long)
        for number, path in enumerate(NOTEBOOKS)
    ]
)
def run_path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


def code(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_it_runs_in_order_and_says_nothing_on_the_side(run_path: Path, ran: Ran) -> None:
    notebook = ran(run_path.stem)
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    outputs = [out for cell in code(notebook) for out in cell.outputs]
    assert [out.text for out in outputs if out.get("name") == "stderr"] == []
    assert any(DRAWN & set(out.get("data", {})) for out in outputs if out.output_type == "execute_result")


def test_it_is_kept_executed_small_and_without_a_trace_of_the_machine(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    assert path.stat().st_size < MOST_BYTES
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []
    outputs = [out for cell in code(notebook) for out in cell.outputs]
    assert {out.output_type for out in outputs} <= {"execute_result", "stream"}
    assert not any(out.get("name") == "stderr" or DRAWN & set(out.get("data", {})) for out in outputs)
    views = [out.data for out in outputs if re.fullmatch(r"\w+\(…\)", out.get("data", {}).get("text/plain", ""))]
    assert all(base64.b64decode(data["image/png"]).startswith(b"\x89PNG") for data in views)
    assert STILL in notebook.cells[0].source


def test_it_is_short_and_begins_with_what_it_is_about(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert 10 <= len(notebook.cells) <= 30
    assert len(code(notebook)) <= 18
    assert notebook.cells[0].cell_type == "markdown"
    assert notebook.cells[0].source.startswith("# ")


def test_a_view_is_kept_as_its_name_alone() -> None:
    drawn = {"text/html": "<div/>", "text/plain": "DecisionView(state=ClientState(client_id=100002))"}
    media = dict.fromkeys(DRAWN, "") | drawn
    out = nbformat.v4.new_output("execute_result", data=media, metadata={key: {} for key in DRAWN})
    assert readable(out).data == {"text/plain": "DecisionView(…)"}
    assert out.metadata == {}


def test_a_view_s_picture_is_kept_beside_its_name() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (3, 2), "#0072b2").save(picture, "PNG")
    out = nbformat.v4.new_output("execute_result", data={**dict.fromkeys(DRAWN, ""), "text/plain": "WhyView(state=1)"})
    cell = nbformat.v4.new_code_cell("1", outputs=[out], id="own")
    notebook = kept(nbformat.v4.new_notebook(cells=[cell]), {"own": small(picture.getvalue())})
    data = notebook.cells[0].outputs[0].data
    assert data["text/plain"] == "WhyView(…)"
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).size == (3, 2)


@pytest.mark.ui
@pytest.mark.slow
def test_an_exported_notebook_shows_its_pictures_without_a_network(
    settings: Settings, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREDIT_PANEL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODELS_DIR", str(settings.models_dir))
    monkeypatch.setenv("CREDIT_PANEL_MODEL", settings.model)
    notebook = executed(FOLDER / "02_portfolio_and_brushing.ipynb", whole=True)
    pictures = stills(notebook, browser)
    assert len(pictures) == 2
    shades = [len(Image.open(io.BytesIO(picture)).convert("RGB").getcolors() or ()) for picture in pictures.values()]
    assert min(shades) > 5  # not blank
    assert max(Image.open(io.BytesIO(picture)).height for picture in pictures.values()) > 1_500


def test_what_a_cell_prints_is_kept_and_what_loads_scripts_is_not() -> None:
    printed = nbformat.v4.new_output("stream", name="stdout", text="8.1%\n")
    loading = nbformat.v4.new_output("display_data", data={"application/javascript": "…"})
    cell = nbformat.v4.new_code_cell("1", outputs=[loading, printed], metadata={"scrolled": True})
    notebook = kept(nbformat.v4.new_notebook(cells=[cell]))
    assert notebook.cells[0].outputs == [printed]
    assert notebook.cells[0].metadata == {}
