"""What the server is started with: the one place where the arguments of `panel serve` are put together."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from credit_panel.server.listen import Listen

PAGES = ("client", "application", "portfolio", "model")
"""The served pages that the bar leads to, in its order; each is a script of `credit_panel/pages`."""

FOOTER_PAGES = ("glossary", "accessibility")
"""The served pages that the foot of every page leads to; scripts of the same folder."""

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
        *("--index", PAGES[0], "--server", "fastapi", "--plugins", "credit_panel.api", "--liveness"),
        *(("--setup", str(_SCRIPTS / "warm.py"), "--plugins", "credit_panel.pages.later") if warm else ()),
        *("--address", listen.address, "--port", str(listen.port)),
        *more,
    ]


def serve_environ(listen: Listen) -> dict[str, str]:
    """Return what the server's environment has to hold.

    The origins go this way, since `--allow-websocket-origin` takes no IPv6 address, and what the environment says
    about them goes before it.
    """
    return {"BOKEH_ALLOW_WS_ORIGIN": ",".join(listen.hosts())}


def run_server(listen: Listen, *, more: Sequence[str] = ()) -> None:
    """Serve until interrupted, in this process."""
    os.environ.update(serve_environ(listen))
    gc.disable()  # what is imported stays; `pages/warm.py` looks for garbage again
    from panel.command import main

    sys.argv = ["panel", *serve_arguments(listen, more=more)]
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops the server: no traceback for it
        main()
