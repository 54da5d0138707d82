"""What is imported before the first page, and what is loaded once it is there."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from credit_panel.pages import later
from credit_panel.pages.later import STEPS, WAITING, Later, WaitForLater
from credit_panel.server.command import serve_arguments
from credit_panel.server.listen import Listen
from credit_panel.settings import Settings

WARM = Path(later.__file__).with_name("warm.py")

FIRST_PAGE = {
    *("annotated_doc", "annotated_types", "anyio", "babel", "bokeh", "certifi", "charset_normalizer"),
    *("credit_panel", "cython_runtime", "fastapi", "fastapi_swagger", "idna", "jinja2", "markupsafe", "narwhals"),
    *("numpy", "opentelemetry", "packaging", "panel", "panel_material_ui", "param", "polars", "psutil"),
    *("pydantic", "pydantic_core", "pyviz_comms", "requests", "rich", "scipy", "starlette", "tornado", "tqdm"),
    *("typing_extensions", "typing_inspection", "urllib3", "xgboost", "yaml"),
}
"""Packages that the server may import before it has answered for the first time. Each costs every start: add one only
where the first page cannot do without, else import it where it is used, or in a step of `later`."""

ABSENT = {
    "sqlite3": "the journal alone needs it: imported when the first client is on screen",
    "rfc8785": "the same",
    "sklearn": "only training uses it; XGBoost asks for it, and takes SciPy's statistics along",
    "scipy.stats": "a third of a bare Panel app's start for one quantile, which scipy.special gives",
    "scipy.optimize": "nothing that is served uses it",
    "shap": "XGBoost computes the same contributions; `Scorer.explainer` imports it for a notebook",
    "numba": "it compiles for seconds, and its lock has met the imports' in a deadlock",
    "datashader": "the cells of the scatter are counted without it",
    "hvplot": "pictures alone need it: a step of `later`",
    "pandas": "HoloViews alone needs it: a step of `later`",
    "holoviews": "pictures alone need it: a step of `later`",
    "openpyxl": "an uploaded workbook alone needs it, in a process of its own",
    "matplotlib": "no page uses it",
    "IPython": "no page uses it",
    "typst": "a letter alone needs it, when it is made",
}

SCRIPT = """
import json, runpy, sys
import panel.command.serve, panel.io.fastapi
runpy.run_path(sys.argv[1])
import credit_panel.api
from credit_panel.pages import later
from credit_panel.pages.client_page import ClientPage
from credit_panel.portfolio import current_model
from credit_panel.views.parts.latest_work import LatestWork
from credit_panel.views.parts.ordered_work import OrderedWork
begun = []
for kind in (LatestWork, OrderedWork):  # what is beside the event loop comes after the page
    kind.begin = lambda *asked, **more: begun.append(asked)
page = ClientPage()
page.content()
page.follow({"client": str(current_model().portfolio.ids[0])})
assert page.state.explanation is not None
assert page.decisions.lasting is not None and begun
first = sorted(sys.modules)
for name in later.STEPS:
    later.import_at_once(name)
before = set(sys.modules)
later.read_model()
later.neighbour_index(current_model().portfolio)
beside = sorted(set(sys.modules) - before)
import sklearn.isotonic
print(json.dumps({"first": first, "all": sorted(sys.modules), "beside": beside}))
"""


def run_apart(work: Coroutine[None, None, None]) -> None:
    """Run a coroutine in a thread of its own: a browser's event loop may run in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def imported(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Modules of a process that starts as the server does, opens a client, and then loads the rest."""
    command = [sys.executable, "-c", SCRIPT, str(WARM)]
    kept = {"CREDIT_PANEL_JOURNAL_URL": f"sqlite:{tmp_path_factory.mktemp('journal') / 'journal'}"}
    environ = os.environ | settings.environ() | kept
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, list[str]] = json.loads(answer.stdout.splitlines()[-1])
    return found


def packages(modules: Iterable[str]) -> set[str]:
    tops = {name.partition(".")[0] for name in modules}
    return {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}


@pytest.mark.long
def test_the_first_page_takes_no_more_packages_than_are_listed(imported: dict[str, list[str]]) -> None:
    assert packages(imported["first"]) <= FIRST_PAGE


@pytest.mark.long
@pytest.mark.parametrize("name", ABSENT)
def test_the_first_page_does_without(name: str, imported: dict[str, list[str]]) -> None:
    assert name not in imported["first"], f"{name} is imported before the first page: {ABSENT[name]}"


@pytest.mark.long
def test_what_runs_beside_the_visitors_imports_nothing(imported: dict[str, list[str]]) -> None:
    assert imported["beside"] == []


@pytest.mark.long
def test_all_that_the_portfolio_needs_is_loaded_in_steps(imported: dict[str, list[str]]) -> None:
    assert {*STEPS} <= {*imported["all"]}
    assert "sklearn.isotonic" in imported["all"]  # XGBoost's import hides it for a moment only


async def answered(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def ask(app: WaitForLater, path: str, kind: str = "http") -> None:
    async def receive() -> Message:
        return {}

    async def send(_: Message) -> None:
        pass

    await app({"type": kind, "path": f"/prefix{path}", "root_path": "/prefix"}, receive, send)


def test_only_the_page_that_needs_it_waits() -> None:
    async def arrive() -> None:
        waiting = Later()
        app = WaitForLater(answered, waiting)
        for path in ("/client", "/client/ws", "/api/v1/clients/1/score", "/portfolio-of-mine"):
            await asyncio.wait_for(ask(app, path), 5)
        assert not waiting.wanted
        held = [asyncio.create_task(ask(app, page)) for page in WAITING]
        held += [asyncio.create_task(ask(app, f"{page}/ws", "websocket")) for page in WAITING]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in held)
        waiting.loaded.set()
        await asyncio.wait_for(asyncio.gather(*held), 5)

    run_apart(arrive())


def test_whoever_wants_the_portfolio_has_it_loaded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "QUIET", 3600.0)
    monkeypatch.setattr(later, "PATIENCE", 3600.0)
    monkeypatch.setattr(later, "STEPS", ("json",))
    monkeypatch.setattr(later, "read_model", lambda: None)

    async def arrive() -> None:
        waiting = Later()
        loading = asyncio.create_task(waiting.load())
        await asyncio.sleep(0.05)
        assert not waiting.loaded.is_set()
        await asyncio.wait_for(ask(WaitForLater(answered, waiting), WAITING[0]), 5)
        loading.cancel()

    run_apart(arrive())


def test_what_cannot_be_loaded_keeps_nobody_waiting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(later, "STEPS", ("no_such_library",))
    monkeypatch.setattr(later, "read_model", lambda: None)

    async def load() -> None:
        waiting = Later()
        waiting.wanted = True
        loading = asyncio.create_task(waiting.load())
        await asyncio.wait_for(waiting.loaded.wait(), 5)
        loading.cancel()

    run_apart(load())
    assert "could not be loaded" in caplog.text


def test_the_doors_stand_around_the_page_that_waits(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[str] = []

    async def load(self: Later) -> None:
        await asyncio.Event().wait()

    async def wait(self: Later) -> None:
        waited.append(WAITING[0])

    monkeypatch.setattr(Later, "load", load)
    monkeypatch.setattr(Later, "wait", wait)
    arguments = serve_arguments(Listen())
    app = FastAPI()
    for name in (arguments[place + 1] for place, given in enumerate(arguments) if given == "--plugins"):
        app.include_router(import_module(name).ROUTER)
    with TestClient(app) as client:
        assert client.get(f"{WAITING[0]}/autoload.js").status_code == 404
        assert waited == []
        answer = client.get(WAITING[0])
        assert waited == [WAITING[0]]
        assert answer.headers["x-request-id"]
