"""How code is written: short files named after a concept, documented throughout."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house_rules.source import Source

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST = 250


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
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if node.name.startswith("_"):
            continue
        decorators = {ast.unparse(item).rpartition(".")[2] for item in node.decorator_list}
        if not ast.get_docstring(node) and not decorators & {"overload", "override", "setter"}:
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
