"""What the server's process is, beside what `panel serve` can be told: its log, time-outs and end, whom it believes.

`panel serve` makes its uvicorn server with no way to set these, so they become the defaults of the uvicorn that it
finds in this process.
"""

from __future__ import annotations

import contextlib
import logging.config
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import uvicorn

from credit_panel.access.access_settings import check_address
from credit_panel.errors import SettingsError
from credit_panel.server.descriptors import raise_limit
from credit_panel.server.draining_server import drain_when_told, end_as_told
from credit_panel.server.ending import end_in_time
from credit_panel.server.log_lines import logging_settings
from credit_panel.server.reload_signal import reload_when_told
from credit_panel.server.timeouts import uvicorn_settings
from credit_panel.server.visitor import gate


class ServerConfig(uvicorn.Config):
    """uvicorn's configuration with our defaults.

    Who stands behind a proxy is taken from its headers only when FORWARDED_ALLOW_IPS, a setting of uvicorn's, names
    the proxy.
    """

    def __init__(self, app: Any, **given: Any) -> None:
        defaults = {
            **uvicorn_settings(),
            "log_config": logging_settings(),
            "server_header": False,
            "proxy_headers": bool(os.environ.get("FORWARDED_ALLOW_IPS")),
        }
        # whatever `panel` was told, by options of its own too: this is where it listens
        check_address(_place(given), gate().settings.login, has_users=gate().closed)
        super().__init__(app, **{**defaults, **given})


def _place(given: Mapping[str, Any]) -> str:
    """Return the address that a server is to listen on; that of a socket file is this machine's."""
    return "localhost" if given.get("uds") else str(given.get("host") or "127.0.0.1")


def serve(arguments: Sequence[str]) -> None:
    """Run `panel` with these arguments until it is interrupted."""
    logging.config.dictConfig(logging_settings())  # before Panel: it leaves a log alone that is set up
    logging.captureWarnings(True)  # what a library warns of may quote what a browser sent
    raise_limit()
    end_in_time()
    uvicorn.Config = ServerConfig  # type: ignore[misc, assignment]
    drain_when_told()
    reload_when_told()
    from panel.command import main

    sys.argv = ["panel", *arguments]
    try:
        with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops the server: no traceback for it
            main()
    except SettingsError as error:
        sys.exit(f"credit-panel: {error}")
    end_as_told()
