"""What `import credit_panel` offers: declared once, loaded when asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

import credit_panel


def test_the_names_are_listed_in_order_and_each_has_a_home() -> None:
    assert credit_panel.__all__ == sorted(credit_panel.__all__)
    assert set(credit_panel.__all__) == set(credit_panel._HOMES)


@pytest.mark.parametrize("name", credit_panel.__all__)
def test_each_name_loads(name: str) -> None:
    assert getattr(credit_panel, name).__module__.startswith(credit_panel._HOMES[name])


def test_a_fresh_kernel_offers_every_name_and_no_other() -> None:
    code = "import credit_panel; print(*(name for name in dir(credit_panel) if not name.startswith('_')))"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.split() == credit_panel.__all__


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Dashboard'"):
        credit_panel.Dashboard  # noqa: B018


def test_scoring_is_usable_without_panel() -> None:
    code = "import sys; from credit_panel import Scorer, read_bundle; sys.exit('panel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
