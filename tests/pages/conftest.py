"""A real server process, seen in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from credit_panel.settings import Settings
from pages.serving import serving

IDLE = "() => window.Bokeh && Bokeh.documents.length > 0 && Bokeh.documents[0].is_idle"
SIZES = {"desktop": (1440, 900), "phone": (390, 844), "narrow": (320, 640)}
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server that shows the built portfolio."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with serving(settings, log) as address:
        yield address
    assert "Traceback" not in log.read_text()


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
        script: str = "",
    ) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale={"fr": "fr-FR", "en": "en-GB"}[lang],
        )
        contexts.append(context)
        if script:
            context.add_init_script(script)
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
