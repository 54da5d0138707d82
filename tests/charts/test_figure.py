"""What templates are given, they show: a name that Jinja keeps for itself shows as nothing, or breaks a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import credit_panel

ROOT = Path(credit_panel.__file__).parent
TEMPLATES = [path for room in ("charts", "views") for path in sorted((ROOT / room).rglob("*.html"))]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_names_a_value_as_jinja_names_nothing(path: Path) -> None:
    parsed = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
    used = [*parsed.find_all(nodes.Filter), *(part for out in parsed.find_all(nodes.Output) for part in out.nodes)]
    shown = [part.node if isinstance(part, nodes.Filter) else part for part in used]
    assert not [part for part in shown if isinstance(part, nodes.Const) and part.value in (None, True, False)]
