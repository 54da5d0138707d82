"""A process that has imported what a server imports, and becomes one, as a fork of itself, whenever it is told to.

Four fifths of what a start costs are imports, and the tests start some fifty servers. All else is done anew in each:
its settings are read, its model is opened, what follows the first answer is counted. What is imported when, the tests
of the start look at, in processes of their own.
"""

from __future__ import annotations

import gc
import json
import logging.config
import os
import signal
import sys
import warnings
from importlib import import_module

import bokeh.settings

from credit_panel.server.log_lines import logging_settings
from credit_panel.xgboost_alone import import_xgboost_alone


def import_all() -> None:
    """Import what a server that answers has imported, in its order; open nothing and start no thread."""
    logging.config.dictConfig(logging_settings())
    for name in ("credit_panel.server.process", "panel.command"):
        import_module(name)
    import_xgboost_alone()
    from credit_panel.pages.later import STEPS

    for name in ("credit_panel.pages.client_page", *STEPS, "credit_panel.api", "pages.census"):
        import_module(name)
    gc.collect()
    gc.freeze()  # nobody who looks for garbage need look through all this


def told() -> list[str] | None:
    """Do what is read; return a server's arguments in each process that is to become one, nothing at the end."""
    children = set[int]()
    for line in sys.stdin:
        asked = json.loads(line)
        if "ended" in asked:
            pid, status = os.waitpid(asked["ended"], os.WNOHANG)
            children.discard(pid)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        elif (answer := os.fork()) == 0:
            _stand_alone(asked["log"], asked["environ"])
            return list(asked["arguments"])
        else:
            children.add(answer)
        print(json.dumps(answer), flush=True)
    for pid in children:
        os.kill(pid, signal.SIGTERM)
    return None


def _stand_alone(log: str, environ: dict[str, str]) -> None:
    """Let go of what the process that was forked talks with."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for old, new in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(old, new)
    os.close(nothing)
    os.close(said)
    os.environ.clear()
    os.environ.update(environ)
    vars(bokeh.settings.settings).pop("_secret_key_bytes", None)  # which Bokeh reads once, when it is imported


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=".*multi-threaded", category=DeprecationWarning)
    import_all()
    if (arguments := told()) is not None:
        from credit_panel.server.process import serve

        serve(arguments)
