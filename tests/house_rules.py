"""The rules of the house, read from the source: each gives the places, as ``file:line: why``, that break it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

_CHAIN = ("home_credit", "features", "scoring", "portfolio", "state", "charts", "views", "pages")
_BASE = frozenset({"settings", "errors", "progress"})
LAYERS: Mapping[str, frozenset[str]] = {
    "errors": frozenset(),
    "settings": frozenset({"errors"}),
    "progress": frozenset(),
    "locale": _BASE | {"home_credit"},
    "cli": _BASE | {*_CHAIN[:4]},
    **{name: _BASE | {*_CHAIN[:rank]} for rank, name in enumerate(_CHAIN)},
    **{name: _BASE | {*_CHAIN[:4], "locale"} for name in ("api", "journal", "documents")},
}
"""What each part of the package may import of the others."""
SPEAKS = ("charts", "views", "pages", "scoring.reasons")
"""The other modules and packages that may import `locale`."""

_DATA = ("home_credit", "features", "scoring", "portfolio", "state")
THIRD_PARTY: Mapping[str, tuple[str, ...]] = {
    "babel": ("locale", "charts", "views", "documents"),
    "bokeh": ("charts", "views", "pages"),
    "datashader": ("charts", "views", "state.brush"),
    "fastapi": ("api",),
    "holoviews": ("charts", "views", "state.brush"),
    "hvplot": ("charts", "views", "state.brush"),
    "jinja2": ("charts", "views", "pages", "documents"),
    "markupsafe": ("charts", "views", "pages", "documents"),
    "narwhals": ("home_credit", "features"),
    "numpy": (*_DATA, "charts", "views", "api"),
    "pandas": ("portfolio.plot_frame",),
    "panel": ("views", "pages"),
    "panel_material_ui": ("views", "pages"),
    "param": ("state", "views", "pages"),
    "polars": (*_DATA, "cli", "api", "journal", "documents"),
    "pydantic": ("api",),
    "rich": ("progress", "cli"),
    "scipy": ("home_credit.synthetic", "scoring"),
    "shap": ("scoring",),
    "sklearn": ("home_credit.synthetic", "scoring"),
    "starlette": ("api",),
    "xgboost": ("scoring",),
}
"""Where each third-party package may be imported; one that is not named here nowhere."""

UNSAFE_IMPORTS = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST = 250
HTML_PANES = {"Alert", "HTML", "Markdown", "Markup", "Typography"}
_PACKAGE = "credit_panel"
_OUTSIDE = re.compile(r"https?://(?!localhost\b|127\.0\.0\.1\b|www\.w3\.org/(?:1999|2000)/)[^\s\"'<>]*")
_REGISTRIES = re.compile(
    "|".join(
        [
            "py" + r"pi\.org",
            "python" + r"hosted\.org",
            "registry" + r"\.npmjs",
            "deb" + r"\.debian\.org",
            "conda" + r"\.anaconda\.org",
        ]
    )
)


@dataclass(frozen=True)
class Source:
    """One Python file of the package rooted at `root`."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def module(self) -> str:
        """Dotted name below the package: ``scoring.reasons``, ``scoring`` for its ``__init__``, empty for the package's."""
        parts = self.path.relative_to(self.root / _PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def at(self, node: ast.AST | int, why: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path.relative_to(self.root)}:{line}: {why}"

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Yield each imported module; ``from a import b`` yields ``a`` alone, save for the package's own parts."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level:
                yield node, "." * node.level + (node.module or "")
            elif isinstance(node, ast.ImportFrom) and node.module == _PACKAGE:
                yield from ((node, f"{_PACKAGE}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node, node.module or ""


Rule = Callable[[Source], Iterator[str]]


def sources(root: Path) -> list[Source]:
    """Every Python file of the package under `root`."""
    return [Source(root, path) for path in sorted((root / _PACKAGE).rglob("*.py"))]


def _within(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def import_order(source: Source) -> Iterator[str]:
    """Parts import only those to their left; `locale` only where text is made; nothing relative, so that order can be read."""
    own = source.module.partition(".")[0]
    if not own:
        return  # the package's own __init__ loads names of every part, when first used
    if own not in LAYERS:
        yield source.at(1, f"{own} has no place in the import order: give it one in LAYERS")
        return
    for node, name in source.imports():
        if name.startswith("."):
            yield source.at(node, "import by the full name, not a relative one")
        elif name == _PACKAGE:
            yield source.at(node, f"{own} imports the whole package: import the part it needs")
        elif name.startswith(f"{_PACKAGE}."):
            part = name.split(".")[1]
            allowed = (
                part in LAYERS[own] or part == own or (part == "locale" and _within(source.module, SPEAKS))
            )
            if not allowed and part != "__version__":
                yield source.at(node, f"{own} may not import {part}: imports go one way")


def third_party(source: Source) -> Iterator[str]:
    """Each third-party package is imported in its layers only."""
    for node, name in source.imports():
        top = name.partition(".")[0]
        if not top or top in sys.stdlib_module_names or top in {_PACKAGE, "__future__"} | UNSAFE_IMPORTS:
            continue
        if not _within(source.module, THIRD_PARTY.get(top, ())):
            yield source.at(node, f"{source.module or _PACKAGE} may not import {top} (see THIRD_PARTY)")


def unsafe_loading(source: Source) -> Iterator[str]:
    """Nothing that runs code from a data file."""
    for node, name in source.imports():
        if name.partition(".")[0] in UNSAFE_IMPORTS:
            yield source.at(node, f"{name} runs code from the file it reads")
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "allow_pickle"
            and getattr(node.value, "value", True)
        ):
            yield source.at(node.value, "allow_pickle runs code from the file it reads")


def length(source: Source) -> Iterator[str]:
    """One concept a file."""
    lines = len(source.text.splitlines())
    if lines > LONGEST:
        yield source.at(LONGEST + 1, f"{lines} lines, {LONGEST} at most: split it by concept")


def vague_names(source: Source) -> Iterator[str]:
    """A file is named after its concept."""
    for part in source.module.split("."):
        if part.strip("_") in VAGUE_NAMES:
            yield source.at(1, f"'{part}' names no concept")


def docstrings(source: Source) -> Iterator[str]:
    """Every public module, class, function and method says what it is."""
    if not ast.get_docstring(source.tree):
        yield source.at(1, "the module has no docstring")
    yield from _undocumented(source, source.tree)


def _undocumented(source: Source, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if not isinstance(
            node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) or node.name.startswith("_"):
            continue
        exempt = {ast.unparse(item).rpartition(".")[2] for item in node.decorator_list} & {
            "overload",
            "override",
            "setter",
        }
        if not ast.get_docstring(node) and not exempt:
            yield source.at(node, f"{node.name} has no docstring")
        if isinstance(node, ast.ClassDef):
            yield from _undocumented(source, node)


def parameter_docs(source: Source) -> Iterator[str]:
    """Every Param parameter has its ``doc``."""
    for owner in (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)):
        for node in owner.body:
            call = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
            if not isinstance(call, ast.Call) or not re.fullmatch(r"param\.[A-Z]\w*", ast.unparse(call.func)):
                continue
            if "doc" not in {keyword.arg for keyword in call.keywords}:
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                yield source.at(node, f"the parameter {owner.name}.{ast.unparse(target)} has no doc")


def composed_html(source: Source) -> Iterator[str]:
    """No text is put together inside what a browser reads as HTML or Markdown."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in HTML_PANES:
            continue
        given = [*node.args[:1], *(item.value for item in node.keywords if item.arg == "object")]
        if any(_is_composed(value) for value in given):
            yield source.at(
                node, "HTML composed from pieces: use an escaping template or Markup(...).format(...)"
            )


def _is_composed(value: ast.expr) -> bool:
    if isinstance(value, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in value.values)
    if isinstance(value, ast.BinOp):
        return isinstance(value.op, ast.Mod | ast.Add)
    return (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Attribute)
        and value.func.attr in {"format", "join"}
        and isinstance(value.func.value, ast.Constant)
    )


def outside_addresses(source: Source) -> Iterator[str]:
    """A browser fetches nothing from outside; addresses in docstrings cite sources."""
    documented = {id(node.value) for node in ast.walk(source.tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            yield from (source.at(node, f"{found[0]} is outside") for found in _OUTSIDE.finditer(node.value))


def outside_addresses_in_text(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and address of what a template, style sheet or script would fetch from outside."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, found[0]) for found in _OUTSIDE.finditer(line))


def registry_hosts(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of each package registry's host in a text."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, found[0]) for found in _REGISTRIES.finditer(line))
