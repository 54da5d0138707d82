"""One source file as the rules read it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

PACKAGE = "credit_panel"


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
        """Dotted name below the package; its folder's for an ``__init__``, empty for the package's own."""
        parts = self.path.relative_to(self.root / PACKAGE).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def at(self, node: ast.AST | int, why: str) -> str:
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path.relative_to(self.root)}:{line}: {why}"

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Yield each imported module; ``from a import b`` gives ``a``, save for the parts of the package."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level:
                yield node, "." * node.level + (node.module or "")
            elif isinstance(node, ast.ImportFrom) and node.module == PACKAGE:
                yield from ((node, f"{PACKAGE}.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node, node.module or ""


Rule = Callable[[Source], Iterator[str]]


def sources(root: Path, folder: str = PACKAGE) -> list[Source]:
    """Every Python file of the package, or of another folder, under `root`."""
    return [Source(root, path) for path in sorted((root / folder).rglob("*.py"))]
