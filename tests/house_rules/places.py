"""What a file reads lies in the checkout, whatever folder that lies in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from house_rules.source import Source

SAME = {"absolute", "resolve"}
_LEADING_OUT = re.compile(r"""(?<=["'])(?:\.\./|~/|/(?!tmp/)\w+/)[^"']*""")


def paths_stay_inside(source: Source) -> Iterator[str]:
    """No path that starts at the file itself leads out of the checkout."""
    if "__file__" not in source.text:
        return
    depth = len(source.path.relative_to(source.root).parts)
    named: dict[str, int] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Assign) and (steps := _steps_up(node.value, named)) is not None:
            named |= {target.id: steps for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute | ast.BinOp | ast.Subscript) and (_steps_up(node, named) or 0) > depth:
            yield source.at(node, f"{ast.unparse(node)} lies outside the checkout")


def _steps_up(node: ast.expr, named: Mapping[str, int]) -> int | None:
    """Return how many folders up from its own file a path leads; None for what is no such path."""
    match node:
        case ast.Name(id="__file__"):
            return 0
        case ast.Name(id=name):
            return named.get(name)
        case ast.Call(func=ast.Name(id="Path"), args=[path]):
            return _steps_up(path, named)
        case ast.Call(func=ast.Attribute(value=path, attr=same)) if same in SAME:
            return _steps_up(path, named)
        case ast.Attribute(value=path, attr="parent"):
            further = 1
        case ast.Subscript(value=ast.Attribute(value=path, attr="parents"), slice=ast.Constant(value=int(place))):
            further = place + 1
        case ast.BinOp(left=path, op=ast.Div(), right=ast.Constant(value=str(below))):
            parts = below.split("/")
            further = parts.count("..") or -len(parts)
        case _:
            return None
    steps = _steps_up(path, named)
    return None if steps is None else steps + further


def leading_out(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and path of each quoted path in a notebook's text that leaves its folder."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, found[0]) for found in _LEADING_OUT.finditer(line.replace('\\"', '"')))
