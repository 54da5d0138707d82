"""A real server process and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from credit_panel.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=LocalNetworkAccessChecks",
]
IDLE = "() => window.Bokeh && Bokeh.documents.length > 0 && Bokeh.documents[0].is_idle"
SIZES = {"desktop": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server started as users start it, ended by process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {
        "CREDIT_PANEL_DATA_DIR": str(settings.data_dir),
        "CREDIT_PANEL_MODELS_DIR": str(settings.models_dir),
        "CREDIT_PANEL_MODEL": settings.model,
        "PYTHONPATH": str(ROOT / "tests"),
    }
    pages, host = ROOT / "credit_panel" / "pages", f"127.0.0.1:{port}"
    command = [sys.executable, "-m", "panel", "serve", str(pages / "client.py"), "--server", "fastapi"]
    command += ["--setup", str(pages / "warm.py"), "--plugins", "credit_panel.api", "--plugins", "pages.census"]
    command += ["--address", "127.0.0.1", "--port", str(port), "--allow-websocket-origin", host]
    command += ["--unused-session-lifetime", "5000", "--check-unused-sessions", "500"]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait_for(f"http://{host}/census", process, log)
            yield f"http://{host}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    assert "Traceback" not in log.read_text()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(720):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one that CHROMIUM names, else Debian's."""
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(server: str, browser: Browser) -> Iterator[Visit]:
    """Open a page as one visitor; at the end, nothing has failed in any and none has asked another host."""
    contexts, complaints = [], []

    def open_page(
        path: str,
        *,
        lang: str = "en",
        theme: str = "light",
        size: str = "desktop",
        until: str = IDLE,
        late: float = 0,
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale={"fr": "fr-FR", "en": "en-GB"}[lang],
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on(
            "request", lambda r: complaints.append(r.url) if r.url.startswith("http") and server not in r.url else None
        )
        if late:
            page.route("**/bokeh.min.js*", lambda route: (time.sleep(late), route.continue_()))
        page.goto(f"{server}{path}")
        page.wait_for_function(until, timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
