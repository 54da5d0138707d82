"""What the server is started with: the one place where the arguments of `panel serve` are put together."""

from __future__ import annotations

import gc
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from credit_panel.server.listen import Listen
from credit_panel.server.reload_signal import reload_when_told

PAGES = ("client", "application", "portfolio", "model")
"""The served pages that the bar leads to, in its order; each is a script of `credit_panel/pages`."""

FOOTER_PAGES = ("glossary", "accessibility")
"""The served pages that the foot of every page leads to; scripts of the same folder."""

MANAGED_PAGES = ("journal", "admin")
"""What the foot leads to besides, for who may open them: pages of the API's part, which no script of Panel makes."""

_SECONDS_TO_COME_BACK = 12 * 60 * 60
"""How long a page can open its line again, with the token that it came with: a working day."""
_LONGEST_MESSAGE = 2_000_000
"""Bytes that a browser may send at once: twice a part of a file, which comes in parts."""
_NO_COOKIE = "none"
"""No cookie has this name: none is written into a page, where scripts could read it."""

_SCRIPTS = Path(__file__).resolve().parents[1] / "pages"


def serve_arguments(listen: Listen, *, warm: bool = True, more: Sequence[str] = ()) -> list[str]:
    """Return the arguments of `panel` that serve the pages and the API.

    Parameters
    ----------
    listen
        Where to listen.
    warm
        Whether the model is opened before the server answers, as users have it.
    more
        Arguments to add, for `panel serve` too.
    """
    return [
        "serve",
        *(str(_SCRIPTS / f"{page}.py") for page in (*PAGES, *FOOTER_PAGES)),
        *("--index", PAGES[0], "--server", "fastapi", "--liveness"),
        # first, so that the doors are put around the page that waits for what is loaded later
        *(("--setup", str(_SCRIPTS / "warm.py"), "--plugins", "credit_panel.pages.later") if warm else ()),
        *("--plugins", "credit_panel.api"),
        *("--session-ids", "signed", "--session-token-expiration", str(_SECONDS_TO_COME_BACK)),
        *("--include-headers", "accept-language", "--include-cookies", _NO_COOKIE),
        *("--websocket-max-message-size", str(_LONGEST_MESSAGE)),
        *("--address", listen.address, "--port", str(listen.port)),
        *more,
    ]


def serve_environ(listen: Listen) -> dict[str, str]:
    """Return what the server's environment has to hold.

    The origins go this way, since `--allow-websocket-origin` takes no IPv6 address, and what the environment says
    about them goes before it. The key that signs sessions is made anew for each process, unless BOKEH_SECRET_KEY gives
    the one that several of them share.
    """
    return {
        "BOKEH_ALLOW_WS_ORIGIN": ",".join(listen.hosts()),
        "BOKEH_SECRET_KEY": os.environ.get("BOKEH_SECRET_KEY") or secrets.token_urlsafe(48),
    }


def run_server(listen: Listen, *, more: Sequence[str] = ()) -> None:
    """Serve until interrupted, in this process."""
    os.environ.update(serve_environ(listen))
    reload_when_told()  # at once: until then SIGHUP would end the process
    gc.disable()  # what is imported stays; `pages/warm.py` looks for garbage again
    from credit_panel.server.process import serve

    serve(serve_arguments(listen, more=more))
