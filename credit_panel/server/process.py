"""What the server's process is, beside what `panel serve` can be told: its log, time-outs and end, whom it believes.

`panel serve` makes its uvicorn server with no way to set these, so they become the defaults of the uvicorn that it
finds in this process.
"""

from __future__ import annotations

import contextlib
import logging.config
import os
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn

from credit_panel.server.ending import end_in_time
from credit_panel.server.log_lines import logging_settings
from credit_panel.server.timeouts import uvicorn_settings


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
        super().__init__(app, **{**defaults, **given})


def serve(arguments: Sequence[str]) -> None:
    """Run `panel` with these arguments until it is interrupted."""
    logging.config.dictConfig(logging_settings())  # before Panel: it leaves a log alone that is set up
    end_in_time()
    uvicorn.Config = ServerConfig  # type: ignore[misc, assignment]
    from panel.command import main

    sys.argv = ["panel", *arguments]
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is how one stops the server: no traceback for it
        main()
