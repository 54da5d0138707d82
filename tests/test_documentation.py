"""The examples of the documentation run, and every public name has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import credit_panel

FOLDER = Path(credit_panel.__file__).parent
WITH_EXAMPLES = sorted(
    ".".join(("credit_panel", *path.relative_to(FOLDER).with_suffix("").parts))
    for path in FOLDER.rglob("*.py")
    if ">>> " in path.read_text("utf-8") and path.name != "__init__.py"
)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Examples choose a language for the whole process: let them not."""
    from credit_panel.locale import reader

    before = reader._chosen
    yield
    reader._chosen = before


@pytest.mark.usefixtures("served_model")
@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_of_a_module_run(name: str) -> None:
    import holoviews as hv
    import polars as pl

    module = importlib.import_module(name)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for test in doctest.DocTestFinder(recurse=True).find(module, extraglobs={"hv": hv, "pl": pl}):
        runner.run(test, out=told.append)
    assert not runner.summarize(verbose=False).failed, "".join(told)


@pytest.mark.parametrize("name", sorted(credit_panel._HOMES))
def test_help_shows_an_example(name: str) -> None:
    assert ">>> " in (getattr(credit_panel, name).__doc__ or "")


def test_every_module_is_found() -> None:
    names = {info.name for info in pkgutil.walk_packages([str(FOLDER)], "credit_panel.", onerror=lambda _: None)}
    assert set(WITH_EXAMPLES) <= names
