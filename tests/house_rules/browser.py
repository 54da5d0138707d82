"""What reaches a browser: no HTML put together from pieces, nothing fetched from outside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from house_rules.source import Source

HTML_PANES = {"Alert", "HTML", "Markdown", "Markup", "Typography"}
_OUTSIDE = re.compile(
    r"https?://(?!localhost\b|127\.0\.0\.1\b|www\.w3\.org/(?:1999|2000)/|schemas\.openxmlformats\.org/)[^\s\"'<>]*"
)
# Written so that this file does not name them itself.
_REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted\.org|registry\.npm[j]s|deb\.de[b]ian\.org|conda\.ana[c]onda\.org")


def composed_html(source: Source) -> Iterator[str]:
    """No text is put together inside what a browser reads as HTML or Markdown."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in HTML_PANES:
            continue
        given = [*node.args[:1], *(item.value for item in node.keywords if item.arg == "object")]
        if any(_is_composed(value) for value in given):
            yield source.at(node, "HTML composed from pieces: use an escaping template or Markup(...).format(...)")


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
