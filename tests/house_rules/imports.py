"""Who may import what: the order of the parts, third parties by layer, nothing that runs stored code."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping

from house_rules.source import PACKAGE, Source

_CHAIN = (
    *("home_credit", "features", "uploads", "scoring", "portfolio", "journal"),
    *("amendments", "decisions", "state", "charts", "views", "pages"),
)
_BASE = frozenset({"settings", "errors", "secret", "progress", "formats", "rate_limit", "colours", "change_setting"})
LAYERS: Mapping[str, frozenset[str]] = {
    "errors": frozenset(),
    "settings": frozenset({"errors"}),
    "rate_limit": frozenset({"errors"}),
    "secret": frozenset({"errors"}),
    "colours": frozenset({"errors"}),
    "change_setting": frozenset({"errors"}),
    "access": frozenset({"errors", "secret", "settings"}),
    "server": frozenset({"access", "change_setting", "errors", "secret", "settings", "rate_limit"}),
    "progress": frozenset(),
    "formats": frozenset({"settings"}),
    "locale": _BASE | {"home_credit"},
    "glossary": _BASE | {"locale"},
    "xgboost_alone": frozenset(),
    "figures": frozenset({"charts", "views"}),
    "plots": _BASE | {*_CHAIN[:10], "locale"},
    "deploy": frozenset({"errors", "settings"}),
    "engines": _BASE | {*_CHAIN[:5], "xgboost_alone"},
    "remote": _BASE | {*_CHAIN[:5], "access"},
    "cli": _BASE | {*_CHAIN[:8], "access", "engines", "deploy", "documents", "remote", "server", "xgboost_alone"},
    "__main__": frozenset({"cli"}),
    **{name: _BASE | {*_CHAIN[:rank]} for rank, name in enumerate(_CHAIN[:7])},
    **{name: _BASE | {"access", "glossary", *_CHAIN[:rank]} for rank, name in enumerate(_CHAIN) if rank >= 7},
    "pages": _BASE | {*_CHAIN[:-1], "access", "documents", "remote", "server", "xgboost_alone"},
    "api": _BASE | {*_CHAIN[:8], "access", "documents", "locale", "server"},
    "documents": _BASE | {*_CHAIN[:10], "locale"},
}
"""What each part of the package may import of the others."""
SPEAKS = (
    "amendments.change_words",
    "glossary",
    "charts",
    "views",
    "pages",
    "scoring.reasons",
    "scoring.lever_words",
    "scoring.proposal_words",
    "scoring.stamp_words",
    "decisions.case_words",
    "decisions.outcome_words",
    "decisions.reason_words",
    "server.login",
)
"""The other modules and packages that may import `locale`."""

_DATA = ("home_credit", "features", "uploads", "scoring", "portfolio", "remote", "state")
THIRD_PARTY: Mapping[str, tuple[str, ...]] = {
    "anyio": ("server.metrics",),  # whose threads Starlette answers in
    "argon2": ("access.passwords",),
    "babel": ("locale", "charts", "views", "documents"),
    "bokeh": ("charts", "plots", "views", "pages", "server"),
    "fastapi": ("api", "pages.later", "server"),
    "fastapi_swagger": ("api",),
    "h11": ("server",),
    "httpx2": ("server.openid.provider", "remote.service"),
    "holoviews": ("charts", "views", "state.brush", "plots"),
    "hvplot": ("charts", "views", "state.brush", "plots"),
    "jinja2": ("charts", "views", "pages", "documents", "deploy", "server.login"),
    "joserfc": ("server.openid",),
    "lightgbm": ("scoring.lightgbm_trees",),  # an extra
    "limits": ("rate_limit",),
    "markupsafe": ("charts", "views", "pages", "documents"),
    "narwhals": (
        *("home_credit", "features", "engines"),
        *("portfolio.frames", "portfolio.application_frames", "portfolio.history_frames"),
    ),
    "numpy": (*_DATA, "charts", "plots", "views", "api"),
    "openpyxl": ("home_credit.workbook", "uploads.worker"),
    "packaging": ("cli.checkup",),
    "pandas": ("plots", "charts.overlay"),  # hvPlot draws its frames; those of Polars would need pyarrow
    "panel": ("views", "pages", "server.process"),
    "panel_material_ui": ("views", "pages"),
    "param": ("state", "views", "pages"),
    "polars": (
        *_DATA,
        "plots",
        "charts.figure",
        "charts.number_table",
        "cli",
        "api",
        "engines",
        "journal",
        "amendments",
        "documents",
    ),
    "prometheus_client": ("server.metrics",),
    "pydantic": ("api", "views"),
    "pydantic_core": ("api",),
    "pyarrow": ("engines.spark",),
    "pyspark": ("engines.spark",),
    "rfc8785": ("journal",),
    "rich": ("progress", "cli"),
    "scipy": ("home_credit.synthetic", "scoring"),
    "shap": ("scoring",),
    "sklearn": ("home_credit.synthetic", "scoring"),
    "starlette": ("api", "pages.later", "server"),
    "typst": ("documents.typesetting",),
    "uvicorn": ("server",),
    "websockets": ("server",),
    "xgboost": ("scoring", "xgboost_alone"),
    "xlsxwriter": ("portfolio.cohorts.excel",),  # two sheets; Polars writes one by itself
}
"""Where each third-party package may be imported; one that is not named here nowhere."""
UNSAFE_IMPORTS = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}


def _within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def import_order(source: Source) -> Iterator[str]:
    """Parts import only those to their left, by their full names, and `locale` only where text is made."""
    own = source.module.partition(".")[0]
    if not own:
        return  # the package's own __init__ loads names of every part, when first used
    if own not in LAYERS:
        yield source.at(1, f"{own} has no place in the import order: give it one in LAYERS")
        return
    for node, name in source.imports():
        if name.startswith("."):
            yield source.at(node, "import by the full name, not a relative one")
        elif name == PACKAGE:
            yield source.at(node, f"{own} imports the whole package: import the part it needs")
        elif name.startswith(f"{PACKAGE}."):
            part = name.split(".")[1]
            speaks = part == "locale" and _within(source.module, SPEAKS)
            if not (speaks or part == own or part in LAYERS[own]):
                yield source.at(node, f"{own} may not import {part}: imports go one way")


def third_party(source: Source) -> Iterator[str]:
    """Each third-party package is imported in its layers only."""
    for node, name in source.imports():
        top = name.partition(".")[0]
        if not top or top in sys.stdlib_module_names or top in {PACKAGE, "__future__"} | UNSAFE_IMPORTS:
            continue
        if not _within(source.module, THIRD_PARTY.get(top, ())):
            yield source.at(node, f"{source.module or PACKAGE} may not import {top} (see THIRD_PARTY)")


def unsafe_loading(source: Source) -> Iterator[str]:
    """Nothing that runs code from a data file."""
    for node, name in source.imports():
        if name.partition(".")[0] in UNSAFE_IMPORTS:
            yield source.at(node, f"{name} runs code from the file it reads")
    for node in ast.walk(source.tree):
        asked = isinstance(node, ast.keyword) and node.arg == "allow_pickle"
        if asked and getattr(node.value, "value", True):
            yield source.at(node.value, "allow_pickle runs code from the file it reads")
