"""What `import credit_panel` offers: declared once, loaded when asked for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import credit_panel

ROOT = Path(__file__).resolve().parents[1]


def test_the_names_are_listed_in_order_and_each_has_a_home() -> None:
    assert credit_panel.__all__ == sorted(credit_panel.__all__)
    assert set(credit_panel.__all__) == {*credit_panel._HOMES, *credit_panel._ROOMS}


def test_the_list_is_the_agreed_one() -> None:
    """A name that is added or lost is a decision: change the number with it, and the change log."""
    assert len(credit_panel.__all__) == 55


@pytest.mark.parametrize("name", sorted(credit_panel._HOMES))
def test_each_name_loads(name: str) -> None:
    assert getattr(credit_panel, name).__module__.startswith(credit_panel._HOMES[name])


def test_a_fresh_kernel_offers_every_name_and_no_other() -> None:
    code = "import credit_panel; print(*(name for name in dir(credit_panel) if not name.startswith('_')))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split() == credit_panel.__all__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Dashboard'"):
        credit_panel.Dashboard  # noqa: B018


@pytest.mark.parametrize("room", credit_panel._ROOMS)
def test_each_public_module_lists_its_names(room: str) -> None:
    module = getattr(credit_panel, room)
    assert module.__all__
    assert all(hasattr(module, name) for name in module.__all__)


def test_no_two_public_classes_share_a_name() -> None:
    classes = [getattr(credit_panel, name) for name in credit_panel._HOMES]
    names = [found.__name__ for found in classes if isinstance(found, type)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("notebooks/*.ipynb")), ROOT / "README.md"], ids=lambda p: p.name)
def test_a_notebook_needs_nothing_deeper(path: Path) -> None:
    deeper = re.findall(r"(?:from|import) credit_panel\.[a-z_.]+", path.read_text("utf-8"))
    assert not deeper, "what a notebook needs comes from `import credit_panel as cp`"


def test_scoring_is_usable_without_panel() -> None:
    code = "import sys; from credit_panel import Scorer, read_bundle; sys.exit('panel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
