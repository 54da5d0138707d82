"""What a process shares with everybody in it: run as a script, this says what the package changes of it.

It imports all that a notebook may use, shows a view of each kind, and prints each thing that became another.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import warnings
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import bokeh.io.doc
import bokeh.settings
import holoviews as hv
import numpy as np
import pandas as pd
import panel as pn
import polars as pl

SERVED = ("pages", "api", "cli", "server", "__main__")
"""Parts that own their process: the server and the command line."""


def snapshot() -> dict[str, object]:
    """Return what others in the process would see changed, by name."""
    found: dict[str, object] = {f"pn.config.{name}": getattr(pn.config, name) for name in pn.config.param}
    found |= {f"pn.state.{name}": value for name, value in pn.state.param.values().items() if name != "name"}
    found["pn.state._notification_type"] = pn.state._notification_type
    for module in ("resources", "save", "server", "convert", "notebook", "loading"):
        names = vars(import_module(f"panel.io.{module}"))
        found |= {f"panel.io.{module}.{name}": id(value) for name, value in names.items()}
    found["Param.mapping"] = dict(pn.Param.mapping)
    for kind in descendants(pn.viewable.Viewable):
        if kind.__module__.startswith("panel."):
            found |= {f"{kind.__module__}.{kind.__name__}.{p}": repr(kind.param[p].default) for p in kind.param}
    found |= {f"hv.{name}": getattr(hv.Store, name) for name in ("current_backend", "_backend_switch_hooks")}
    found["hv.extension"] = getattr(hv.extension, "_loaded", None)
    found |= {f"hv.{kind.__name__}": kind.param.values() for kind in descendants(hv.plotting.renderer.Renderer)}
    found |= {f"hv {backend}": made.param.values() for backend, made in hv.Store.renderers.items()}
    found |= {f"hv options {backend}": str(hv.Store.options(backend=backend)) for backend in hv.Store.renderers}
    found["bokeh theme"] = bokeh.io.doc.curdoc().theme
    found["bokeh settings"] = bokeh.settings.settings.resources(default="none"), bokeh.settings.settings.log_level()
    found |= {f"DataFrame.{name}": True for name in dir(pd.DataFrame)}
    found["pandas"] = [pd.get_option(f"display.{name}") for name in ("max_rows", "max_columns", "width", "precision")]
    found["polars"] = pl.Config.state()
    found["numpy"] = np.geterr(), np.get_printoptions()
    found |= {f"warnings {rule}": True for rule in warnings.filters}
    root = logging.getLogger()
    found["logging"] = root.level, root.handlers, logging.root.manager.disable
    found |= {f"environment {name}": value for name, value in os.environ.items()}
    found |= {f"signal {number}": signal.getsignal(number) for number in signal.valid_signals()}
    found["hooks"] = sys.excepthook, sys.displayhook, sys.path[:], sys.getswitchinterval()
    return found


def descendants(kind: type) -> list[type]:
    """Return a class and all that are derived from it."""
    return [kind, *(found for child in kind.__subclasses__() for found in descendants(child))]


def changes(before: dict[str, object], after: dict[str, object]) -> list[str]:
    """Return what differs; what only became known in between, such as another backend's options, is no change."""
    return [
        f"{name}: {before[name]!r:.200} became {after.get(name)!r:.200}"
        for name in before
        if before[name] != after.get(name)
    ] + [f"{name} is new" for name in after.keys() - before.keys() if name.startswith("DataFrame.")]


def modules() -> list[str]:
    """Return the names of the modules that a notebook may import."""
    import credit_panel

    folder = Path(credit_panel.__file__).parent
    names = sorted(path.relative_to(folder).with_suffix("").parts for path in folder.rglob("*.py"))
    return [".".join(("credit_panel", *parts)) for parts in names if parts[0] not in SERVED and "__init__" not in parts]


def shown() -> int:
    """Show a view of each kind, as a notebook's cell does; return how many."""
    import credit_panel as cp
    from credit_panel.state.brush import BrushState
    from credit_panel.views import ClientSearch, HistoryView
    from credit_panel.views.portfolio.linked import LinkedView

    served = cp.current_model()
    state = cp.ClientState(served, client_id=int(served.portfolio.ids[0]))
    views = [kind(state=state, language="en") for kind in (cp.DecisionView, cp.FactsView, cp.WhyView, ClientSearch)]
    views += [HistoryView(state=state, language="en")]
    views += [cp.WhatIfView(scenario=cp.ScenarioState(client=state), language="en")]
    views += [LinkedView(brush=BrushState(cohort=cp.CohortState(served)), language="en")]
    for view in views:
        view._repr_mimebundle_()
        pn.panel(view).get_root()
    return len(views)


def main() -> None:
    pn.extension()
    before = snapshot()
    for name in modules():
        if not name.startswith("credit_panel.engines.spark") or find_spec("pyspark"):
            import_module(name)
    shown()
    print(*changes(before, snapshot()), sep="\n")


if __name__ == "__main__":
    main()
