"""What every page has: the bar, the theme, the language of the document, and an end without leaks."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import panel as pn
import panel_material_ui as pmui
from jinja2 import Template
from panel.io.resources import get_dist_path
from panel_material_ui.base import _env

from credit_panel.charts.palette import follow_theme, look, palette
from credit_panel.colours import Theme
from credit_panel.locale import Language, Translator, negotiate, translator
from credit_panel.pages.lifecycle import release_when_closed, unwatch_busy
from credit_panel.pages.line import mind_the_line
from credit_panel.pages.owners import claim
from credit_panel.scoring import ModelStamp
from credit_panel.server.command import MANAGED_PAGES
from credit_panel.server.visitor import is_unlocked, may_open, visitor
from credit_panel.views import Header
from credit_panel.views.shell.footer import Footer

pn.config.design = pmui.MaterialDesign  # of the whole process, which serves these pages and nothing else
mind_the_line()

_TELL_WHY = Path(__file__).with_name("no_line.js").read_text(encoding="utf-8")

_ON_PAPER = {
    "display": "block",
    "width": "auto",
    "height": "auto",
    "overflow": "visible",
    "colorScheme": "light !important",
    "& main": {"backgroundColor": "white !important"},
    "& .MuiAppBar-root": {"display": "none"},
    "& main, & main > .MuiBox-root, & .main-content": {"display": "block", "height": "auto", "overflow": "visible"},
}
"""The page scrolls inside itself on screen; on paper all of it runs on from sheet to sheet, without the bar."""

_IN_A_LOW_WINDOW = {
    "height": "auto",
    "overflow": "visible",
    "& main, & main > .MuiBox-root, & .main-content": {"height": "auto", "overflow": "visible"},
}
"""The bar scrolls away with the page where it would take half of the window: at 400 % 1024 pixels are 256."""

_ON_SCREEN = {
    "flexDirection": "column",
    "& .MuiAppBar-root": {"position": "static", "flex": "none", "boxShadow": "none", "backgroundImage": "none"},
    "& .MuiAppBar-root h5": {"display": "none"},
    "& main": {"flex": 1, "minHeight": 0},
    "& main > .MuiBox-root": {"height": "100%"},
    "& main .MuiToolbar-root": {"display": "none"},
    "& .MuiLinearProgress-root": {"display": "none"},  # it would tell of everybody's work
    "@media screen and (max-height: 480px)": _IN_A_LOW_WINDOW,
    "@media print": _ON_PAPER,
}
"""The bar takes the height that it needs, and the page begins below it: Material lays the page under a bar of one row.
Its own title is an empty heading."""


def visitor_language() -> Language:
    """Return the language that the visitor's browser asks for."""
    wished = (pn.state.headers or {}).get("accept-language")
    return negotiate(wished if isinstance(wished, str) else None)


def serve_page(header: Header, main: list[Any], model: ModelStamp | None = None) -> pmui.Page:
    """Put a page together and serve it: the bar above, `main` below, the foot, both themes, its release when closed.

    Parameters
    ----------
    model
        The model that the foot names; None where none could be opened.
    """
    pn.extension()  # without this, all that Material imports is sent to the browser, Tabulator too
    pn.config.reconnect = True
    pn.config.lazy_resources = False  # no address of Panel's content delivery network reaches the browser
    pn.config.browser_info = False  # seven messages a visit that nothing here reads
    footer = Footer(
        language=header.language,
        model=model,
        more=[page for page in MANAGED_PAGES if may_open(visitor.get(), page)],
        unlocked=is_unlocked(),
        client=header.mode == "client",
    )
    page = pmui.Page(
        title="",
        header=[header],
        main=[*main, footer],
        theme_config=_themes(),
        theme_toggle=False,
        template=_template(header.language),
        meta_title="Credit Panel",
        sx=_ON_SCREEN,
    )
    follow_theme(page, lambda page: page.param.update(theme_config=_themes()))
    header.param.watch(lambda event: setattr(page, "dark_theme", bool(event.new)), "dark")
    header.param.watch(lambda event: setattr(footer, "language", event.new), "language")
    header.param.watch(lambda event: setattr(footer, "client", event.new == "client"), "mode")
    unwatch_busy(page)
    release_when_closed(page)
    _use_own_files()
    claim(pn.state.curdoc)
    page.servable(title="Credit Panel", location=False)
    return page


def _use_own_files() -> None:
    """Have the session ask this server for style sheets.

    A session made for a page asks it anyway. One that a websocket makes, because the page's own expired before a slow
    browser was ready, is not told where they are, and would ask Panel's content delivery network.
    """
    if pn.state.curdoc is not None:
        pn.state.curdoc.template_variables.setdefault("dist_url", get_dist_path(cdn=False))


def _themes() -> dict[str, Any]:
    return {"light": _material("light"), "dark": _material("dark")}


def _material(theme: Theme) -> dict[str, Any]:
    colours = palette(dark=theme == "dark")
    accent = colours.brand if theme == "light" else colours.favourable_text
    return {
        "palette": {
            "primary": {"main": accent},
            "background": {"default": colours.ground, "paper": colours.ground},
            "text": {"primary": colours.ink, "secondary": colours.mute},
            "contrastThreshold": 4.5,
        },
        "typography": {"fontFamily": look().fonts},
        "components": {
            "MuiAppBar": {"styleOverrides": {"root": {"backgroundColor": colours.brand, "color": colours.on_brand}}},
        },
    }


@cache
def _template(language: Language) -> Template:
    """Return Material's own page template in the reader's language: it says ``lang="en"`` and English errors itself."""
    t = translator(language)
    source = _env.loader.get_source(_env, "base.html")[0]
    for english, ours in (
        ('<html lang="en"', f'<html lang="{language}"'),
        ("'Resources could not be loaded.'", json.dumps(t.gettext("The page could not be loaded: reload it."))),
        ("showError('Connection with the server could not be established.')", f"tellWhy({json.dumps(_no_line(t))})"),
        ("function checkIdle() {", f"{_TELL_WHY}\nfunction checkIdle() {{"),
    ):
        source = source.replace(english, ours)
    return _env.from_string(source)


def _no_line(t: Translator) -> dict[str, str]:
    """Return why a page may have no line to its server, and what to do."""
    return {
        "lost": t.gettext("The server cannot be reached: check the connection, then reload the page."),
        "refused": t.gettext(
            "The server refuses pages at this address ({place}): whoever runs it can add the address to "
            "CREDIT_PANEL_ORIGINS and start it again.",
            place="{place}",
        ),
        "cut": t.gettext(
            "The server answers, but no websocket reaches it: reload the page. If that does not help, a proxy in "
            "between has to let websockets through."
        ),
    }
